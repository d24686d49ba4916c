"""Superiors' templates as offices make them, built anew for each test; and the way they go."""

import re
import zipfile
from io import BytesIO
from uuid import uuid4

import docx
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook, load_workbook

from guidance.core import clock
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from tests.pages import read

INDEX = "/templates/"
CITY_SHARE = "{{ 村委会成员女性比例.全市 }}"


def saved(document):
    """The bytes of a Word file or workbook."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def word(*paragraphs, rows=()):
    """A Word file of paragraphs and one table; a paragraph that is a list is split over several runs."""
    document = docx.Document()
    for one in paragraphs:
        paragraph = document.add_paragraph()
        for number, run in enumerate([one] if isinstance(one, str) else one):
            paragraph.add_run(run).bold = number % 2 == 1
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
    return document


def sheet(*rows, title="汇总"):
    """A workbook with one sheet of rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def text_box(text):
    """A text box as Word writes it: once for itself, once more for older programs."""
    inside = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    shape = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    return parse_xml(
        f"<w:r {nsdecls('w')} {names} {shape}><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def with_part(content, name, data):
    """The same file with one more part, or another in the place of one."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return made.getvalue()


def upload(client, content, *, name="示例模板", file_name=None, url=INDEX):
    """The answer to an upload; `content` is bytes, a Word file or a workbook."""
    if not isinstance(content, bytes):
        ending = "xlsx" if isinstance(content, Workbook) else "docx"
        content, file_name = saved(content), file_name or f"上级发来.{ending}"
    file = SimpleUploadedFile(file_name or "上级发来.docx", content)
    return client.post(url, {"name": name, "file": file})


def uploaded(client, content, **named):
    """The template that an upload makes."""
    answer = upload(client, content, **named)
    assert answer.status_code == 302, read(answer).text
    return SuperiorTemplate.objects.order_by("-pk")[0]


def press_fill(client, template, snapshot=None):
    """Open its page and press 填好."""
    page = read(client.get(f"/templates/{template.pk}/"))
    form = page.form(f"/templates/{template.pk}/fill/")
    return client.post(
        f"/templates/{template.pk}/fill/", form | {"snapshot": snapshot.pk if snapshot else ""}
    )


def filled(client, content, snapshot=None, **named):
    """What was handed out: the row, and the bytes as they are downloaded."""
    answer = press_fill(client, uploaded(client, content, **named), snapshot)
    assert answer.status_code == 302, read(answer).text
    fill = TemplateFill.objects.order_by("-pk")[0]
    return fill, client.get(f"/templates/fills/{fill.pk}/file/").content


def a_template(plan, user):
    """A template with a version and a filled copy, straight in the database: for the table of access."""
    template = SuperiorTemplate.objects.create(plan=plan, name="示例模板")
    content, asked = saved(word(CITY_SHARE)), {"text": "村委会成员女性比例.全市", "place": "第1段"}
    made = {"uploaded_by": user, "uploaded_at": clock.now()}
    file = {"file": ContentFile(content, name="模板.docx"), "file_name": "模板.docx"}
    version = TemplateVersion.objects.create(
        template=template, number=1, kind="docx", placeholders=[asked], **file, **made
    )
    fill = TemplateFill.objects.create(
        version=version,
        moment=clock.now(),
        digest="0" * 64,
        figures=[asked | {"shown": "—"}],
        filled_by=user,
        filled_at=clock.now(),
        submission_key=uuid4(),
        **file,
    )
    return {"superior": template, "superior_version": version, "superior_fill": fill}


def superior_body(**named):
    """What the form of a file sends."""
    return named | {"file": SimpleUploadedFile("模板.docx", saved(word(CITY_SHARE)))}


def filled_word(client, document, snapshot=None):
    """The filled Word file."""
    return docx.Document(BytesIO(filled(client, document, snapshot)[1]))


def filled_sheet(client, book, snapshot=None):
    """The filled workbook."""
    return load_workbook(BytesIO(filled(client, book, snapshot)[1]))


def table_of(document):
    """The texts of the first table."""
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def all_text(content):
    """Every text of every part of a Word file, as it stands in the XML."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = [file.read(name).decode() for name in file.namelist() if name.endswith(".xml")]
    return " ".join(re.findall(r"<w:t[^>]*>([^<]*)<", " ".join(parts)))
