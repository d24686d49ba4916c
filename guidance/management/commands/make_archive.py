"""`manage.py make_archive`: make an archive that was requested on the page 归档."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.job import make_archive


class Command(BaseCommand):
    """The page 归档 starts it; started by hand, it makes an archive that is still waiting."""

    help = "Make the archive of this number, as asked for on the page 归档."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the key of the job."""
        parser.add_argument("pk", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        job = make_archive(options["pk"])
        if job is None:
            raise CommandError("没有等待制作的这一份归档。")
        if job.state != JobState.DONE:
            raise CommandError(job.message)
        self.stdout.write(f"已完成：{job.file_name}，{job.members}个文件，SHA-256 {job.sha256}")
