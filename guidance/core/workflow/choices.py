"""Where a paper stands."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a paper stands. 未填报 is not a status: there is no paper yet."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "已上报"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已接收"
