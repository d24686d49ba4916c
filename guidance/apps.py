"""The one app of the project."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GuidanceConfig(AppConfig):
    """Its name as the administration shows it."""

    name = "guidance"
    verbose_name = "换届联系指导"

    def ready(self) -> None:
        """Let the tallies hear of changed places and targets, and of a changed schema."""
        from guidance.reporting.returns import signals  # noqa: F401 - models can be imported only now

        post_migrate.connect(_count_anew, sender=self)


def _count_anew(plan: Any = (), **kwargs: Any) -> None:
    """After a migration the tallies may lack columns: count them from the returns."""
    from guidance.reporting.returns.tallies import rebuild_tallies

    if plan:
        rebuild_tallies()
