"""Word templates are filled, however a placeholder is split and wherever it stands.

By hand: 融安县 has 2 women of 9 (22.2%), 柳城县 3 of 3, the city 5 of 12 (41.7%); see dashboard/figures.
"""

import copy
import shutil
import subprocess
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_BREAK

from guidance.outputs.superior_templates.models import TemplateFill
from guidance.reference.places.models import ReportingUnit
from tests.outputs.superior_templates.helpers import (
    all_text,
    fill_template,
    fill_word,
    first_table_texts,
    post_fill,
    upload_template,
)
from tests.outputs.superior_templates.samples import CITY_SHARE, text_box, word_document
from tests.oversight.dashboard.samples import store_all_returns
from tests.pages import read


@pytest.fixture
def client(cast, log_in):
    """The clerk, with the figures of two townships."""
    store_all_returns(cast)
    return log_in(cast.clerk)


def test_it_works(client):
    result = fill_word(client, word_document(f"全市村委会成员中女性占{CITY_SHARE}。"))
    assert result.paragraphs[0].text == "全市村委会成员中女性占41.7%。"


def test_a_placeholder_split_over_runs_is_filled_in_the_looks_of_its_beginning(client):
    result = fill_word(client, word_document(["占{", "{ 村委会成员", "女性比例.", "全市 }", "}，", "达标"]))
    paragraph = result.paragraphs[0]
    assert paragraph.text == "占41.7%，达标"
    assert [(run.text, run.bold) for run in paragraph.runs if run.text] == [
        ("占41.7%", False),
        ("，", False),
        ("达标", True),
    ]


def test_several_in_one_paragraph_and_each_way_of_writing_them(client, cast):
    result = fill_word(
        client,
        word_document(
            "{{村委会成员女性人数.全市}}/{{ 村委会成员总人数．全市 }}/{{村委会成员中女性。柳城县}}",
            "｛｛ 村委会成员女性还差人数.融安县 ｝｝人，{{村委会成员女性目标.全市}}，"
            "{{村委会成员女性达标情况.融安县}}",
            "{{已报村数.全市}}/{{村总数.全市}}，{{截至日期}}，{{文号}}",
        ),
    )
    assert [paragraph.text for paragraph in result.paragraphs] == [
        "5/12/100.0%",
        "1人，≥30%，未达标",
        f"4/6，2021年2月5日，{cast.plan.document_number}",
    ]


def test_a_row_of_a_table_is_repeated_for_every_unit_in_its_order(client, cast):
    rows = [
        ["单位", "女性比例", "人数"],
        ["{{ 单位.序号 }} {{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}", "{{ 单位.村委会成员女性人数 }}"],
        ["全市", CITY_SHARE, "{{ 村委会成员女性人数.全市 }}"],
    ]
    table = first_table_texts(fill_word(client, word_document(rows=rows)))
    units = list(ReportingUnit.objects.order_by("attachment_order"))
    assert [row[0] for row in table[1:-1]] == [f"{n} {unit.short_name}" for n, unit in enumerate(units, 1)]
    assert (table[0], table[-1]) == (rows[0], ["全市", "41.7%", "5"])
    rows_by_unit = {row[0].split()[1]: row[1:] for row in table[1:-1]}
    assert (rows_by_unit["融安县"], rows_by_unit["柳城县"]) == (["22.2%", "2"], ["100.0%", "3"])
    assert rows_by_unit["三江县"] == ["—", "—"]


def test_a_row_is_repeated_for_every_township(client, cast):
    rows = [["{{ 乡镇.所属单位 }}", "{{ 乡镇.名称 }}", "{{ 乡镇.村委会成员女性比例 }}"]]
    table = first_table_texts(fill_word(client, word_document(rows=rows)))
    assert [cast.unit.short_name, cast.township.name, "22.2%"] in table
    assert [cast.other_unit.short_name, cast.other_township.name, "100.0%"] in table


def test_a_cell_merged_down_over_the_repeated_row_stays_one_cell(client):
    document = word_document(rows=[["各单位", "{{ 单位.名称 }}"], ["", "合计"]])
    document.tables[0].cell(0, 0).merge(document.tables[0].cell(1, 0))
    rows = fill_word(client, document).tables[0].rows
    first = [row.cells[0]._tc for row in rows]
    assert all(paragraph is first[0] for paragraph in first)
    assert (rows[0].cells[0].text.strip(), rows[-1].cells[1].text) == ("各单位", "合计")


def test_a_table_in_a_table_repeats_its_own_row(client):
    document = word_document(rows=[["外", ""]])
    inner = document.tables[0].cell(0, 1).add_table(1, 1)
    inner.cell(0, 0).text = "{{ 单位.名称 }}"
    result = fill_word(client, document)
    assert len(result.tables[0].rows) == 1
    inner_table = result.tables[0].cell(0, 1).tables[0]
    assert len(inner_table.rows) == ReportingUnit.objects.count()


def test_headers_footers_and_text_boxes_are_filled(client):
    document = word_document("正文")
    document.sections[0].header.paragraphs[0].text = f"页眉{CITY_SHARE}"
    document.sections[0].footer.paragraphs[0].text = "{{ 截至日期 }}"
    document.paragraphs[0]._p.append(text_box(f"框{CITY_SHARE}"))
    _, content = fill_template(client, document)
    text = all_text(content)
    assert "页眉41.7%" in text
    assert "2021年2月5日" in text
    assert text.count("框41.7%") == 2  # also what older programs show
    assert "{{" not in text


def test_signs_of_xml_stay_words(client, cast):
    cast.plan.name = "<示例>&“二”{{ 7*7 }}"
    cast.plan.save()
    result = fill_word(client, word_document("A & B < C：{{ 方案简称 }}"))
    assert result.paragraphs[0].text == "A & B < C：<示例>&“二”{{ 7*7 }}"


def test_what_is_not_filled_is_handed_on_as_it_came(client):
    document = word_document(CITY_SHARE, "不动的一段")
    document.paragraphs[1].runs[0].add_break(WD_BREAK.PAGE)
    original_xml = copy.deepcopy(document.paragraphs[1]._p.xml)
    result = fill_word(client, document)
    assert result.paragraphs[1]._p.xml == original_xml
    assert result.styles.element.xml == docx.Document().styles.element.xml


def test_no_language_is_run(client):
    """What hides where no reader looks, as in a comment or a picture's description, stays what it is."""
    document = word_document(CITY_SHARE)
    document.core_properties.comments = "{% for x in y %}"
    document.paragraphs[0].runs[0]._r.set("alt", "{{ ''.__class__ }}")
    content = fill_template(client, document)[1]
    result = docx.Document(BytesIO(content))
    assert result.core_properties.comments == "{% for x in y %}"
    assert result.paragraphs[0].runs[0]._r.get("alt") == "{{ ''.__class__ }}"


def test_the_same_press_is_one_copy(client, cast):
    template = upload_template(client, word_document(CITY_SHARE))
    address = f"/templates/{template.pk}/fill/"
    form = read(client.get(f"/templates/{template.pk}/")).form(address)
    first, second = client.post(address, form), client.post(address, form)
    assert first["Location"] == second["Location"]
    assert TemplateFill.objects.count() == 1
    assert post_fill(client, template)["Location"] != first["Location"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(client, tmp_path):
    rows = [["{{ 单位.名称 }}", "{{ 单位.村委会成员女性比例 }}"], ["全市", CITY_SHARE]]
    (tmp_path / "填好.docx").write_bytes(fill_template(client, word_document("标题", rows=rows))[1])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path]
    subprocess.run([*command, tmp_path / "填好.docx"], check=True, capture_output=True, timeout=120)
    text = (tmp_path / "填好.txt").read_text(encoding="utf-8-sig")
    assert "融安县" in text
    assert "41.7%" in text
