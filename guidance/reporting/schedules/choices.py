"""Whether a day is planned or past."""

from django.db.models import TextChoices


class DateKind(TextChoices):
    """Whether a date is planned or has happened (A-15)."""

    PLANNED = "planned", "计划"
    ACTUAL = "actual", "实际"
