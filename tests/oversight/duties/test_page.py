"""/duties/: the page of the duties."""

import csv
import io

import pytest
from openpyxl import load_workbook

from guidance.core import clock
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.plans.models import Milestone
from tests.days import FEB, JAN, MAR
from tests.oversight.duties.samples import store_hearing
from tests.oversight.meetings.samples import cell_fields, store_schedule
from tests.pages import read

ADDRESS = "/duties/"


@pytest.fixture
def open_page(cast, log_in):
    return lambda user=cast.clerk, **parameters: read(log_in(user).get(ADDRESS, parameters))


def row(page, name="桥板乡"):
    """Return the cells of a township, without its name."""
    return next(cells[1:] for cells in page.rows if any(name in cell for cell in cells[:1]))


def test_it_works(cast, open_page):
    report = store_hearing(cast, JAN[20])
    page = open_page()
    assert row(page)[:3] == ["已完成 1月20日", "逾期6天", "还有5天"]
    assert f"/visits/{report.pk}/" in page.links
    assert "听取汇报 1/54" in page.text


def test_an_empty_plan_is_all_open(cast, open_page):
    page = open_page()
    assert row(page) == [
        "逾期12天",
        "逾期6天",
        "还有5天",
        "无",
        "无",
        "待完成 0/3 3月31日前",
    ]
    assert "听取汇报 0/54 逾期 36 7天内到期 18 调研走访 0/4" in page.text


def test_why_a_visit_does_not_count(cast, open_page):
    store_hearing(cast, FEB[1], status="returned")
    store_hearing(cast, FEB[2], methods=["field_visit"])
    store_hearing(cast, FEB[3], status="draft")
    words = row(open_page())[2]
    assert words == (
        "还有5天 3 份不计入 2月1日：已退回，待重新上报 2月2日：方式不计入（实地走访） 2月3日：草稿未上报"
    )


class TestRows:
    """Each user sees the rows in the own scope."""

    def names(self, page):
        return [row[0] for row in page.rows if row and row[0][:1].isdigit()]

    def test_staff_and_the_viewer_see_all_leaders(self, cast, open_page):
        for user in (cast.clerk, cast.viewer):
            assert len(self.names(open_page(user))) == 18

    def test_leaders_and_liaisons_see_their_own(self, cast, open_page):
        for user, number in ((cast.leader, 6), (cast.liaison, 6), (cast.other_leader, 3)):
            assert len(self.names(open_page(user))) == number

    def test_the_viewer_sees_nothing_that_was_not_sent(self, cast, open_page):
        store_hearing(cast, FEB[1], status="draft")
        assert "1 份不计入" in open_page().text
        page = open_page(cast.viewer)
        assert "不计入" not in page.text.split("只有已上报")[0]

    def test_the_menu_is_active_and_the_tab_is_there(self, cast, log_in, open_page):
        html = log_in(cast.viewer).get(ADDRESS).content.decode()
        assert 'href="/visits/" class="active" aria-current="page"' in html
        assert ADDRESS in read(log_in(cast.viewer).get("/visits/")).links
        assert ADDRESS not in read(log_in(cast.reporter).get("/desk/")).links


class TestHandover:
    @pytest.fixture(autouse=True)
    def _hand_over(self, cast):
        """Give the township to the other leader from 1 February on."""
        link = Link.objects.get(township=cast.township)
        link.valid_to = JAN[31]
        link.save()
        Link.objects.create(
            plan=cast.plan,
            township=cast.township,
            leader=cast.other_leader_person,
            order=99,
            valid_from=FEB[1],
        )

    def test_a_predecessors_work_stays_proof(self, cast, open_page):
        store_hearing(cast, JAN[20], methods=["hearing", "field_visit"])
        name = cast.leader_person.name
        page = open_page(cast.other_leader)
        assert row(page)[0] == f"已完成 1月20日 {name}"
        assert f"调研走访（至少2次） 待完成 1/2 3月31日前 1月20日 融安县桥板乡 {name}" in page.text
        assert "调研走访（至少2次） 待完成 1/2" in open_page(cast.leader).text  # it is hers as well

    def test_whose_day_it_was_not(self, cast, open_page):
        store_hearing(cast, JAN[31], leader=cast.other_leader_person)
        store_hearing(cast, FEB[1])
        words = row(open_page(cast.other_leader))[2]
        assert words.endswith(f"1月31日：当天不是联系领导 2月1日 {cast.leader_person.name}：当天不是联系领导")

    def test_a_leader_without_townships_keeps_her_units(self, cast, open_page):
        Link.objects.filter(leader=cast.leader_person).delete()
        page = open_page(cast.leader)
        assert [cells[0] for cells in page.rows[1:]] == ["融安县", "融水县", "柳江区"]


class TestFilters:
    def test_group_and_leader(self, cast, open_page):
        group = GuidanceGroup.objects.get(number=2)
        for parameters in ({"group": group.pk}, {"leader": cast.other_leader_person.pk}):
            page = open_page(**parameters)
            assert "听取汇报 0/9" in page.text
            assert "融安县桥板乡" not in page.text

    def test_only_what_is_not_done(self, cast, open_page):
        UnitTaskRecord.objects.create(
            plan=cast.plan,
            unit=cast.unit,
            task="planning",
            state="settled",
            saved_by=cast.clerk,
            saved_at=clock.now(),
        )
        Milestone.objects.filter(due_on=FEB[10]).update(due_on=MAR[20])
        for order in (1, 2):
            link = Link.objects.get(order=order)
            store_hearing(cast, JAN[20], township=link.township)
            if order == 1:
                store_hearing(cast, JAN[28])
        page = open_page(state="overdue")
        names = [cells[0] for cells in page.rows]
        assert "1 融安县桥板乡" not in names  # open, but not overdue
        assert "2 融安县雅瑶乡" in names
        assert "融安县" not in names
        assert "听取汇报 3/54" in page.text  # the sums are those of all
        assert "1 融安县桥板乡" in [cells[0] for cells in open_page(state="unfinished").rows]

    @pytest.mark.parametrize(
        "parameters", [{"group": "x"}, {"leader": "9" * 30}, {"state": "y"}, {"group": "\x00"}]
    )
    def test_nonsense_is_told_and_left_out(self, cast, open_page, parameters):
        page = open_page(**parameters)
        assert "请从列表中选择。" in page.text
        assert "听取汇报 0/54" in page.text

    def test_nothing_found(self, cast, open_page, settings):
        settings.GUIDANCE_TODAY = "2021-01-14"
        assert "没有符合条件的任务。" in open_page(state="overdue").text


class TestPlan:
    def test_without_one(self, cast, open_page):
        cast.plan.is_current = False
        cast.plan.save()
        assert "还没有载入工作方案" in open_page().text

    def test_counts_and_scopes_are_its_data(self, cast, open_page):
        cast.plan.hearings_scope = "per_leader"
        cast.plan.visits_scope = cast.plan.observations_scope = "per_township"
        cast.plan.visits_min, cast.plan.hearing_methods = 1, ["call"]
        cast.plan.save()
        store_hearing(cast, JAN[20], methods=["call", "field_visit"])
        page = open_page(cast.leader)
        assert row(page)[0] == "1次 1月20日"
        assert row(page)[3] == "已完成 1月20日 达到最低要求，建议3次"
        assert "听取汇报 1/3" in page.text
        assert "听取汇报：推选村（社区）“两委”班子成员候选人 已完成 1月20日 融安县桥板乡" in page.text

    def test_a_closing_milestone_has_no_hearing(self, cast, open_page):
        Milestone.objects.create(plan=cast.plan, name="收尾", due_on=MAR[31], kind="closing")
        assert "听取汇报 0/54" in open_page().text

    def test_a_meeting_brings_the_hearing_forward(self, cast, open_page):
        store_schedule(cast, {cast.township: cell_fields("committee", FEB[6])})
        assert row(open_page())[2] == "今天截止 2月5日前 （2月6日选举）"


class TestExport:
    @pytest.fixture
    def lines(self, cast, log_in):
        def read_csv(user=cast.clerk, **parameters):
            response = log_in(user).get("/duties/export.csv", parameters)
            text = b"".join(response).decode("utf-8-sig")
            return list(csv.DictReader(text.splitlines()))

        return read_csv

    def test_it_works(self, cast, lines):
        store_hearing(cast, JAN[20])
        store_hearing(cast, FEB[1], status="returned")
        export_lines = lines(leader=cast.leader_person.pk)
        assert len(export_lines) == 2 + 6 * 4 + 3 * 4  # of her, of each township, of each unit
        hearings = [
            line
            for line in export_lines
            if line["乡镇（街道）或单位"] == "融安县桥板乡" and line["事项"] == "听取汇报"
        ]
        assert [line["完成情况"] for line in hearings] == ["已完成", "逾期6天", "还有5天"]
        assert hearings[0]["佐证的情况统计表"] == f"1月20日 融安县桥板乡 {cast.leader_person.name}"
        assert hearings[2]["不计入的情况统计表及原因"].endswith("：已退回，待重新上报")
        assert hearings[2]["期限"] == "2021-02-10"

    def test_as_filtered_and_only_her_rows(self, cast, lines):
        assert {line["领导班子成员"] for line in lines(cast.other_leader)} == {cast.other_leader_person.name}
        assert lines(state="x")  # what cannot be understood is left out

    def test_as_a_workbook(self, cast, log_in):
        response = log_in(cast.viewer).get("/duties/export.xlsx")
        sheet = load_workbook(io.BytesIO(b"".join(response))).active
        assert sheet.max_row == 1 + 4 * 2 + 18 * 4 + 12 * 4
