"""/duties/: the page of the duties."""

import pytest

from tests.duties.papers import hear
from tests.meetings.days import FEB, JAN
from tests.pages import read

ADDRESS = "/duties/"


@pytest.fixture
def see(cast, log_in):
    return lambda user=cast.clerk, **asked: read(log_in(user).get(ADDRESS, asked))


def row(page, name="桥板乡"):
    """The cells of a township, without its name."""
    return next(cells[1:] for cells in page.rows if any(name in cell for cell in cells[:1]))


def test_it_works(cast, see):
    report = hear(cast, JAN[20])
    page = see()
    assert row(page)[:3] == ["已完成 1月20日", "逾期6天", "还有5天"]
    assert f"/visits/{report.pk}/" in page.links
    assert "听取汇报 1/54" in page.text


def test_an_empty_plan_is_all_open(cast, see):
    page = see()
    assert row(page) == [
        "逾期12天",
        "逾期6天",
        "还有5天",
        "无",
        "无",
        "待完成 0/3 3月31日前",
    ]
    assert "听取汇报 0/54 逾期 36 7天内到期 18 调研走访 0/4" in page.text


def test_why_a_visit_does_not_count(cast, see):
    hear(cast, FEB[1], status="returned")
    hear(cast, FEB[2], methods=["field_visit"])
    hear(cast, FEB[3], status="draft")
    words = row(see())[2]
    assert words == (
        "还有5天 3 份不计入 2月1日：已退回，待重新上报 2月2日：方式不计入（实地走访） 2月3日：草稿未上报"
    )
