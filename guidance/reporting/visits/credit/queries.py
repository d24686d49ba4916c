"""Reading visit reports as `counting` weighs them."""

from typing import Any

from guidance.core.access import User
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.credit.rules import Counting, Tie, Visit, What
from guidance.reporting.visits.models import VisitReport

COLUMNS = (
    *("pk", "leader_id", "township_id", "started_on", "ended_on", "status", "methods"),
    *("visited_officials", "observed_village_id", "discipline_items", "township__unit_id", "leader__name"),
    *("township__unit__printed_name", "township__name"),
)
METHODS = dict(GuidanceMethod.choices)


def visits_of(user: User, plan: Plan) -> list[Visit]:
    """Every report of the plan that the user sees, by its last day. One query, of plain values: there are
    thousands of them.
    """
    rows = VisitReport.objects.visible_to(user).filter(plan=plan).order_by("ended_on", "pk")
    return [_visit(*row) for row in rows.values_list(*COLUMNS)]


def _visit(*row: Any) -> Visit:
    *plain, methods, officials, village, discipline, unit, leader, unit_name, name = row
    pk, by, township, started_on, ended_on, status = plain
    how = "、".join(str(METHODS.get(code, code)) for code in methods)
    lists = tuple(methods), tuple(officials), village, tuple(discipline)
    words = leader, f"{unit_name}{name}", how
    return Visit(pk, by, township, started_on, ended_on, status, *lists, unit, *words)


def counting_of(user: User, plan: Plan) -> Counting:
    """How the plan counts, by all links past and present that the user sees. One query."""
    rows = Link.objects.visible_to(user).filter(plan=plan).order_by()
    ties = rows.values_list("leader_id", "township_id", "valid_from", "valid_to")
    methods = {
        What.HEARING: plan.hearing_methods,
        What.VISIT: plan.visit_methods,
        What.OBSERVATION: plan.observation_methods,
        What.CALL: plan.call_methods,
    }
    return Counting(methods, [Tie(*row) for row in ties])
