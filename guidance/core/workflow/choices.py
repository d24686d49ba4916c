"""Where a paper stands, and whether it is late."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a paper stands. 未填报 is not a status: there is no paper yet."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接收"


class Lateness(TextChoices):
    """Whether a paper came in by its last day, as core.workflow.deadlines decides."""

    ON_TIME = "on_time", "按时报送"
    LATE = "late", "逾期报送"
    OVERDUE = "overdue", "逾期未报"
