"""States of the job that makes an archive."""

from django.db.models import TextChoices


class JobState(TextChoices):
    """How far a job is."""

    WAITING = "waiting", "等待开始"
    RUNNING = "running", "正在制作"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做成"
