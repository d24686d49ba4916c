"""Where the making of an archive stands."""

from django.db.models import TextChoices


class JobState(TextChoices):
    """How far an archive is."""

    WAITING = "waiting", "等待开始"
    RUNNING = "running", "正在制作"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做成"
