"""The audit trail of everything that people edit: who, when, before and after."""

from typing import Any

from simple_history.models import HistoricalRecords


def kept_history(**options: Any) -> HistoricalRecords:
    """A `history` field for a model; declare it last.

    The trail outlives the rows it is about: rows of a deleted account stay in it.
    """
    return HistoricalRecords(verbose_name="修改记录", verbose_name_plural="修改记录", **options)
