"""The pages of the workbook import as a browser uses them: upload, preview, confirm."""

import re
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from guidance.reporting.returns.imports.models import ReturnUpload
from tests.pages import read


def upload_workbook(client: Any, content: bytes, name: str = "示例.xlsx", stage: str = "elected") -> Any:
    """Press 上传并预览; return the preview, or the form with the reason."""
    body = {"stage": stage, "file": SimpleUploadedFile(name, content)}
    response = client.post(reverse("guidance:returns_import"), body, follow=True)
    assert response.status_code == 200
    return response


def only_upload() -> ReturnUpload:
    """The only upload."""
    return ReturnUpload.objects.get()


def address(name: str, upload: ReturnUpload | None = None) -> str:
    """The address of a step of the upload: "", names, confirm, abandon, annotated."""
    step = f"returns_upload_{name}" if name else "returns_upload"
    return reverse(f"guidance:{step}", args=[(upload or only_upload()).pk])


def confirm_import(client: Any, page: Any, **typed: str) -> Any:
    """Press 确认导入 on this page."""
    fields = read(page).form(address("confirm"))
    return client.post(address("confirm"), fields | typed, follow=True)


def error_lines(page: Any) -> list[tuple[str, str, str]]:
    """Row, column and reason of each error on a preview, without the full stop."""
    rows = [row for row in read(page).rows if len(row) == 4 and re.match("第|—", row[1])]
    return [(row, column, reason.split("。")[0]) for _, row, column, reason in rows]


def import_counts(page: Any) -> dict[str, int]:
    """新增, 改动, 不变, 错误, 跳过."""
    text = read(page).text
    names = ("新增", "改动", "不变", "错误", "跳过")
    return {name: int(match[1]) for name in names if (match := re.search(rf"{name} (\d+)", text))}


def sheet_rows(content: bytes, sheet: str | int = 0) -> list[list[Any]]:
    """The rows of a sheet of an Excel file."""
    book = load_workbook(BytesIO(content))
    worksheet = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return [[cell.value for cell in row] for row in worksheet.rows]
