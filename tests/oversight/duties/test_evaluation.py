"""The visits that prove a duty, and the reasons why the others do not."""

import pytest

from guidance.oversight.duties.rules import DutyCategory, DutyStatus
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.visits.credit.rules import RejectionReason
from tests.days import FEB, JAN, MAR
from tests.oversight.duties.samples import FOREIGN, MILESTONES, SHE, make_evaluator, make_visit, shanghai_time

ITEMS = {"education": "宣传教育", "supervision": "全程监督", "risks": "风险排查"}


def rejection_reasons(duty):
    return [(rejection.visit.ended_on, *rejection.reasons) for rejection in duty.rejected]


class TestHearings:
    def hearing_duties(self, *visits, spans=None, **requirements):
        return make_evaluator(**requirements).hearings(MILESTONES, spans or {}, visits)

    def test_it_works(self):
        duties = self.hearing_duties(
            make_visit(JAN[20], "hearing"), make_visit(JAN[24], "hearing"), make_visit(JAN[31], "hearing")
        )
        assert [len(duty.proofs) for duty in duties] == [2, 0, 1]
        assert [duty.status for duty in duties] == [DutyStatus.DONE, DutyStatus.OVERDUE, DutyStatus.DONE]

    @pytest.mark.parametrize(
        ("day", "place"),
        [(JAN[24], 0), (JAN[25], 1), (JAN[30], 1), (JAN[31], 2), (FEB[10], 2), (FEB[11], None)],
    )
    def test_the_last_day_of_a_milestone_still_counts(self, day, place):
        duties = self.hearing_duties(make_visit(day, "hearing"))
        assert [bool(duty.proofs) for duty in duties] == [number == place for number in range(3)]

    def test_its_last_day_decides(self):
        (first, second, _) = self.hearing_duties(make_visit(JAN[25], "hearing", started_on=JAN[23]))
        assert (len(first.proofs), len(second.proofs)) == (0, 1)

    def test_a_later_one_is_late_for_those_before(self):
        first, second, third = self.hearing_duties(
            make_visit(FEB[1], "hearing"), make_visit(FEB[3], "hearing")
        )
        assert (
            rejection_reasons(first)
            == rejection_reasons(second)
            == [(FEB[1], RejectionReason.AFTER_MILESTONE)]
        )
        assert rejection_reasons(third) == []

    def test_after_the_last_milestone_it_counts_for_none(self):
        assert rejection_reasons(self.hearing_duties(make_visit(FEB[11], "hearing"))[2]) == [
            (FEB[11], RejectionReason.AFTER_MILESTONE)
        ]

    def test_after_the_meeting_it_is_of_no_use(self):
        spans = {"committee": DateSpan(FEB[6], FEB[8])}
        in_time = self.hearing_duties(make_visit(FEB[5], "hearing"), spans=spans)[2]
        assert (in_time.status, in_time.meets_on) == (DutyStatus.DONE, FEB[6])
        late = self.hearing_duties(make_visit(FEB[6], "hearing"), spans=spans)[2]
        assert rejection_reasons(late) == [(FEB[6], RejectionReason.AFTER_MEETING)]

    def test_what_does_not_count_in_its_days_is_told_there(self):
        duties = self.hearing_duties(
            make_visit(JAN[22], "hearing", status="returned"),
            make_visit(JAN[23], "field_visit"),
            make_visit(JAN[26], "hearing", leader_id=99),
        )
        assert rejection_reasons(duties[0]) == [
            (JAN[22], RejectionReason.RETURNED),
            (JAN[23], RejectionReason.METHOD),
        ]
        assert rejection_reasons(duties[1]) == [(JAN[26], RejectionReason.NOT_LINKED)]
        assert rejection_reasons(duties[2]) == []

    def test_where_it_is_done_nobody_asks_why(self):
        assert (
            self.hearing_duties(make_visit(JAN[22], "hearing"), make_visit(JAN[23], "call"))[0].rejected == ()
        )

    def test_two_of_each_where_the_plan_asks_for_two(self):
        duty = self.hearing_duties(make_visit(JAN[22], "hearing"), hearings=2)[0]
        assert (duty.progress, duty.status, duty.rejected) == ("1/2", DutyStatus.OVERDUE, ())

    def test_a_predecessors_hearing_stays_proof_and_hers_before_her_days_is_none(self):
        assert self.hearing_duties(make_visit(JAN[20], "hearing"))[0].status == DutyStatus.DONE
        assert rejection_reasons(self.hearing_duties(make_visit(JAN[20], "hearing", leader_id=SHE))[0]) == [
            (JAN[20], RejectionReason.NOT_LINKED_THEN)
        ]

    def test_of_the_leader_where_the_plan_says_so(self):
        evaluator = make_evaluator(by_township=frozenset())
        spans = {"party": DateSpan(JAN[28], JAN[28])}
        townships = [
            evaluator.hearings(MILESTONES, spans, [make_visit(JAN[26], "hearing")]),
            evaluator.hearings(MILESTONES, {}, [make_visit(JAN[29], "call")]),
        ]
        assert {duty.status for duties in townships for duty in duties} == {None}
        first, second, third = evaluator.hearings_of_leader(MILESTONES, townships)
        assert (second.status, second.count, second.due_on) == (DutyStatus.DONE, 1, JAN[30])
        assert (first.status, third.status) == (DutyStatus.OVERDUE, DutyStatus.DUE_SOON)
        assert make_evaluator().hearings_of_leader(MILESTONES, townships) == []


class TestVisits:
    def visits_duty(self, number, day=FEB[5], **requirements):
        visits = [make_visit(FEB[index + 1], "field_visit") for index in range(number)]
        return make_evaluator(now=shanghai_time(day), **requirements).visits(visits, of_township=False)

    @pytest.mark.parametrize(
        ("number", "status", "note"),
        [
            (0, DutyStatus.OPEN, ""),
            (1, DutyStatus.OPEN, ""),
            (2, DutyStatus.DONE, "达到最低要求，建议3次"),
            (3, DutyStatus.DONE, ""),
            (4, DutyStatus.DONE, ""),
        ],
    )
    def test_the_minimum_and_what_is_advised(self, number, status, note):
        duty = self.visits_duty(number)
        assert (duty.status, duty.note, duty.count) == (status, note, number)

    def test_the_day_after_the_plan_closes(self):
        assert self.visits_duty(1, day=MAR[31]).status_text == "今天截止"
        assert self.visits_duty(1, day=MAR[31].replace(month=4, day=1)).status == DutyStatus.OVERDUE

    def test_reasons_are_told_until_what_is_advised_is_reached(self):
        visits = [
            make_visit(FEB[1], "field_visit"),
            make_visit(FEB[2], "field_visit"),
            make_visit(FEB[3], "call"),
        ]
        assert rejection_reasons(make_evaluator().visits(visits, of_township=False)) == [
            (FEB[3], RejectionReason.METHOD)
        ]
        visits.append(make_visit(FEB[4], "field_visit"))
        assert rejection_reasons(make_evaluator().visits(visits, of_township=False)) == []

    def test_the_other_scope_only_tells_the_number(self):
        not_required = make_evaluator().visits([make_visit(FEB[1], "field_visit")], of_township=True)
        assert (not_required.status, not_required.status_text, not_required.rejected) == (None, "1次", ())
        assert make_evaluator().visits([], of_township=True).status_text == "无"
        evaluator = make_evaluator(by_township=frozenset({DutyCategory.VISITS}))
        assert evaluator.visits([], of_township=True).status == DutyStatus.OPEN
        assert evaluator.visits([], of_township=False).status is None

    def test_a_plan_that_asks_for_none(self):
        assert self.visits_duty(0, visits=0, visits_advised=0).status is None


class TestObservation:
    def observation_duty(self, *visits, last_days=(FEB[20],)):
        return make_evaluator().observation(visits, last_days, of_township=False)

    def test_it_works(self):
        duty = self.observation_duty(make_visit(FEB[2], "observation", observed_village_id=5))
        assert (duty.status, duty.due_on) == (DutyStatus.DONE, FEB[20])

    def test_without_a_village_or_without_the_method(self):
        duty = self.observation_duty(
            make_visit(FEB[1], "observation"),
            make_visit(FEB[2], "field_visit", observed_village_id=5),
            make_visit(FEB[3], "field_visit"),
        )
        assert rejection_reasons(duty) == [
            (FEB[1], RejectionReason.NO_VILLAGE),
            (FEB[2], RejectionReason.METHOD),
        ]

    def test_one_after_the_day_is_done_all_the_same(self):
        assert (
            self.observation_duty(make_visit(FEB[25], "observation", observed_village_id=5)).status
            == DutyStatus.DONE
        )


class TestCalls:
    def call_duty(self, *visits, day=FEB[5], **requirements):
        return make_evaluator(now=shanghai_time(day), **requirements).call(
            "deputy_secretary", "党委副书记", visits
        )

    def test_it_works(self):
        duty = self.call_duty(
            make_visit(FEB[1], "official_call", visited_officials=("deputy_secretary", "organization_head"))
        )
        assert (duty.label, duty.status) == ("党委副书记", DutyStatus.DONE)

    def test_the_other_one_is_not_this_one(self):
        duty = self.call_duty(make_visit(FEB[1], "official_call", visited_officials=("organization_head",)))
        assert (duty.status, rejection_reasons(duty)) == (DutyStatus.OPEN, [])

    def test_why_it_does_not_count(self):
        duty = self.call_duty(
            make_visit(FEB[1], "official_call"),
            make_visit(FEB[2], "hearing", visited_officials=("deputy_secretary",)),
            make_visit(FEB[3], "official_call", visited_officials=("deputy_secretary",), township_id=FOREIGN),
            make_visit(FEB[4], "hearing"),
        )
        assert rejection_reasons(duty) == [
            (FEB[1], RejectionReason.NO_OFFICIAL),
            (FEB[2], RejectionReason.METHOD),
            (FEB[3], RejectionReason.NOT_LINKED),
        ]

    def test_its_own_due_day(self):
        assert self.call_duty(day=FEB[28]).status_text == "今天截止"
        assert self.call_duty(day=MAR[1]).status == DutyStatus.OVERDUE


class TestDiscipline:
    def discipline_duty(self, *visits):
        return make_evaluator().discipline(ITEMS, visits)

    def test_it_works(self):
        duty = self.discipline_duty(
            make_visit(FEB[1], "hearing", discipline_items=("education", "risks")),
            make_visit(FEB[2], "call", discipline_items=("supervision", "education")),
        )
        assert (duty.status, duty.progress, len(duty.proofs)) == (DutyStatus.DONE, "3/3", 2)

    def test_what_is_lacking(self):
        duty = self.discipline_duty(
            make_visit(FEB[1], "hearing", discipline_items=("education",)), make_visit(FEB[2], "hearing")
        )
        assert (duty.status, duty.progress, duty.note) == (
            DutyStatus.OPEN,
            "1/3",
            "还缺：全程监督、风险排查",
        )
        assert duty.rejected == ()

    def test_only_what_was_sent_and_what_is_still_lacking(self):
        duty = self.discipline_duty(
            make_visit(FEB[1], "hearing", discipline_items=("education",)),
            make_visit(FEB[2], "hearing", discipline_items=("education",), status="draft"),
            make_visit(FEB[3], "hearing", discipline_items=("risks",), status="returned"),
        )
        assert (duty.count, rejection_reasons(duty)) == (1, [(FEB[3], RejectionReason.RETURNED)])


def test_a_task_is_done_when_people_say_so():
    evaluator, proof = make_evaluator(), make_visit(FEB[1], "call")
    duty = evaluator.task(DutyCategory.FUNDING, is_settled=True, note="", proof=proof)
    assert (duty.status, duty.proofs, duty.label) == (DutyStatus.DONE, (proof,), "落实工作经费")
    talks = evaluator.task(DutyCategory.FUNDING, is_settled=False, note="沟通中", proof=proof)
    assert (talks.status, talks.note) == (DutyStatus.OPEN, "沟通中")
