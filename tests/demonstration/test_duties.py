"""The duties of the demonstration on 5 February 2021 equal a table that was worked out by hand.

The stories: guidance/demonstration/visits.py (reports), schedules.py (dates of meetings), duties.py (tasks).
"""

import pytest

from guidance.core.workflow import actions as workflow
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.queries import get_duty_matrix
from guidance.oversight.duties.rules import DutyStatus, sum_duties
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import MEETINGS
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.actions import save_cells, submit_schedule
from guidance.reporting.schedules.cells import Cell, cell_key
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.queries import get_unit_sheet, latest_sent
from guidance.reporting.schedules.typed_cells import TypedCell, base_text
from guidance.reporting.visits.models import VisitReport
from tests.days import FEB, JAN, MAR
from tests.demonstration.sizes import DAY_AFTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "on_the_day")]

# By the number in Attachment 1: the hearings before 24 January, 30 January and 10 February, each with the
# day on which it is due and the day of the report that proves it, or how many days it is overdue or has left.
#
# The second falls due the day before the Party organisations meet, the third the day before the committees
# do, as the unit's last sent sheet has it (round 1: Party 17 January + number % 3, committees 26 January +
# number % 4 for every third number, else 待定; round 2: Party 16 January + number % 3, committees
# 18 January + number % 3, number 6 on 1 February). A hearing counts where its last day falls: after the
# due day before, up to its own. So for number 1 the days are 17 January, 24 January and 10 February, and
# the report of 19 to 20 January counts for the 24th.
HEARINGS = """
  1  01-24 done 01-20   01-17 done 01-15   02-10 left 5       # round 1: Party on the 18th, committees 待定
  2  01-24 late 12      01-18 late 18      02-10 done 01-28   # round 1: Party on the 19th, committees 待定
  3  01-24 late 12      01-16 late 20      01-28 late 8       # round 1: 17th, 29th; field visit, sent back
  4  01-24 late 12      01-17 late 19      02-10 left 5       # round 1: 18th, 待定; the hearing is a draft
  5  01-24 late 12      01-17 late 19      01-19 late 17      # round 2: 18th, 20th; no report
  6  01-24 late 12      01-15 late 21      01-31 late 5       # round 2: 16th, 1 February; no report
  7  01-24 done 01-21   01-16 late 20      01-18 late 18      # round 2: 17th, 19th
  8  01-24 late 12      01-18 late 18      02-10 done 01-25   # round 2 came back: round 1, 19th, 待定
  9  01-24 done 01-23   01-16 late 20      01-26 late 10      # round 1: 17th, 27th; 22 to 23 January
 10  01-24 late 12      01-17 late 19      02-10 left 5       # round 1: 18th, 待定; an observation is none
 11  01-24 done 01-22   01-18 late 18      02-10 left 5       # round 1: 19th, 待定
 12  01-24 late 12      01-15 late 21      01-17 done 01-17   # round 2: 16th, 18th; on its last day
 13  01-24 late 12      01-16 done 01-15   01-18 late 18      # round 2: 17th, 19th
 14  01-24 late 12      01-18 late 18      02-10 left 5       # round 1: 19th, 待定; a call is none
 15  01-24 done 01-22   01-15 late 21      01-17 late 19      # round 2: 16th, 18th
 16  01-24 done 01-23   01-30 late 6       02-10 left 5       # round 1 came back: nothing is known
 17  01-24 late 12      01-30 late 6       02-10 done 01-31   # the same; a day after the milestone
 18  01-24 late 12      01-30 done 01-29   02-10 left 5       # never sent
"""

# By leader, in the order of Attachment 1: 调研走访 of 2 (3 advised) and 观摩 of 1, both due on 31 March: of
# each leader one township's federation meeting is still unknown. In brackets the days of the proofs.
LEADERS = {
    1: ((2, [JAN[20], FEB[3]]), (0, [])),  # numbers 1 and 2; that on 3 came back, that on 4 is a draft
    2: ((1, [JAN[21]]), (0, [])),  # number 7
    3: ((0, []), (1, [FEB[2]])),  # number 10 observed; the visit to 12 is a draft
    4: ((3, [JAN[29], FEB[2], FEB[3]]), (0, [])),  # numbers 18, 15, 17; that to 16 came back
}

# 换届纪律: how many of the three items a sent report ticks; all other numbers none.
DISCIPLINE = {1: 1, 2: 3, 12: 2, 18: 1}

# By unit: 党委副书记, 组织部长, 通盘考虑, 工作经费; the others have nothing yet. All due on 31 March.
UNITS = {
    "融安县": (1, 1, 1, 0),  # both called on on 15 January; the means are being talked about
    "融水县": (0, 0, 1, 0),
    "柳城县": (0, 0, 1, 1),
    "鱼峰区": (1, 0, 0, 0),  # 22 to 23 January
    "城中区": (0, 0, 1, 0),
    "柳南区": (0, 1, 0, 0),  # 3 February, from number 17
}


@pytest.fixture
def on_the_day(settings):
    settings.GUIDANCE_TODAY = "2021-02-05"


def duty_matrix(username="staff"):
    return get_duty_matrix(User.objects.get(username=username), Plan.objects.get())


def describe_hearing(duty):
    """Describe a hearing as HEARINGS writes it."""
    match duty.status:
        case DutyStatus.DONE:
            how = f"done {duty.proofs[-1].ended_on:%m-%d}"
        case DutyStatus.OVERDUE:
            how = f"late {-duty.days_left}"
        case _:
            how = f"left {duty.days_left}"
    return f"{duty.due_on:%m-%d} {how}"


def rows_by_order(matrix):
    return {township_row.link.order: township_row for row in matrix.rows for township_row in row.townships}


def rejection_reasons(duty):
    return [
        (rejected.visit.ended_on, *(reason.name for reason in rejected.reasons)) for rejected in duty.rejected
    ]


class TestTable:
    def test_the_hearings(self):
        expected = {}
        for line in HEARINGS.strip().splitlines():
            number, *descriptions = line.split("#")[0].split()
            expected[int(number)] = [" ".join(descriptions[place : place + 3]) for place in (0, 3, 6)]
        actual = {
            order: [describe_hearing(hearing) for hearing in row.hearings]
            for order, row in rows_by_order(duty_matrix()).items()
        }
        assert actual == expected

    def test_the_leaders(self):
        actual = {
            row.leader.sort_order: tuple(
                (duty.count, [visit.ended_on for visit in duty.proofs])
                for duty in (row.visits, row.observation)
            )
            for row in duty_matrix().rows
        }
        assert actual == LEADERS
        assert {duty.due_on for row in duty_matrix().rows for duty in row.own_duties} == {MAR[31]}
        notes = {row.leader.sort_order: row.visits.note for row in duty_matrix().rows}
        assert notes.pop(1) == "达到最低要求，建议3次"
        assert set(notes.values()) == {""}

    def test_discipline(self):
        actual = {order: row.discipline.count for order, row in rows_by_order(duty_matrix()).items()}
        assert actual == dict.fromkeys(range(1, 19), 0) | DISCIPLINE

    def test_the_units(self):
        actual = {
            unit_row.unit.short_name: tuple(int(duty.status == DutyStatus.DONE) for duty in unit_row.duties)
            for row in duty_matrix().rows
            for unit_row in row.units
        }
        assert actual == dict.fromkeys(actual, (0, 0, 0, 0)) | UNITS
        assert len(actual) == 12

    def test_the_sums(self):
        """Of the hearings 6, 3 and 4 are done, 12, 15 and 7 overdue, and 7 of the last are due in 5 days."""
        actual = {
            duty_sum.label: (duty_sum.done, duty_sum.total, duty_sum.overdue, duty_sum.due_soon)
            for duty_sum in sum_duties(duty_matrix().duties)
        }
        assert actual == {
            "走访县区领导": (4, 24, 0, 0),
            "纳入通盘考虑": (4, 12, 0, 0),
            "落实工作经费": (1, 12, 0, 0),
            "听取汇报": (13, 54, 34, 7),
            "调研走访": (2, 4, 0, 0),
            "观摩选举大会": (1, 4, 0, 0),
            "换届纪律": (1, 18, 0, 0),
        }

    def test_why_the_others_do_not_count(self):
        hearings = {
            order: [rejection_reasons(hearing) for hearing in row.hearings]
            for order, row in rows_by_order(duty_matrix()).items()
        }
        assert hearings[3][2] == [(JAN[26], "RETURNED", "METHOD")]
        assert hearings[4][2] == [(FEB[4], "DRAFT")]
        assert hearings[8][0] == [(JAN[25], "AFTER_MILESTONE")]
        assert hearings[8][1] == [(JAN[25], "AFTER_MEETING")]
        assert hearings[14][2] == [(FEB[3], "METHOD")]
        assert hearings[17][1] == [(JAN[31], "AFTER_MILESTONE")]
        visits = {row.leader.sort_order: rejection_reasons(row.visits) for row in duty_matrix().rows}
        assert (JAN[29], "DRAFT") in visits[3]
        assert visits[4] == []  # three of three

    def test_the_tasks_say_that_they_are_a_demonstration(self):
        records = UnitTaskRecord.objects.all()
        assert all(record.note.startswith("演示") for record in records if record.note)
        assert {record.state for record in records} == {"settled", "in_talks", "unsettled"}
        assert not UnitTaskRecord.history.filter(history_date__gte=DAY_AFTER).exists()


class TestMoves:
    def hearing(self, order, place):
        return rows_by_order(duty_matrix())[order].hearings[place]

    def test_a_returned_report_leaves_the_matrix(self):
        report = VisitReport.objects.get(township__links__order=15, ended_on=JAN[22])
        assert describe_hearing(self.hearing(15, 0)) == "01-24 done 01-22"
        staff = User.objects.get(username="staff")
        workflow.return_paper(report, by=staff, version=report.version, reason="演示", correction_days=2)
        assert describe_hearing(self.hearing(15, 0)) == "01-24 late 12"
        assert rejection_reasons(self.hearing(15, 0)) == [(JAN[22], "RETURNED")]

    def test_so_does_one_that_is_withdrawn_and_sent_again_it_is_back(self):
        report = VisitReport.objects.get(township__links__order=17, ended_on=JAN[31])
        leader = User.objects.get(username="leader4")
        report = workflow.withdraw_paper(report, by=leader, version=report.version)
        assert describe_hearing(self.hearing(17, 2)) == "02-10 left 5"
        assert rejection_reasons(self.hearing(17, 2))[0] == (JAN[31], "DRAFT")
        assert rejection_reasons(self.hearing(17, 1)) == []  # no longer the late one of the milestone before
        workflow.submit_paper(report, by=leader, version=report.version)
        assert describe_hearing(self.hearing(17, 2)) == "02-10 done 01-31"

    def test_a_date_that_moves_takes_the_duty_along(self):
        """桥板乡's committees from 5 February, 雅瑶乡's from 28 January: due on the 4th and the 27th."""
        assert [describe_hearing(self.hearing(order, 2)) for order in (1, 2)] == [
            "02-10 left 5",
            "02-10 done 01-28",
        ]
        send_committees({1: FEB[5], 2: JAN[28]})
        assert [describe_hearing(self.hearing(order, 2)) for order in (1, 2)] == [
            "02-04 late 1",
            "01-27 late 9",
        ]
        assert rejection_reasons(self.hearing(2, 2)) == [(JAN[28], "AFTER_MEETING")]
        assert describe_hearing(self.hearing(1, 0)) == "01-24 done 01-20"  # what else was proved stays so

    def test_the_viewer_sees_the_same_but_not_what_was_not_sent(self):
        descriptions = [
            [describe_hearing(hearing) for hearing in row.hearings]
            for row in rows_by_order(duty_matrix("viewer")).values()
        ]
        assert descriptions == [
            [describe_hearing(hearing) for hearing in row.hearings]
            for row in rows_by_order(duty_matrix()).values()
        ]
        assert rejection_reasons(rows_by_order(duty_matrix("viewer"))[4].hearings[2]) == []

    def test_a_leader_sees_her_own_row(self):
        for username in ("leader2", "liaison2"):
            (row,) = duty_matrix(username).rows
            assert row.leader.sort_order == 2
            assert describe_hearing(row.townships[0].hearings[0]) == "01-24 done 01-21"
        assert duty_matrix("rongan").rows == duty_matrix("township01").rows == []


def send_committees(days):
    """Send round 2 of 融安县 with these first days of its committees' elections."""
    unit, by = ReportingUnit.objects.get(short_name="融安县"), User.objects.get(username="rongan")
    round_ = ReportingRound.objects.get(number=2)
    base = get_unit_sheet(by, round_, unit, carry=True).content
    typed_cells = []
    for link in Link.objects.filter(township__unit=unit):
        for column in MEETINGS:
            key = cell_key(column, link.township_id)
            cell = base.cell_at(key)
            if column == "committee":
                cell = Cell(DateSpan(days[link.order], FEB[8]))
            typed_cells.append(TypedCell(key, cell, base_text(base.cell_at(key), 2021)))
    paper = save_cells(unit=unit, round=round_, typed_cells=typed_cells, by=by).paper
    submit_schedule(paper, by=by, version=paper.version)
    assert latest_sent(by, Plan.objects.get())[unit.pk].round == round_
