"""`manage.py serve`: prepare everything that a fresh checkout needs, then become granian."""

import os
import socket
import sys
from ipaddress import ip_address
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections, transaction

from guidance.core.clock import demonstration_day
from guidance.demonstration.accounts import demo_accounts, usernames
from guidance.reference.accounts.models import User
from guidance.reference.plans.models import Plan
from liuzhou_fulian.staticfiles import collect_when_changed

# 2 processes of 8 threads: measured, 100 half-open connections do not keep others waiting.
GRANIAN = (
    *("--interface", "wsgi", "--no-ws"),
    *("--workers", "2", "--blocking-threads", "8", "--backlog", "1024"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "10"),
    *("--log-level", "error"),  # otherwise the first line would be a warning about 8 threads on few cores
)


class Command(BaseCommand):
    """Migrate, load the notice and the demonstration into an empty database, collect, serve."""

    help = "Prepare the database and the static files, then serve on HOST:PORT (127.0.0.1:8000)."

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = address_from_environment()
        check_address_free(host, port)
        call_command("migrate", interactive=False, verbosity=0)
        if not Plan.objects.exists():
            self.fill()
        collect_when_changed()
        self.announce(host, port)
        connections.close_all()
        allow_host(host)
        exec_granian(host, port)

    def fill(self) -> None:
        """Load the notice and the demonstration in one transaction."""
        self.stdout.write("数据库为空，正在载入通知和演示数据 Loading the notice and demonstration data …")
        with transaction.atomic():
            call_command("loaddata", "notice_2021", verbosity=0)
            call_command("load_demo", stdout=self.stdout)

    def announce(self, host: str, port: int) -> None:
        """Print the address of the site and the accounts."""
        self.stdout.write(f"\n  地址 Address    http://{host_names(host)[-1]}:{port}/")
        if day := demonstration_day():
            self.stdout.write(f"  演示日期 Today  {day}")
        if has_demonstration():
            self.stdout.write(f"  密码 Password   {password_location()}")
            self.stdout.write("  演示账号 Demonstration accounts")
            for role, group in groupby(demo_accounts(), key=lambda account: account.role):
                names = format_names([account.username for account in group])
                self.stdout.write(f"    {role.label} {role.value.replace('_', ' ')}: {names}")
        self.stdout.write("  停止 Stop       Ctrl+C\n")
        self.stdout.flush()


def address_from_environment() -> tuple[str, int]:
    """HOST and PORT; an empty value means the default."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {port!r}")
    return host, int(port)


def check_address_free(host: str, port: int) -> None:
    """Raise CommandError where the address cannot be served, before anything is changed."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"无法使用 {host}:{port}（{error.strerror}）。请换一个端口：PORT=8001 make run\n"
            f"Cannot serve on {host}:{port}; choose another PORT."
        ) from error


def has_demonstration() -> bool:
    """Whether the accounts of the demonstration are in this database."""
    names = usernames()
    return User.objects.filter(username__in=names).count() == len(names)


def format_names(names: list[str]) -> str:
    """Numbered names as a range from first to last; other names one by one."""
    if names[0][-1].isdigit():
        return f"{names[0]} … {names[-1]}"
    return " ".join(names)


def password_location() -> str:
    """The file that keeps the demonstration password, or the variable that gave it."""
    password_file = Path(settings.VAR_DIR) / "demo-password"
    if not password_file.exists():
        return "首次启动时的 DEMO_PASSWORD (as given at the first start)"
    if password_file.is_relative_to(settings.BASE_DIR):
        return str(password_file.relative_to(settings.BASE_DIR))
    return str(password_file)


def allow_host(host: str) -> None:
    """Set ALLOWED_HOSTS to the names of the server, unless it is set already."""
    if not os.environ.get("ALLOWED_HOSTS"):
        os.environ["ALLOWED_HOSTS"] = ",".join([*settings.ALLOWED_HOSTS, *host_names(host)])


def host_names(host: str) -> list[str]:
    """The names and addresses by which browsers reach a server bound to `host`."""
    try:
        address = ip_address(host)
    except ValueError:
        return [host]
    if address.is_unspecified:  # 0.0.0.0 or ::, every address of this machine
        return [socket.gethostname(), socket.getfqdn(), *own_addresses()]
    return [f"[{host}]" if address.version == 6 else host]


def own_addresses() -> list[str]:
    """The address that this machine uses towards others; connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return []
        return [probe.getsockname()[0]]


def exec_granian(host: str, port: int) -> None:
    """Become granian, so that signals and exit codes are the server's own."""
    command = [sys.executable, "-m", "granian", *GRANIAN, "--working-dir", str(settings.BASE_DIR)]
    command += ["--host", host, "--port", str(port), "liuzhou_fulian.wsgi:application"]
    os.execv(sys.executable, command)
