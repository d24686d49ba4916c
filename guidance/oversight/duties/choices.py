"""The tasks of each unit, and their states."""

from django.db.models import TextChoices


class UnitTask(TextChoices):
    """What leaders ask each unit to do (notice, section 四（一）)."""

    PLANNING = "planning", "妇联换届纳入“两委”换届通盘考虑"
    FUNDING = "funding", "落实妇联换届选举工作经费"


class Settlement(TextChoices):
    """State of a unit's task."""

    UNSETTLED = "unsettled", "未落实"
    IN_TALKS = "in_talks", "沟通中"
    SETTLED = "settled", "已落实"
