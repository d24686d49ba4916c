"""What is asked of each unit, and how far it is."""

from django.db.models import TextChoices


class UnitTask(TextChoices):
    """What leaders press for in each unit (notice, section 四（一）)."""

    PLANNING = "planning", "妇联换届纳入“两委”换届通盘考虑"
    FUNDING = "funding", "落实妇联换届选举工作经费"


class Settlement(TextChoices):
    """How far a unit's task has come."""

    UNSETTLED = "unsettled", "未落实"
    IN_TALKS = "in_talks", "沟通中"
    SETTLED = "settled", "已落实"
