"""What a report counts for, and why it does not: plain values, and the borders of days."""

from dataclasses import replace

import pytest

from guidance.core.workflow import models as workflow
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reporting.visits.credit.queries import counting_of, visits_of
from guidance.reporting.visits.credit.rules import SENT, Counting, Flaw, Tie, Visit, What, holds
from tests.access_scene import make_report, send
from tests.oversight.meetings.days import FEB, JAN

SHE, OTHER = 1, 2
HERS, FOREIGN = 10, 20
METHODS = {
    What.HEARING: ["hearing", "seminar"],
    What.VISIT: ["field_visit"],
    What.OBSERVATION: ["observation"],
    What.CALL: ["official_call"],
}
# She held the township from 13 to 31 January, the other leader from 1 February on.
COUNTING = Counting(
    METHODS, [Tie(SHE, HERS, JAN[13], JAN[31]), Tie(OTHER, HERS, FEB[1]), Tie(OTHER, 30, JAN[1])]
)
VISIT = Visit(7, SHE, HERS, JAN[20], JAN[20], "submitted", methods=("hearing",))


def flaws(what=What.HEARING, **changes):
    return COUNTING.flaws(replace(VISIT, **changes), what)


def test_it_works():
    assert flaws() == []
    assert COUNTING.counts(VISIT, What.HEARING)
    assert not COUNTING.counts(VISIT, What.VISIT)


@pytest.mark.parametrize(
    ("status", "found"),
    [("submitted", []), ("accepted", []), ("draft", [Flaw.DRAFT]), ("returned", [Flaw.RETURNED])],
)
def test_only_what_was_sent(status, found):
    assert flaws(status=status) == found


def test_sent_is_what_the_papers_call_sent():
    assert set(SENT) == {str(status) for status in workflow.SENT}
    assert {"draft", "returned"} == {str(status) for status in workflow.OPEN}


def test_a_township_that_never_was_hers():
    assert flaws(township=FOREIGN) == [Flaw.NOT_HERS]


@pytest.mark.parametrize(
    ("leader", "first", "last", "found"),
    [
        (SHE, JAN[12], JAN[12], [Flaw.NOT_THEN]),
        (SHE, JAN[13], JAN[13], []),
        (SHE, JAN[31], JAN[31], []),
        (SHE, JAN[31], FEB[1], [Flaw.NOT_THEN]),  # one of its two days is the successor's
        (SHE, FEB[1], FEB[1], [Flaw.NOT_THEN]),
        (OTHER, JAN[31], JAN[31], [Flaw.NOT_THEN]),
        (OTHER, JAN[31], FEB[1], [Flaw.NOT_THEN]),
        (OTHER, FEB[1], FEB[1], []),
    ],
)
def test_the_leader_linked_on_its_days(leader, first, last, found):
    assert flaws(leader=leader, started_on=first, ended_on=last) == found


def test_a_link_given_anew_the_next_day_leaves_no_gap():
    before, after = Tie(SHE, HERS, JAN[13], JAN[20]), Tie(SHE, HERS, JAN[21])
    assert holds([after, before], JAN[20], JAN[21])
    assert not holds([before, replace(after, valid_from=JAN[22])], JAN[20], JAN[22])
    assert not holds([], JAN[20], JAN[20])


def test_which_method_counts_for_what_is_data():
    assert flaws(methods=("seminar",)) == []
    assert flaws(methods=("field_visit",)) == [Flaw.METHOD]
    assert flaws(methods=()) == [Flaw.METHOD]
    assert flaws(methods=("other", "field_visit"), what=What.VISIT) == []


def test_an_observation_names_its_village():
    observed = {"what": What.OBSERVATION, "methods": ("observation",)}
    assert flaws(**observed) == [Flaw.NO_VILLAGE]
    assert flaws(**observed, village=5) == []
    assert flaws(what=What.OBSERVATION, village=5) == [Flaw.METHOD]


def test_a_call_names_whom():
    called = {"what": What.CALL, "methods": ("official_call",)}
    assert flaws(**called) == [Flaw.NO_OFFICIAL]
    assert flaws(**called, officials=("deputy_secretary",)) == []
    assert flaws(what=What.CALL, officials=("deputy_secretary",)) == [Flaw.METHOD]


def test_everything_that_is_wrong_is_told():
    assert flaws(status="draft", methods=("field_visit",)) == [Flaw.DRAFT, Flaw.METHOD]
    assert flaws(township=FOREIGN, methods=("call",)) == [Flaw.NOT_HERS, Flaw.METHOD]


class TestRead:
    """The same from the database."""

    def test_it_works(self, cast):
        report = make_report(cast.leader_person, cast.township, cast.leader)
        report.methods = ["observation", "official_call"]
        report.observed_village = cast.villages[0]
        report.visited_officials, report.discipline_items = ["organization_head"], ["risks"]
        report.save()
        send(report, cast.leader)
        (visit,) = visits_of(cast.clerk, cast.plan)
        assert visit == Visit(
            *(report.pk, report.leader_id, report.township_id, report.started_on, report.ended_on),
            *("submitted", ("observation", "official_call"), ("organization_head",)),
            *(cast.villages[0].pk, ("risks",), cast.unit.pk, cast.leader_person.name),
            *("融安县桥板乡", "观摩选举大会、走访县区领导"),
        )
        counting = counting_of(cast.clerk, cast.plan)
        assert [what for what in What if counting.counts(visit, what)] == [What.OBSERVATION, What.CALL]
        assert all(GuidanceMethod(code) for codes in counting.methods.values() for code in codes)

    def test_only_what_the_user_sees(self, cast):
        make_report(cast.leader_person, cast.township, cast.leader)
        assert len(visits_of(cast.leader, cast.plan)) == 1
        for user in (cast.viewer, cast.other_leader, cast.reporter):  # it is a draft of another's
            assert visits_of(user, cast.plan) == []
