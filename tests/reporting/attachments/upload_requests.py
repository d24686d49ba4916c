"""Uploads of filled-in papers through the page."""

from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from guidance.office.papers.responses import DOCX
from guidance.reporting.attachments.models import ReadPaper
from tests.files import save_bytes

INDEX = "/papers/"


def word_document(response: Any) -> Any:
    """The Word file of a response, to be filled in."""
    return docx.Document(BytesIO(response.content))


def upload_paper(client: Any, content: Any, *, round: int | str = "", name: str = "填好.docx") -> Any:
    """Upload a paper; `content` is bytes or a Word document."""
    if not isinstance(content, bytes):
        content = save_bytes(content)
    file = SimpleUploadedFile(name, content, content_type=DOCX)
    return client.post(INDEX, {"file": file, "round": round})


def newest_paper() -> ReadPaper:
    """The paper uploaded last."""
    paper: ReadPaper = ReadPaper.objects.order_by("-pk")[0]
    return paper
