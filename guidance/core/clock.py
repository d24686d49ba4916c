"""The one clock of the system: Asia/Shanghai, or the demonstration day of `GUIDANCE_TODAY`."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_fixed_moment: ContextVar[datetime | None] = ContextVar("fixed_moment", default=None)


def demonstration_day() -> date | None:
    """The day set in `GUIDANCE_TODAY`, or None where the real date counts.

    Raises ImproperlyConfigured when the setting is no date: a wrong day must not pass for a real one.
    """
    if not settings.GUIDANCE_TODAY:
        return None
    try:
        return date.fromisoformat(settings.GUIDANCE_TODAY)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"GUIDANCE_TODAY must look like 2021-02-05, not {settings.GUIDANCE_TODAY!r}"
        ) from error


def now() -> datetime:
    """This moment; on a demonstration day, that day at the present time of day."""
    if fixed := _fixed_moment.get():
        return timezone.localtime(fixed)
    moment = timezone.localtime()
    day = demonstration_day()
    return datetime.combine(day, moment.timetz()) if day else moment


def today() -> date:
    """The day that deadlines are compared with."""
    return now().date()


@contextmanager
def fixed_at(moment: datetime) -> Iterator[None]:
    """Within it this is the moment: what is made again from the same data is the same on another day."""
    token = _fixed_moment.set(moment)
    try:
        yield
    finally:
        _fixed_moment.reset(token)
