"""Sending a file as the page's script does: begun, in pieces, finished."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import TestCase

from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport
from tests.office.uploads.samples import pdf

SECTION = Section.ISSUES_FOUND.value
PIECE = 512 * 1024


def post(client: Any, address: str, *said: Any, **more: Any) -> Any:
    """The answer; what waits for the end of the transaction is done, as after a request."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, *said, **more).json()


def begin(client: Any, report: VisitReport, *, key: UUID, name="附页.pdf", size=8, section=SECTION) -> Any:
    """What the server says to a new file."""
    said = {"key": key, "section": section, "name": name, "size": size}
    return post(client, f"/visits/{report.pk}/files/begin/", said)


def piece(client: Any, report: VisitReport, key: UUID, content: bytes, at: int = 0) -> Any:
    """What it says to a piece."""
    address = f"/visits/{report.pk}/uploads/{key}/piece/?at={at}"
    return post(client, address, content, content_type="application/octet-stream")


def finish(client: Any, report: VisitReport, key: UUID) -> Any:
    """What it says to the end."""
    return post(client, f"/visits/{report.pk}/uploads/{key}/finish/")


def cancel(client: Any, report: VisitReport, key: UUID) -> Any:
    """取消."""
    return post(client, f"/visits/{report.pk}/uploads/{key}/cancel/")


def send(
    client: Any,
    report: VisitReport,
    content: bytes | None = None,
    *,
    name: str = "附页.pdf",
    section: str = SECTION,
    key: UUID | None = None,
) -> Any:
    """A whole file; the last answer."""
    content = pdf() if content is None else content
    key = key or uuid4()
    answer = begin(client, report, key=key, name=name, size=len(content), section=section)
    while "received" in answer and answer["received"] < len(content):
        at = answer["received"]
        answer = piece(client, report, key, content[at : at + PIECE], at)
    return finish(client, report, key) if "received" in answer else answer


def remove(client: Any, file: Any, *, again: bool = False) -> Any:
    """移除, or with `again` 恢复."""
    folder = "files" if hasattr(file, "section") else "signed"
    return post(client, f"/visits/{file.report_id}/{folder}/{file.pk}/{'restore' if again else 'remove'}/")


def on_disk() -> list[str]:
    """Every file that is kept, as folder/name."""
    root = settings.MEDIA_ROOT
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())
