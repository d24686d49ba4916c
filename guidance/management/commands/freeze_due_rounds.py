"""`manage.py freeze_due_rounds`: freeze the figures of every round whose last day has passed."""

from typing import Any

from django.core.management.base import BaseCommand

from guidance.core import clock
from guidance.oversight.snapshots.actions import freeze_figures
from guidance.oversight.snapshots.queries import due_rounds
from guidance.reference.plans.models import Plan


class Command(BaseCommand):
    """A timer runs it shortly after midnight; it freezes a round once, however often it runs."""

    help = "Freeze the figures of every reporting round that is past its due day and not frozen yet."

    def handle(self, *args: Any, **options: Any) -> None:
        plan = Plan.objects.current()
        rounds = list(due_rounds(plan, clock.today())) if plan else []
        for round_ in rounds:
            self.stdout.write(f"已定格：{freeze_figures(plan=round_.plan, by=None, round=round_)}。")
        if not rounds:
            self.stdout.write("没有需要定格的填报批次。")
