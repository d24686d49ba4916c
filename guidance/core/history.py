"""The audit trail of everything that people edit: who, when, before and after."""

from typing import Any

from simple_history.models import HistoricalRecords

from guidance.core import clock


class ClockedRecords(HistoricalRecords):
    """Dates its rows by the system's one clock, so that the trail can be held against frozen moments."""

    def create_historical_record(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        """As usual, at the clock's moment unless the writer has set another."""
        if hasattr(instance, "_history_date"):
            super().create_historical_record(instance, *args, **kwargs)
            return
        instance._history_date = clock.now()
        try:
            super().create_historical_record(instance, *args, **kwargs)
        finally:
            del instance._history_date


def history_field(**options: Any) -> HistoricalRecords:
    """A `history` field for a model; declare it last.

    The trail outlives the rows it is about: rows of a deleted account stay in it.
    """
    return ClockedRecords(verbose_name="修改记录", verbose_name_plural="修改记录", **options)
