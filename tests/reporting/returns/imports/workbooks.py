"""Workbooks as people keep them, and what one does with them: upload, look, decide, confirm."""

import re
import zipfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from guidance.core import clock
from guidance.reporting.returns.imports.models import ReturnUpload
from tests.pages import read

HEADS = ["乡镇（街道）", "村（社区）", "成员人数", "其中女性", "主任"]


def xlsx(*sheets: Any, **named: Any) -> bytes:
    """An Excel file as openpyxl writes it, with inline strings; a sheet is a list of rows."""
    book = Workbook()
    book.remove(book.active)
    titled = {f"表{number}": rows for number, rows in enumerate(sheets, start=1)} | named
    for title, rows in titled.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_shared_strings(content: bytes) -> bytes:
    """The same file as Excel and WPS write it: each text once, in a part of its own."""
    texts: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    given, made = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in given.namelist():
            data = given.read(name)
            if name.startswith("xl/worksheets/"):
                data = re.sub(rb'(<c [^>]*?) t="inlineStr"[^>]*><is><t[^>]*>(.*?)</t></is></c>', share, data)
                assert b"inlineStr" not in data
            elif name != "xl/sharedStrings.xml":
                file.writestr(name, data)
                continue
            else:
                continue
            file.writestr(name, data)
        items = b"".join(b"<si><t>%s</t></si>" % text for text in texts)
        head = b'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        file.writestr("xl/sharedStrings.xml", head + items + b"</sst>")
    return made.getvalue()


def changed(content: bytes, change: Any) -> bytes:
    """The file with `change` made to the bytes of its first sheet."""
    given, made = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name in given.namelist():
            data = given.read(name)
            file.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
    return made.getvalue()


def sheet_of(rows: bytes) -> bytes:
    """An Excel file whose one sheet holds these rows, written by hand."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return changed(xlsx([[1]]), lambda _: head + rows + b"</sheetData></worksheet>")


def content_of(*rows: list[Any], sheet: str = "填报") -> dict[str, Any]:
    """What the reader would give for one sheet with these rows."""
    return {
        "sheets": [
            {
                "name": sheet,
                "hidden": False,
                "rows": [[n, row] for n, row in enumerate(rows, 1)],
                "merged": [],
            }
        ]
    }


def make_upload(plan: Any, township: Any, by: Any, *rows: list[Any], stage: str = "elected") -> ReturnUpload:
    """An upload of these rows under HEADS; without any, of one for the township's first village."""
    told = rows or ([township.name, township.villages.all()[0].name, 5, 2, "女"],)
    return ReturnUpload.objects.create(
        plan=plan,
        stage=stage,
        file="returns/示例.xlsx",
        file_name="示例.xlsx",
        content=content_of(HEADS, *told),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


def upload_body(township: Any) -> dict[str, Any]:
    """What the form posts with a right file."""
    rows = [HEADS, [township.name, township.villages.all()[0].name, 5, 2, "女"]]
    return {"stage": "elected", "file": SimpleUploadedFile("示例.xlsx", xlsx(rows))}


def upload(client: Any, content: bytes, name: str = "示例.xlsx", stage: str = "elected") -> Any:
    """The page after 上传并预览: the preview, or the form with the reason."""
    body = {"stage": stage, "file": SimpleUploadedFile(name, content)}
    answer = client.post(reverse("guidance:returns_import"), body, follow=True)
    assert answer.status_code == 200
    return answer


def the_upload() -> ReturnUpload:
    """The one upload."""
    return ReturnUpload.objects.get()


def address(name: str, upload: ReturnUpload | None = None) -> str:
    """The address of a step of the upload: "", names, confirm, abandon, annotated."""
    step = f"returns_upload_{name}" if name else "returns_upload"
    return reverse(f"guidance:{step}", args=[(upload or the_upload()).pk])


def confirm(client: Any, page: Any, **typed: str) -> Any:
    """Press 确认导入 on this page."""
    fields = read(page).form(address("confirm"))
    return client.post(address("confirm"), fields | typed, follow=True)


def reasons(page: Any) -> list[tuple[str, str, str]]:
    """Row, column and reason of each error on a preview, without the full stop."""
    rows = [row for row in read(page).rows if len(row) == 4 and re.match("第|—", row[1])]
    return [(row, column, reason.split("。")[0]) for _, row, column, reason in rows]


def figures(page: Any) -> dict[str, int]:
    """新增, 改动, 不变, 错误, 跳过."""
    text = read(page).text
    names = ("新增", "改动", "不变", "错误", "跳过")
    return {name: int(found[1]) for name in names if (found := re.search(rf"{name} (\d+)", text))}


def rows_of(content: bytes, sheet: str | int = 0) -> list[list[Any]]:
    """The rows of a sheet of an Excel file."""
    book = load_workbook(BytesIO(content))
    found = book.worksheets[sheet] if isinstance(sheet, int) else book[sheet]
    return [[cell.value for cell in row] for row in found.rows]
