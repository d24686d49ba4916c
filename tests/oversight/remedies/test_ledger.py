"""/remedies/ lists the villages in a gap and the closed records; it is exported as filtered and sorted."""

import io

import openpyxl
import pytest

from guidance.oversight.remedies.queries import LedgerSelection, get_ledger
from guidance.oversight.remedies.rules import get_state, is_missing_closing_note
from guidance.reporting.returns.choices import Flag
from guidance.reporting.returns.models import VillageReturn
from tests.oversight.dashboard.samples import store_all_returns, store_return
from tests.oversight.remedies.helpers import LEDGER, store_remedy
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

NO_WOMAN, OUTSIDE = "没有女性成员", "妇联主席未进“两委”"


@pytest.fixture
def figures(cast):
    """One village has no woman and its chair outside; one of the other county is short of one woman."""
    store_all_returns(cast)
    store_return(cast.plan, cast.other_villages[1], people=7, women=2, chair_in_two_committees=True)
    return cast


def lines(client, **filters):
    """Return the lines of the page as (village, gap, state)."""
    page = read(client.get(LEDGER, filters))
    rows = [row for row in page.rows if row and row[0].startswith("示例")]
    return [(row[0].split()[0], row[1], row[-1]) for row in rows]


ALL = [
    ("示例二社区", OUTSIDE, "未填写"),
    ("示例二社区", NO_WOMAN, "未填写"),
    ("示例二社区", "只差1名女性", "未填写"),
]


def test_it_works(figures, log_in):
    client = log_in(figures.clerk)
    assert lines(client) == ALL
    page = read(client.get(LEDGER))
    assert "共 3 项" in page.text
    assert f"/remedies/{figures.villages[1].pk}/no_woman/" in page.links
    row = next(cells for cells in page.rows if NO_WOMAN in cells)
    assert row == ["示例二社区 融安县 桥板乡", NO_WOMAN, "—", "—", "—", "融安县", "未填写"]


def test_each_sees_the_own_rows(figures, log_in):
    for user in (figures.reporter, figures.leader, figures.township_liaison):
        assert lines(log_in(user)) == ALL[:2]
    assert lines(log_in(figures.other_reporter)) == ALL[2:]
    assert lines(log_in(figures.viewer)) == ALL


def test_a_subsidy_refused_is_a_gap_and_one_unknown_is_none(figures, log_in):
    VillageReturn.objects.filter(village=figures.villages[0]).update(chair_full_subsidy=False)
    listed = lines(log_in(figures.reporter), gap="no_subsidy")
    assert listed == [("示例一村", "妇联主席未享受全额补贴", "未填写")]


def test_what_does_not_apply_and_what_has_merged_is_left_out(figures, log_in):
    village_return = VillageReturn.objects.get(village=figures.villages[1])
    village_return.flag = Flag.NOT_APPLICABLE
    village_return.save()
    assert lines(log_in(figures.reporter)) == []
    village_return.flag = Flag.CONFIRMED
    village_return.save()
    village = figures.villages[1]
    village.merged_into = figures.villages[0]
    village.save()
    assert lines(log_in(figures.reporter)) == []


class TestStates:
    def test_the_record_says_how_it_stands(self, figures, log_in):
        store_remedy(
            figures, figures.villages[1], state="in_progress", planned="示例补救", due_on="2021-02-05"
        )
        page = read(log_in(figures.clerk).get(LEDGER))
        row = next(cells for cells in page.rows if NO_WOMAN in cells)
        assert row[2:] == ["示例原因", "示例补救", "2月5日", "融安县", "处理中"]  # due today is not overdue

    def test_overdue_is_marked(self, figures, log_in):
        store_remedy(figures, figures.villages[1], due_on="2021-02-04", unit=figures.other_unit)
        assert (("示例二社区", NO_WOMAN, "未解决 已逾期")) in lines(log_in(figures.clerk))
        assert lines(log_in(figures.clerk), overdue="on") == [("示例二社区", NO_WOMAN, "未解决 已逾期")]
        row = next(cells for cells in read(log_in(figures.clerk).get(LEDGER)).rows if NO_WOMAN in cells)
        assert row[5] == "柳城县"

    def test_what_the_figures_have_closed_stays_with_its_record(self, figures, log_in):
        store_remedy(figures, figures.villages[0], due_on="2021-01-31")
        client = log_in(figures.clerk)
        assert ("示例一村", NO_WOMAN, "已解决") in lines(client)
        assert lines(client, state="solved") == [("示例一村", NO_WOMAN, "已解决")]
        assert lines(client, overdue="on") == []

    def test_ticked_off_by_hand(self, figures, log_in):
        store_remedy(figures, figures.villages[1], state="closed", planned="村已撤并", due_on="2021-01-31")
        client = log_in(figures.clerk)
        assert lines(client, state="closed") == [("示例二社区", NO_WOMAN, "已销号")]
        assert lines(client, overdue="on") == []
        assert "示例原因" in read(client.get(LEDGER)).text

    def test_a_record_of_another_plan_does_not_count(self, figures, log_in):
        remedy = store_remedy(figures, figures.villages[1], state="closed")
        other = figures.plan
        other.pk, other.document_number, other.is_current = None, "示例〔2016〕1号", False
        other.save()
        remedy.plan = other
        remedy.save()
        assert lines(log_in(figures.clerk)) == ALL

    def test_the_rule_and_the_database_agree(self, figures):
        for village, state in ((0, "open"), (0, "closed"), (1, "open"), (1, "in_progress"), (1, "closed")):
            remedy = store_remedy(figures, figures.villages[village], state=state)
            (line,) = [
                row
                for row in get_ledger(figures.clerk, figures.plan, LedgerSelection(gap="no_woman"))
                if row["village"] == figures.villages[village].pk
            ]
            assert line["state"] == get_state(village == 1, state)
            remedy.delete()

    def test_what_is_ticked_off_needs_words(self):
        assert is_missing_closing_note("closed", " ")
        assert not is_missing_closing_note("closed", "已补选")
        assert not is_missing_closing_note("open", "")


class TestFilters:
    def test_each_alone(self, figures, log_in):
        client = log_in(figures.clerk)
        assert lines(client, gap="chair_outside") == ALL[:1]
        assert lines(client, unit=figures.other_unit.pk) == ALL[2:]
        assert lines(client, township=figures.township.pk) == ALL[:2]
        store_remedy(figures, figures.villages[1])
        assert lines(client, state="open") == [("示例二社区", NO_WOMAN, "未解决")]
        assert lines(client, state="missing") == [ALL[0], ALL[2]]

    def test_due_first_or_by_place(self, figures, log_in):
        client = log_in(figures.clerk)
        store_remedy(figures, figures.other_villages[1], "one_short", due_on="2021-03-01")
        store_remedy(figures, figures.villages[1], "no_woman", due_on="2021-03-02")
        short, no_woman, outside = lines(client)
        assert (short[1], no_woman[1], outside[2]) == ("只差1名女性", NO_WOMAN, "未填写")
        assert [line[1] for line in lines(client, sort="place")] == [
            OUTSIDE,
            NO_WOMAN,
            "只差1名女性",
        ]

    @pytest.mark.parametrize(
        "filters",
        [
            *({"gap": "more_short"}, {"state": "x"}, {"unit": "x"}, {"unit": "9" * 30}, {"sort": "y"}),
            *({"township": "1\0"}, {"state": "\0"}),
        ],
    )
    def test_a_wrong_filter_lists_nothing_and_says_why(self, figures, log_in, filters):
        answer = log_in(figures.clerk).get(LEDGER, filters)
        assert answer.status_code == 200
        assert 'class="field-error"' in read(answer).html
        assert lines(log_in(figures.clerk), **filters) == []
        for kind in ("xlsx", "csv"):
            assert log_in(figures.clerk).get(f"{LEDGER}export.{kind}", filters).status_code == 302

    def test_a_foreign_place_is_no_choice(self, figures, log_in):
        for filters in ({"unit": figures.other_unit.pk}, {"township": figures.other_township.pk}):
            assert lines(log_in(figures.reporter), **filters) == []

    def test_pages(self, figures, log_in):
        client = log_in(figures.clerk)
        for number in range(60):
            village = type(figures.villages[0]).objects.create(
                township=figures.township, name=f"示例{number}号村", committee_type="villagers"
            )
            store_remedy(figures, village)
        assert len(lines(client)) == 50
        assert len(lines(client, page="2")) == 13
        assert "第 2 / 2 页" in read(client.get(LEDGER, {"page": "2"})).text

    def test_nothing_says_so(self, cast, log_in):
        page = read(log_in(cast.clerk).get(LEDGER))
        assert "已报数据的村（社区）没有差距。" in page.text
        page = read(log_in(cast.clerk).get(LEDGER, {"gap": "no_woman"}))
        assert "在所选范围内没有差距。" in page.text


class TestExport:
    def csv(self, client, **filters):
        response = client.get(f"{LEDGER}export.csv", filters)
        return b"".join(response.streaming_content).decode("utf-8").splitlines()

    def test_csv_as_seen(self, figures, log_in):
        store_remedy(figures, figures.villages[1], due_on="2021-02-04", planned="=1+1")
        head, *rows = self.csv(log_in(figures.clerk), gap="no_woman")
        assert head == (
            "\ufeff填报单位,乡镇（街道）,村（社区）,差距,原因,补救措施,完成时限,责任单位,进展,是否逾期"
        )
        assert rows == [f"融安县,桥板乡,示例二社区,{NO_WOMAN},示例原因,'=1+1,2021-02-04,融安县,未解决,逾期"]

    def test_excel_as_seen(self, figures, log_in):
        store_remedy(figures, figures.villages[1], reason="@示例", due_on="2021-04-30")
        response = log_in(figures.reporter).get(f"{LEDGER}export.xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        rows = list(sheet.values)
        assert len(rows) == 3
        assert [row[3] for row in rows[1:]] == [NO_WOMAN, OUTSIDE]
        assert rows[1][4] == "'@示例"
        assert rows[1][6].strftime("%Y-%m-%d") == "2021-04-30"
        assert (
            "差距台账" in response["Content-Disposition"] or "filename*=" in response["Content-Disposition"]
        )

    def test_others_rows_are_not_in_it(self, figures, log_in):
        assert "柳城县" not in str(self.csv(log_in(figures.reporter)))


def test_the_cost_does_not_grow_with_the_rows(figures, log_in):
    client = log_in(figures.clerk)
    client.get(LEDGER)
    with query_count(11):
        client.get(LEDGER)
    for village in (*figures.villages, *figures.other_villages):
        store_remedy(figures, village, unit=figures.unit, saved_by=figures.clerk)
    with query_count(11):
        client.get(LEDGER)
