"""/visits/: the list of reports."""

import pytest

from guidance.reporting.visits.models import VisitReport
from tests.pages import query_count, read
from tests.reporting.visits.report_pages import NEW, address, link_value, send_report, write_draft

HEADINGS = 1
# Session, user, roles; the plan; groups, townships (counted, listed), leaders, units; reports counted,
# listed, and their plans.
QUERIES = 12


@pytest.fixture
def index(log_in):
    """index(user) reads the list as this user."""
    return lambda user, query="": read(log_in(user).get(f"/visits/{query}"))


def test_it_works(cast, log_in, index):
    report = send_report(log_in(cast.leader))
    page = index(cast.leader)
    assert "共 1 份" in page.text
    assert page.rows[HEADINGS] == [
        "2021年2月4日至5日",
        "融安县桥板乡",
        str(cast.leader_person),
        "听取汇报、实地走访",
        "2月6日",
        "已上报 未签",
    ]
    assert address(report) in page.links


def test_the_newest_visit_comes_first(cast, log_in, index):
    client = log_in(cast.leader)
    for day in ("2021-01-20", "2021-02-01", "2021-01-25"):
        write_draft(client, started_on=day, ended_on=day)
    days = [row[0] for row in index(cast.leader).rows[HEADINGS:]]
    assert days == ["2021年2月1日", "2021年1月25日", "2021年1月20日"]


def test_late_and_overdue_are_labelled(cast, log_in, index):
    client = log_in(cast.leader)
    send_report(client, started_on="2021-01-20", ended_on="2021-01-20")
    write_draft(client, started_on="2021-01-19", ended_on="2021-01-19")
    write_draft(client)
    states = [row[5] for row in index(cast.leader).rows[HEADINGS:]]
    assert states == ["草稿", "已上报 逾期报送 晚 15 天 未签", "草稿 已逾期"]


def test_an_empty_list_says_what_to_do(cast, index):
    page = index(cast.leader)
    assert "还没有情况统计表。每次联系指导结束后，请在第二天前点“新填一份”报送。" in page.text
    assert NEW in page.links


class TestScope:
    @pytest.fixture(autouse=True)
    def _reports(self, cast, log_in):
        write_draft(log_in(cast.leader))
        send_report(log_in(cast.leader), link=link_value(3))
        send_report(log_in(cast.other_leader), link=link_value(7))

    @pytest.mark.parametrize(
        ("who", "count"),
        [("clerk", 3), ("leader", 2), ("liaison", 2), ("other_leader", 1), ("viewer", 2)],
    )
    def test_who_sees_how_many(self, cast, index, who, count):
        page = index(getattr(cast, who))
        assert f"共 {count} 份" in page.text
        assert len(page.rows) == HEADINGS + count

    def test_a_reader_sees_no_draft(self, cast, index):
        states = [row[5] for row in index(cast.viewer).rows[HEADINGS:]]
        assert states == ["已上报 未签", "已上报 未签"]

    @pytest.mark.parametrize("who", ["clerk", "viewer"])
    def test_who_does_not_write_has_no_button(self, cast, index, who):
        assert NEW not in index(getattr(cast, who)).links


class TestPaging:
    @pytest.fixture(autouse=True)
    def _reports(self, cast, log_in):
        first = write_draft(log_in(cast.leader))
        values = {f.attname: getattr(first, f.attname) for f in VisitReport._meta.concrete_fields}
        del values["id"], values["creation_key"]
        VisitReport.objects.bulk_create(
            VisitReport(**values, creation_key=f"00000000-0000-4000-8000-{number:012}")
            for number in range(50)
        )

    def test_fifty_a_page(self, cast, index):
        assert len(index(cast.leader).rows) == HEADINGS + 50
        assert len(index(cast.leader, "?page=2").rows) == HEADINGS + 1
        assert "第 2 / 2 页" in index(cast.leader, "?page=2").text

    @pytest.mark.parametrize(("text", "number"), [("x", 1), ("", 1), ("%00", 1), ("0", 2), ("9" * 30, 2)])
    def test_a_page_that_does_not_exist(self, cast, index, text, number):
        assert f"第 {number} / 2 页" in index(cast.leader, f"?page={text}").text


def test_it_costs_the_same_for_one_report_and_for_three(cast, log_in):
    send_report(log_in(cast.leader))
    client = log_in(cast.clerk)
    client.get("/visits/")
    with query_count(QUERIES):
        client.get("/visits/")
    send_report(log_in(cast.leader), link=link_value(3))
    send_report(log_in(cast.other_leader), link=link_value(7))
    client = log_in(cast.clerk)
    assert len(read(client.get("/visits/")).rows) == HEADINGS + 3
    with query_count(QUERIES):
        client.get("/visits/")
