"""Files that would burst their reader are refused in one sentence, as they are for the returns."""

import re

import pytest

from guidance.reference.places.models import Township
from tests.office.import_export.helpers import CSV, confirmation_fields, upload_table, workbook
from tests.pages import read
from tests.reporting.returns.imports.test_container import BAD

HEADS = ["填报单位", "名称", "规范名称", "代码", "类别"]


@pytest.mark.parametrize("case", ["a cell in the last corner", "a password", "entities"])
def test_it_is_refused_in_one_sentence(cast, log_in, case):
    make_file, sentence = BAD[case]
    page = read(upload_table(log_in(cast.clerk), Township, make_file()))
    assert re.search(sentence, page.text)
    assert page.has_form("")


def test_rows_keep_their_numbers(cast, log_in):
    """Empty ones between them, and those that the reader leaves out, are counted all the same."""
    content = workbook(
        ["填报单位", "名称", "规范名称", "代码", "类别"], [], [], ["融安县", "示例镇", "示例镇", "x", "镇"]
    )
    page = read(upload_table(log_in(cast.clerk), Township, content))
    assert "第4行“代码”" in page.text


def test_a_csv_that_is_said_to_be_a_workbook(cast, log_in):
    content = "填报单位,名称\n融安县,示例镇\n".encode()
    page = read(upload_table(log_in(cast.clerk), Township, content))
    assert "核对所选“格式”与文件一致" in page.text


def test_the_format_does_not_decide_what_is_safe(cast, log_in):
    make_file, _ = BAD["a password"]
    page = read(upload_table(log_in(cast.clerk), Township, make_file(), CSV))
    assert "核对所选“格式”与文件一致" in page.text


def test_a_good_file_still_comes_in(cast, log_in):
    row = ["融安县", "示例镇", "示例镇", "450224199", "镇"]
    content = workbook(HEADS, row)
    assert confirmation_fields(upload_table(log_in(cast.clerk), Township, content), Township)
