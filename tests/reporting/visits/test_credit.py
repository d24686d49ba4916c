"""The credit of a report and the reasons against it: plain values, and the first and last days."""

from dataclasses import replace

import pytest

from guidance.core.workflow import models as workflow
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reporting.visits.credit.queries import get_credit_rules, get_visits
from guidance.reporting.visits.credit.rules import (
    SENT,
    CreditRules,
    DutyKind,
    LinkPeriod,
    RejectionReason,
    Visit,
    is_covered,
)
from tests.access_scene import make_report, send
from tests.days import FEB, JAN

SHE, OTHER = 1, 2
HERS, FOREIGN = 10, 20
METHODS = {
    DutyKind.HEARING: ["hearing", "seminar"],
    DutyKind.VISIT: ["field_visit"],
    DutyKind.OBSERVATION: ["observation"],
    DutyKind.CALL: ["official_call"],
}
# She held the township from 13 to 31 January, the other leader from 1 February on.
RULES = CreditRules(
    METHODS,
    [LinkPeriod(SHE, HERS, JAN[13], JAN[31]), LinkPeriod(OTHER, HERS, FEB[1]), LinkPeriod(OTHER, 30, JAN[1])],
)
VISIT = Visit(7, SHE, HERS, JAN[20], JAN[20], "submitted", methods=("hearing",))


def reasons(kind=DutyKind.HEARING, **changes):
    return RULES.rejection_reasons(replace(VISIT, **changes), kind)


def test_it_works():
    assert reasons() == []
    assert RULES.is_credited(VISIT, DutyKind.HEARING)
    assert not RULES.is_credited(VISIT, DutyKind.VISIT)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("submitted", []),
        ("accepted", []),
        ("draft", [RejectionReason.DRAFT]),
        ("returned", [RejectionReason.RETURNED]),
    ],
)
def test_only_what_was_sent(status, expected):
    assert reasons(status=status) == expected


def test_sent_is_what_the_papers_call_sent():
    assert set(SENT) == {str(status) for status in workflow.SENT}
    assert {"draft", "returned"} == {str(status) for status in workflow.OPEN}


def test_a_township_that_never_was_hers():
    assert reasons(township_id=FOREIGN) == [RejectionReason.NOT_LINKED]


@pytest.mark.parametrize(
    ("leader", "first", "last", "expected"),
    [
        (SHE, JAN[12], JAN[12], [RejectionReason.NOT_LINKED_THEN]),
        (SHE, JAN[13], JAN[13], []),
        (SHE, JAN[31], JAN[31], []),
        (SHE, JAN[31], FEB[1], [RejectionReason.NOT_LINKED_THEN]),  # one of its two days is the successor's
        (SHE, FEB[1], FEB[1], [RejectionReason.NOT_LINKED_THEN]),
        (OTHER, JAN[31], JAN[31], [RejectionReason.NOT_LINKED_THEN]),
        (OTHER, JAN[31], FEB[1], [RejectionReason.NOT_LINKED_THEN]),
        (OTHER, FEB[1], FEB[1], []),
    ],
)
def test_the_leader_linked_on_its_days(leader, first, last, expected):
    assert reasons(leader_id=leader, started_on=first, ended_on=last) == expected


def test_a_link_given_anew_the_next_day_leaves_no_gap():
    before, after = LinkPeriod(SHE, HERS, JAN[13], JAN[20]), LinkPeriod(SHE, HERS, JAN[21])
    assert is_covered([after, before], JAN[20], JAN[21])
    assert not is_covered([before, replace(after, valid_from=JAN[22])], JAN[20], JAN[22])
    assert not is_covered([], JAN[20], JAN[20])


def test_which_method_counts_for_what_is_data():
    assert reasons(methods=("seminar",)) == []
    assert reasons(methods=("field_visit",)) == [RejectionReason.METHOD]
    assert reasons(methods=()) == [RejectionReason.METHOD]
    assert reasons(methods=("other", "field_visit"), kind=DutyKind.VISIT) == []


def test_an_observation_names_its_village():
    observed = {"kind": DutyKind.OBSERVATION, "methods": ("observation",)}
    assert reasons(**observed) == [RejectionReason.NO_VILLAGE]
    assert reasons(**observed, observed_village_id=5) == []
    assert reasons(kind=DutyKind.OBSERVATION, observed_village_id=5) == [RejectionReason.METHOD]


def test_a_call_names_whom():
    called = {"kind": DutyKind.CALL, "methods": ("official_call",)}
    assert reasons(**called) == [RejectionReason.NO_OFFICIAL]
    assert reasons(**called, visited_officials=("deputy_secretary",)) == []
    assert reasons(kind=DutyKind.CALL, visited_officials=("deputy_secretary",)) == [RejectionReason.METHOD]


def test_everything_that_is_wrong_is_told():
    assert reasons(status="draft", methods=("field_visit",)) == [
        RejectionReason.DRAFT,
        RejectionReason.METHOD,
    ]
    assert reasons(township_id=FOREIGN, methods=("call",)) == [
        RejectionReason.NOT_LINKED,
        RejectionReason.METHOD,
    ]


class TestRead:
    """Credit as read from the database."""

    def test_it_works(self, cast):
        report = make_report(cast.leader_person, cast.township, cast.leader)
        report.methods = ["observation", "official_call"]
        report.observed_village = cast.villages[0]
        report.visited_officials, report.discipline_items = ["organization_head"], ["risks"]
        report.save()
        send(report, cast.leader)
        (visit,) = get_visits(cast.clerk, cast.plan)
        assert visit == Visit(
            *(report.pk, report.leader_id, report.township_id, report.started_on, report.ended_on),
            *("submitted", ("observation", "official_call"), ("organization_head",)),
            *(cast.villages[0].pk, ("risks",), cast.unit.pk, cast.leader_person.name),
            *("融安县桥板乡", "观摩选举大会、走访县区领导"),
        )
        rules = get_credit_rules(cast.clerk, cast.plan)
        assert [kind for kind in DutyKind if rules.is_credited(visit, kind)] == [
            DutyKind.OBSERVATION,
            DutyKind.CALL,
        ]
        assert all(GuidanceMethod(code) for codes in rules.methods.values() for code in codes)

    def test_only_what_the_user_sees(self, cast):
        make_report(cast.leader_person, cast.township, cast.leader)
        assert len(get_visits(cast.leader, cast.plan)) == 1
        for user in (cast.viewer, cast.other_leader, cast.reporter):  # it is a draft of another's
            assert get_visits(user, cast.plan) == []
