"""`manage.py recount_returns`: recount the tallies of every township."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance.reporting.returns.tallies import rebuild_tallies


class Command(BaseCommand):
    """Repairs the tallies after rows were changed outside the application, as by SQL or a restore."""

    help = "Count the sums behind the dashboard anew from the village returns."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已重新合计{rebuild_tallies()}个乡镇（街道）。")
