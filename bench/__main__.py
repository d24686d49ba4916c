"""Prepare a throw-away city, measure, and exit 1 when a figure is beyond its limit."""

import os
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def main() -> int:
    """0 when every figure is within its limit."""
    with tempfile.TemporaryDirectory(prefix="guidance-bench-") as folder:
        start_django(Path(folder))
        fill()
        from bench.pages import report  # models can be imported only now

        return 0 if report() else 1


def start_django(var: Path) -> None:
    """Start Django on data of its own, whatever this shell has set for another."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["VAR_DIR"] = str(var)
    os.environ["GUIDANCE_TODAY"] = "2021-02-05"
    os.environ["DJANGO_SETTINGS_MODULE"] = "liuzhou_fulian.settings"
    settings.ROOT_URLCONF = "bench.urls"
    django.setup()


def fill() -> None:
    """The notice, the demonstration and the static files, as `serve` prepares them."""
    with redirect_stdout(StringIO()):
        call_command("migrate", verbosity=0)
        call_command("loaddata", "notice_2021", verbosity=0)
        call_command("load_demo")
        call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
