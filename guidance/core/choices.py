"""How far a problem or a gap has come."""

from django.db.models import TextChoices


class Progress(TextChoices):
    """From found to ticked off (销号): of a problem, and of a gap that is being closed."""

    OPEN = "open", "未解决"
    IN_PROGRESS = "in_progress", "处理中"
    CLOSED = "closed", "已销号"
