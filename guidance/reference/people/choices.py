"""Posts of a guidance group."""

from django.db.models import TextChoices


class GroupPost(TextChoices):
    """The two posts of a group that change hands."""

    LEADER = "leader", "组长"
    MUNICIPAL_LIAISON = "municipal_liaison", "市妇联联络员"
