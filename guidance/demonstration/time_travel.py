"""Write a past: whatever is done inside `acting_as` has another author and another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone
from simple_history.signals import pre_create_historical_record

from guidance.core import clock
from guidance.reference.accounts.models import User


def moment(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of 2021, Asia/Shanghai."""
    return timezone.make_aware(datetime(2021, month, day, hour, minute))  # noqa: DTZ001 - made aware here


def form_key(name: str) -> UUID:
    """The submission key of the form `name`; it is the same in every demonstration."""
    return uuid5(NAMESPACE_URL, f"demonstration:{name}")


@contextmanager
def acting_as(by: User, at: datetime) -> Iterator[None]:
    """Set the clock to `at`, and record `by` and `at` in the history of everything that is saved inside.

    The real actions, which read the clock, take the steps of a paper. It patches the clock of the whole
    process: only the command that loads the demonstration may use it, never a running server.
    """

    def sign(history_instance: Any, **_: Any) -> None:
        history_instance.history_date = at
        history_instance.history_user = by

    real_now = clock.now
    pre_create_historical_record.connect(sign)
    clock.now = lambda: at
    try:
        yield
    finally:
        clock.now = real_now
        pre_create_historical_record.disconnect(sign)
