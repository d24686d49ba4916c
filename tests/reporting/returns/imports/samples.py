"""Workbooks such as people fill in, and uploads of them."""

import re
import zipfile
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from guidance.core import clock
from guidance.reporting.returns.imports.models import ReturnUpload
from tests.files import save_bytes

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
    return save_bytes(book)


def with_shared_strings(content: bytes) -> bytes:
    """The same file as Excel and WPS write it, with each text once in the shared strings."""
    texts: list[bytes] = []

    def share(match: re.Match[bytes]) -> bytes:
        texts.append(match[2])
        return b'%s t="s"><v>%d</v></c>' % (match[1], len(texts) - 1)

    source, target = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            data = source.read(name)
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
    return target.getvalue()


def change_sheet(content: bytes, change: Any) -> bytes:
    """The file with `change` made to the bytes of its first sheet."""
    source, target = zipfile.ZipFile(BytesIO(content)), BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            data = source.read(name)
            file.writestr(name, change(data) if name == "xl/worksheets/sheet1.xml" else data)
    return target.getvalue()


def handwritten_xlsx(rows: bytes) -> bytes:
    """An Excel file whose one sheet holds these rows, written by hand."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return change_sheet(xlsx([[1]]), lambda _: head + rows + b"</sheetData></worksheet>")


def workbook_content(*rows: list[Any], sheet: str = "填报") -> dict[str, Any]:
    """The content that the reader returns for one sheet with these rows."""
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


def store_upload(plan: Any, township: Any, by: Any, *rows: list[Any], stage: str = "elected") -> ReturnUpload:
    """Store an upload of these rows under HEADS, by default one row of the township's first village."""
    rows = rows or ([township.name, township.villages.all()[0].name, 5, 2, "女"],)
    return ReturnUpload.objects.create(
        plan=plan,
        stage=stage,
        file="returns/示例.xlsx",
        file_name="示例.xlsx",
        content=workbook_content(HEADS, *rows),
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


def upload_fields(township: Any) -> dict[str, Any]:
    """The form's fields with a valid file."""
    rows = [HEADS, [township.name, township.villages.all()[0].name, 5, 2, "女"]]
    return {"stage": "elected", "file": SimpleUploadedFile("示例.xlsx", xlsx(rows))}
