"""Fill the database with a country, and count its tallies."""

import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection

from bench import national
from guidance.core.access import Role
from guidance.reference.accounts.models import RoleGrant, User
from guidance.reference.plans.models import Plan
from guidance.reporting.returns import tallies
from guidance.reporting.returns.models import VillageReturn


def report() -> bool:
    """Print how long each step took; nothing here is judged."""
    prepare()
    size = national.NATION
    print(f"{size.units} units, {size.townships} townships, {size.villages} villages", flush=True)
    print_seconds("made in", lambda: national.make_country(Plan.objects.get(), size))
    gather_statistics()
    print_seconds("tallies counted anew in", tallies.rebuild_tallies)
    gather_statistics()
    print(f"{VillageReturn.objects.count()} returns on {connection.vendor}")
    return True


def prepare() -> None:
    """An empty database with the notice and one account that sees everything."""
    if connection.introspection.table_names():
        raise SystemExit("This database is in use: the country is made in an empty one only.")
    call_command("migrate", verbosity=0)
    call_command("loaddata", "notice_2021", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    staff = User.objects.create_user("staff")
    RoleGrant.objects.create(user=staff, role=Role.MUNICIPAL_STAFF)


def gather_statistics() -> None:
    """Let PostgreSQL analyze its tables now, as it does by itself in time; SQLite never does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def print_seconds(name: str, action: Callable[[], Any]) -> None:
    """Print the seconds that it took."""
    start = time.perf_counter()
    action()
    print(f"{name} {time.perf_counter() - start:.1f} s", flush=True)
