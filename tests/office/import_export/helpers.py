"""Tables are imported and exported through the administration, as a clerk does it."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.files import save_bytes
from tests.pages import read

XLSX, CSV = "0", "1"


def admin_url(model: type, page: str) -> str:
    """Return the address of a page of this model in the administration."""
    return reverse(f"admin:guidance_{model.__name__.lower()}_{page}")


def workbook(*rows: Any) -> bytes:
    """Make an Excel file with these rows, the heads first."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return save_bytes(book)


def workbook_rows(content: bytes) -> list[list[Any]]:
    """Return the rows of an Excel file, the heads first."""
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.rows]


def export_table(client: Any, model: type, format: str = XLSX) -> bytes:
    """Press 导出 and return the file."""
    answer = client.post(admin_url(model, "export"), {"format": format, "resource": "0"})
    assert answer.status_code == 200
    return answer.content


def upload_table(client: Any, model: type, content: bytes, format: str = XLSX) -> Any:
    """Press 上传并预览 and return the response."""
    name = "表.xlsx" if format == XLSX else "表.csv"
    posted = {"format": format, "resource": "0", "import_file": SimpleUploadedFile(name, content)}
    answer = client.post(admin_url(model, "import"), posted)
    assert answer.status_code == 200
    return answer


def confirmation_fields(answer: Any, model: type) -> dict[str, Any]:
    """Return the fields that 确认导入 sends."""
    return read(answer).form(admin_url(model, "process_import"))


def row_states(answer: Any) -> list[str]:
    """Return the state that the preview gives each row."""
    firsts = [row[0] for row in read(answer).rows if row]
    return [first for first in firsts if first in ("新增", "修改", "无变化")]


def import_table(client: Any, model: type, content: bytes, format: str = XLSX) -> Any:
    """Upload, read the preview, press 确认导入 and return the page that follows."""
    confirmed = confirmation_fields(upload_table(client, model, content, format), model)
    return client.post(admin_url(model, "process_import"), confirmed)
