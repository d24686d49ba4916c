"""Telling a past: what is done inside `as_if` was done by that person at that moment."""

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


def key_for(name: str) -> UUID:
    """The key of the form `name`: always the same, since the demonstration is."""
    return uuid5(NAMESPACE_URL, f"demonstration:{name}")


@contextmanager
def as_if(by: User, at: datetime) -> Iterator[None]:
    """Take the clock to `at`, and sign the history of what is saved inside with `by` and `at`.

    The steps of a paper are taken by the real actions, which ask the clock what time it is.
    For the one command that loads the demonstration; never while a server answers requests.
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
