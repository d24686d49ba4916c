"""`manage.py make_archive`: make the archive that somebody asked for on its page."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.job import make


class Command(BaseCommand):
    """Started by the page 归档; by hand it makes what is still waiting."""

    help = "Make the archive of this number, as asked for on the page 归档."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which one."""
        parser.add_argument("pk", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        job = make(options["pk"])
        if job is None:
            raise CommandError("没有等待制作的这一份归档。")
        if job.state != JobState.DONE:
            raise CommandError(job.message)
        self.stdout.write(f"已完成：{job.file_name}，{job.members}个文件，SHA-256 {job.sha256}")
