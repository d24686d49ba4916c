"""Where an upload stands."""

from django.db.models import TextChoices


class UploadState(TextChoices):
    """Whether an upload has been written into the returns."""

    PREVIEWED = "previewed", "待确认"
    IMPORTED = "imported", "已导入"
    ABANDONED = "abandoned", "已放弃"
