"""Templates are uploaded and filled through the pages, and the filled files are read."""

import re
import zipfile
from io import BytesIO

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill
from tests.files import save_bytes
from tests.pages import read

INDEX = "/templates/"


def post_template(client, content, *, name="示例模板", file_name=None, url=INDEX):
    """Post an upload and return the response; `content` is bytes, a Word file or a workbook."""
    if not isinstance(content, bytes):
        ending = "xlsx" if isinstance(content, Workbook) else "docx"
        content, file_name = save_bytes(content), file_name or f"上级发来.{ending}"
    file = SimpleUploadedFile(file_name or "上级发来.docx", content)
    return client.post(url, {"name": name, "file": file})


def upload_template(client, content, **kwargs):
    """Upload a template and return its row."""
    answer = post_template(client, content, **kwargs)
    assert answer.status_code == 302, read(answer).text
    return SuperiorTemplate.objects.order_by("-pk")[0]


def post_fill(client, template, snapshot=None):
    """Open the page of the template and press 填好."""
    page = read(client.get(f"/templates/{template.pk}/"))
    form = page.form(f"/templates/{template.pk}/fill/")
    return client.post(
        f"/templates/{template.pk}/fill/", form | {"snapshot": snapshot.pk if snapshot else ""}
    )


def fill_template(client, content, snapshot=None, **kwargs):
    """Upload a template and fill it; return the row of the copy, and the bytes as they are downloaded."""
    answer = post_fill(client, upload_template(client, content, **kwargs), snapshot)
    assert answer.status_code == 302, read(answer).text
    fill = TemplateFill.objects.order_by("-pk")[0]
    return fill, client.get(f"/templates/fills/{fill.pk}/file/").content


def fill_word(client, document, snapshot=None):
    """Fill a Word template and return the filled document."""
    return docx.Document(BytesIO(fill_template(client, document, snapshot)[1]))


def fill_workbook(client, book, snapshot=None):
    """Fill a workbook and return the filled workbook."""
    return load_workbook(BytesIO(fill_template(client, book, snapshot)[1]))


def first_table_texts(document):
    """Return the texts of the first table."""
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def all_text(content):
    """Return all text in all parts of a Word file, as the XML has it."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    return " ".join(re.findall(r"<w:t[^>]*>([^<]*)<", " ".join(parts)))
