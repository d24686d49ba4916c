"""The attachments that are read back."""

from django.db.models import TextChoices


class Attachment(TextChoices):
    """Which of the notice's attachments a file is."""

    ATTACHMENT1 = "attachment1", "附件1 联系指导安排表"
    ATTACHMENT2 = "attachment2", "附件2 情况统计表"
    ATTACHMENT3 = "attachment3", "附件3 日程安排表"
