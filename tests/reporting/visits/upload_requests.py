"""Requests with which the page's script uploads a file: start, chunks, finish."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import TestCase

from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from tests.office.uploads.samples import pdf

SECTION = Section.ISSUES_FOUND.value
CHUNK_SIZE = 512 * 1024


def post_json(client: Any, address: str, *args: Any, **options: Any) -> Any:
    """Post and return the JSON answer, with the on-commit callbacks run as after a request."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, *args, **options).json()


def start_upload(
    client: Any, report: VisitReport, *, key: UUID, name="附页.pdf", size=8, section=SECTION
) -> Any:
    """Announce a new file; return the server's answer."""
    data = {"key": key, "section": section, "name": name, "size": size}
    return post_json(client, f"/visits/{report.pk}/files/begin/", data)


def send_chunk(client: Any, report: VisitReport, key: UUID, content: bytes, at: int = 0) -> Any:
    """Send one chunk, which begins at byte `at`; return the answer."""
    address = f"/visits/{report.pk}/uploads/{key}/piece/?at={at}"
    return post_json(client, address, content, content_type="application/octet-stream")


def finish_upload(client: Any, report: VisitReport, key: UUID) -> Any:
    """Tell the server that all chunks are sent; return the answer."""
    return post_json(client, f"/visits/{report.pk}/uploads/{key}/finish/")


def cancel_upload(client: Any, report: VisitReport, key: UUID) -> Any:
    """Press 取消."""
    return post_json(client, f"/visits/{report.pk}/uploads/{key}/cancel/")


def upload_file(
    client: Any,
    report: VisitReport,
    content: bytes | None = None,
    *,
    name: str = "附页.pdf",
    section: str = SECTION,
    key: UUID | None = None,
) -> Any:
    """Upload a whole file; return the last answer."""
    content = pdf() if content is None else content
    key = key or uuid4()
    answer = start_upload(client, report, key=key, name=name, size=len(content), section=section)
    while "received" in answer and answer["received"] < len(content):
        at = answer["received"]
        answer = send_chunk(client, report, key, content[at : at + CHUNK_SIZE], at)
    return finish_upload(client, report, key) if "received" in answer else answer


def remove_file(client: Any, file: Any, *, restore: bool = False) -> Any:
    """Press 移除, or with `restore` 恢复."""
    folder = "files" if hasattr(file, "section") else "signed"
    return post_json(
        client, f"/visits/{file.report_id}/{folder}/{file.pk}/{'restore' if restore else 'remove'}/"
    )


def stored_files() -> list[str]:
    """All files below MEDIA_ROOT, as folder/name."""
    root = settings.MEDIA_ROOT
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir())


def copy_sheet(sheet: ContinuationSheet, *, times: int) -> None:
    """Store as many more files, of other sums, without sending them."""
    for number in range(times):
        sheet.pk, sheet.sha256 = None, f"{number:064}"
        sheet.save()
