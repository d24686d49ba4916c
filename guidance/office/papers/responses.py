"""Papers on their way to the browser."""

import tempfile
from collections.abc import Iterable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.spec import DataSheet, Paper
from guidance.office.papers.word import make_docx
from guidance.office.papers.zipping import write_zip
from guidance.office.spreadsheets.downloads import XLSX

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_response(paper: Paper) -> HttpResponse:
    """The paper as a Word file to download."""
    return _file_response(make_docx(paper), f"{paper.name}.docx", DOCX)


def excel_response(paper: Paper, data: DataSheet | None = None) -> HttpResponse:
    """The paper as a workbook to download."""
    return _file_response(make_xlsx(paper, data), f"{paper.name}.xlsx", XLSX)


def print_response(request: HttpRequest, paper: Paper, *, back: str) -> HttpResponse:
    """The paper as a page that prints as it looks; `back` is where one came from."""
    return render(request, "guidance/office/papers/print.html", {"paper": paper, "back": back})


def zip_response(name: str, members: Iterable[tuple[str, bytes]]) -> FileResponse:
    """A folder of files as a zip to download; packed on the disk, one file at a time."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it has been sent
    write_zip(file, members)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


def _file_response(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}
    return HttpResponse(content, content_type=media_type, headers=headers)
