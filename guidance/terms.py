"""Words of the field that models on several floors share."""

from django.db import models


class CommitteeType(models.TextChoices):
    """The legal type of a committee: decided by law, never read from a place's name."""

    VILLAGERS = "villagers", "村民委员会"
    RESIDENTS = "residents", "社区居民委员会"


class Progress(models.TextChoices):
    """From found to ticked off (销号): of a problem, and of a gap that is being closed."""

    OPEN = "open", "未解决"
    IN_PROGRESS = "in_progress", "处理中"
    CLOSED = "closed", "已销号"


class ScheduleColumn(models.TextChoices):
    """The four columns of Attachment 3 that a unit fills in, headed as printed."""

    PARTY = "party", "村（社区）党组织换届选举大会时间"
    COMMITTEE = "committee", "村（居）委会换届选举大会时间"
    FEDERATION = "federation", "村（社区）妇联换届选举大会时间"
    COMPLETION = "completion", "所有村（社区）妇联完成换届的时间"
