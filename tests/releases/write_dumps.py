"""Write the dumps of this release: `python -m tests.releases.write_dumps`, once for each release.

A dump is the demonstration as the release stores it, with invented people, one for each database. The tests
beside this file upgrade every dump to the code of today.
"""

import gzip
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PASSWORD = "Demo-2021-fulian"


def main() -> None:
    """Write both dumps; a process with a server from with_postgres.py writes that of PostgreSQL."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuzhou_fulian.settings")
    if "DATABASE_URL" in os.environ:
        write_dump("postgresql", dump_of_postgresql())
        return
    with tempfile.TemporaryDirectory() as folder:
        write_dump("sqlite", dump_of_sqlite(Path(folder)))
        script = [sys.executable, "-m", "tests.releases.write_dumps"]
        command = [sys.executable, "scripts/with_postgres.py", *script]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"VAR_DIR": folder}, check=True)


def fill_database(environment: dict[str, str]) -> None:
    """Migrate an empty database and load the notice and the demonstration."""
    for arguments in (["migrate"], ["loaddata", "notice_2021"], ["load_demo"]):
        subprocess.run(
            [sys.executable, "manage.py", *arguments, "--verbosity", "0"],
            cwd=ROOT,
            env=os.environ | {"DEMO_PASSWORD": PASSWORD, "GUIDANCE_TODAY": "2021-02-05"} | environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )


def dump_of_sqlite(folder: Path) -> str:
    """Return the statements that make the database again."""
    fill_database({"VAR_DIR": str(folder)})
    with sqlite3.connect(folder / "guidance.sqlite3") as database:
        return "\n".join(database.iterdump()) + "\n"


def dump_of_postgresql() -> str:
    """Return the same of PostgreSQL, as plain INSERTs without psql's own commands."""
    fill_database({})
    command = ["pg_dump", "--inserts", "--no-owner", "--no-privileges", os.environ["DATABASE_URL"]]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("\\"))


def write_dump(vendor: str, text: str) -> None:
    """Store the dump under the version's name, the same bytes for the same text."""
    import django

    django.setup()
    from django.conf import settings

    content = gzip.compress(without_people(text).encode(), mtime=0)
    (HERE / f"{settings.VERSION}.{vendor}.sql.gz").write_bytes(content)


def without_people(text: str) -> str:
    """Put invented names and numbers in the place of the notice's."""
    from tests.reference.plans.notice_text import private_names, private_phones

    for number, name in enumerate(sorted(private_names(), key=len, reverse=True), start=1):
        text = re.sub(r"[ \u3000]*".join(name), f"示例人{number:02d}", text)
    for number, phone in enumerate(sorted(private_phones()), start=1):
        text = text.replace(phone, f"138000000{number:02d}")
    return text


if __name__ == "__main__":
    main()
