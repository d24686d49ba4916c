"""Templates as superiors send them, and stored templates."""

import zipfile
from io import BytesIO
from uuid import uuid4

import docx
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from guidance.core import clock
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from tests.files import save_bytes

CITY_SHARE = "{{ 村委会成员女性比例.全市 }}"


def word_document(*paragraphs, rows=()):
    """Build a Word file of paragraphs and one table; a paragraph given as a list becomes several runs."""
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for number, run in enumerate([text] if isinstance(text, str) else text):
            paragraph.add_run(run).bold = number % 2 == 1
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
    return document


def workbook(*rows, title="汇总"):
    """Build a workbook with one sheet of rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def text_box(text):
    """Build a text box as Word writes it: once for itself, once more for older programs."""
    content = f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent>"
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    shape = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    return parse_xml(
        f"<w:r {nsdecls('w')} {names} {shape}><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def replace_part(content, name, data):
    """Return the file with one part added or replaced."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, data)
    return result.getvalue()


def make_template(plan, user):
    """Store a template with a version and a filled copy, for the table of access."""
    template = SuperiorTemplate.objects.create(plan=plan, name="示例模板")
    content, placeholder = (
        save_bytes(word_document(CITY_SHARE)),
        {"text": "村委会成员女性比例.全市", "place": "第1段"},
    )
    upload = {"uploaded_by": user, "uploaded_at": clock.now()}
    file = {"file": ContentFile(content, name="模板.docx"), "file_name": "模板.docx"}
    version = TemplateVersion.objects.create(
        template=template, number=1, kind="docx", placeholders=[placeholder], **file, **upload
    )
    fill = TemplateFill.objects.create(
        version=version,
        moment=clock.now(),
        digest="0" * 64,
        figures=[placeholder | {"shown": "—"}],
        filled_by=user,
        filled_at=clock.now(),
        submission_key=uuid4(),
        **file,
    )
    return {"superior": template, "superior_version": version, "superior_fill": fill}


def template_file_body(**kwargs):
    """Return what the form for a new file sends."""
    return kwargs | {"file": SimpleUploadedFile("模板.docx", save_bytes(word_document(CITY_SHARE)))}
