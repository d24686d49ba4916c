"""Files that come back through the page, made from those that the system gives out."""

from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile

from guidance.office.papers.responses import DOCX
from guidance.reporting.attachments.models import ReadPaper

INDEX = "/papers/"


def word_of(response: Any) -> Any:
    """The Word file of a response, to be filled in."""
    return docx.Document(BytesIO(response.content))


def upload(client: Any, content: Any, *, round: int | str = "", name: str = "填好.docx") -> Any:
    """The answer to an upload; `content` is bytes, or a Word file."""
    if not isinstance(content, bytes):
        saved = BytesIO()
        content.save(saved)
        content = saved.getvalue()
    file = SimpleUploadedFile(name, content, content_type=DOCX)
    return client.post(INDEX, {"file": file, "round": round})


def newest() -> ReadPaper:
    """What was uploaded last."""
    paper: ReadPaper = ReadPaper.objects.order_by("-pk")[0]
    return paper
