"""Upload of a template: all faults are shown at once with their places, and nothing is stored."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.base import ContentFile

from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateVersion
from guidance.reference.places.models import ReportingUnit
from tests.files import save_bytes
from tests.outputs.superior_templates.helpers import INDEX, post_template, upload_template
from tests.outputs.superior_templates.samples import (
    CITY_SHARE,
    replace_part,
    text_box,
    word_document,
    workbook,
)
from tests.pages import query_count, read


@pytest.fixture
def client(cast, log_in):
    """The clerk."""
    return log_in(cast.clerk)


def rejected_page(client, content, **kwargs):
    """Upload a file that must be refused, check that nothing was stored, and return the page."""
    answer = post_template(client, content, **kwargs)
    assert answer.status_code == 200
    assert not SuperiorTemplate.objects.exists()
    assert not TemplateVersion.objects.exists()
    return read(answer)


def test_it_works(client, cast):
    template = upload_template(
        client, word_document("标题", CITY_SHARE, rows=[["甲", "{{ 单位.名称 }}"]]), name="旬报"
    )
    version = template.versions.get()
    assert (template.name, version.number, version.kind) == ("旬报", 1, "docx")
    assert version.placeholders == [
        {"text": "村委会成员女性比例.全市", "place": "第2段"},
        {"text": "单位.名称", "place": "表1第1行第2列"},
    ]
    page = read(client.get(f"/templates/{template.pk}/"))
    assert f"按单位重复，{ReportingUnit.objects.count()} 行" in page.text
    assert "旬报" in read(client.get(INDEX)).text


def test_unknown_names_are_told_all_at_once_with_place_and_nearest_name(client):
    document = word_document(
        "标题",
        "{{ 村委会成员妇女比例.全市 }}和{{ 村委会成员女性比例.融安 }}",
        rows=[["甲", "{{ 单位.村委会成员女性比率 }}"], ["", "{{ 村委会成员女性比例 }}"]],
    )
    document.sections[0].header.paragraphs[0].text = "{{ 文件号 }}"
    document.paragraphs[0]._p.append(text_box("{{ 天气.全市 }}"))
    rows = rejected_page(client, document).rows
    by_place = {(row[0], row[1]): row[2:] for row in rows if len(row) == 4}
    assert by_place["第2段", "村委会成员妇女比例.全市"][0] == "没有这个名称"
    assert "{{ 村委会成员女性比例.全市 }}" in by_place["第2段", "村委会成员妇女比例.全市"][1]
    assert by_place["第2段", "村委会成员女性比例.融安"] == [
        "没有“融安”这个范围",
        "{{ 村委会成员女性比例.融安县 }}",
    ]
    assert "{{ 单位.村委会成员女性比例 }}" in by_place["表1第1行第2列", "单位.村委会成员女性比率"][1]
    assert by_place["表1第2行第2列", "村委会成员女性比例"] == [
        "没有写范围",
        "{{ 村委会成员女性比例.全市 }}",
    ]
    assert "{{ 文号 }}" in by_place["页眉", "文件号"][1]
    assert by_place["第1段的文本框", "天气.全市"][0] == "没有这个名称"
    assert len(by_place) == 7  # with the head


def test_cells_are_named_as_excel_names_them(client):
    book = workbook(["甲"], ["", "{{ 天气.全市 }}", "={{ 文号 }}"])
    book.active.oddFooter.left.text = "{{ 天气 }}"
    rows = rejected_page(client, book).rows
    assert [row[0] for row in rows] == ["位置", "工作表“汇总”C2", "工作表“汇总”B2", "工作表“汇总”页脚"]
    assert "公式里不能写占位符" in rows[1][2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{% for x in y %}", "不能写 {% %}"),
        ("{# 说明 #}", "不能写 {% %}"),
        ("{{ 文号 }", "大括号不成对"),
        ("文号 }}", "大括号不成对"),
        ("{{ ''.__class__.__mro__ }}", "没有这个名称"),
        ("{{ 7*7 }}", "没有这个名称"),
        ("{{ }}", "没有这个名称"),
        ("{{ 单位.名称 }}", "只能写在表格的一行里"),
    ],
)
def test_what_is_no_placeholder_is_refused_with_its_place(client, text, why):
    (row,) = [row for row in rejected_page(client, word_document("标题", text)).rows if row[0] == "第2段"]
    assert why in row[2]


def test_a_row_by_units_and_townships_at_once_is_refused(client):
    rows = [["{{ 单位.名称 }}", "{{ 乡镇.名称 }}"]]
    assert "只能用“单位.”或“乡镇.”中的一种" in rejected_page(client, word_document(rows=rows)).text
    assert "只能用“单位.”或“乡镇.”中的一种" in rejected_page(client, workbook(*rows)).text


SHAPE = b'<xdr:wsDr xmlns:xdr="x"><xdr:sp macro=""></xdr:sp></xdr:wsDr>'
MACRO = "word/vbaProject.bin"
BOMB = b"<a/>" + b" " * (80 << 20)


@pytest.mark.parametrize(
    ("content", "file_name", "words"),
    [
        (b"", "空.docx", "文件是空的"),
        (b"%PDF-1.4 %%EOF", "a.pdf", "PDF"),
        ("甲,乙\n1,2".encode(), "a.csv", "认不出这是什么文件"),
        (save_bytes(word_document("没有")), "a.docx", "没有找到占位符"),
        (save_bytes(word_document(CITY_SHARE))[:-300], "a.docx", "不完整或已损坏"),
        (save_bytes(word_document(CITY_SHARE)), "a.xlsx", "内容却是Word 文档"),
        (replace_part(save_bytes(word_document(CITY_SHARE)), MACRO, b"x"), "a.docm", "含有宏"),
        (
            replace_part(save_bytes(word_document(CITY_SHARE)), "word/document.xml", b"<w:document"),
            "a.docx",
            "不完整或已损坏",
        ),
        (
            replace_part(save_bytes(word_document(CITY_SHARE)), "word/header9.xml", BOMB),
            "a.docx",
            "展开后太大",
        ),
        (
            replace_part(save_bytes(workbook([CITY_SHARE])), "xl/drawings/drawing1.xml", SHAPE),
            "a.xlsx",
            "文本框",
        ),
    ],
)
def test_files_that_are_no_template(client, content, file_name, words):
    assert words in rejected_page(client, content, file_name=file_name).text


def test_a_word_template_format_is_told_apart(client):
    content = save_bytes(word_document(CITY_SHARE))
    with zipfile.ZipFile(BytesIO(content)) as file:
        types = file.read("[Content_Types].xml").decode()
    types = types.replace("document.main+xml", "template.main+xml")
    assert (
        "另存为“Word 文档（.docx）”"
        in rejected_page(client, replace_part(content, "[Content_Types].xml", types)).text
    )


def test_a_huge_sheet_is_refused(client):
    cells = b'<row r="1">' + b'<c r="A1"/>' * 200_001 + b"</row>"
    content = replace_part(
        save_bytes(workbook([CITY_SHARE])), "xl/worksheets/sheet1.xml", b"<worksheet>" + cells
    )
    assert "超过200000格" in rejected_page(client, content, file_name="a.xlsx").text


def test_a_name_is_asked_for_and_stands_once(client):
    assert "请填写模板名称" in rejected_page(client, word_document(CITY_SHARE), name="").text
    upload_template(client, word_document(CITY_SHARE), name="旬报")
    page = read(post_template(client, word_document(CITY_SHARE), name="旬报"))
    assert "已有同名的模板" in page.text
    assert page.form(INDEX)["name"] == ["旬报"]
    assert SuperiorTemplate.objects.count() == 1


def test_what_is_typed_stays_when_the_file_is_missing(client):
    page = read(client.post(INDEX, {"name": "旬报"}))
    assert "请选择文件" in page.text
    assert page.form(INDEX)["name"] == ["旬报"]


def test_query_count(client, cast):
    for number in range(3):
        template = SuperiorTemplate.objects.create(plan=cast.plan, name=f"示例{number}")
        TemplateVersion.objects.create(
            template=template,
            number=1,
            kind="docx",
            file=ContentFile(b"x", name="a.docx"),
            file_name="a.docx",
            placeholders=[],
            uploaded_by=cast.clerk,
            uploaded_at="2021-02-05T08:00+08:00",
        )
    client.get(INDEX)
    with query_count(6):
        client.get(INDEX)
