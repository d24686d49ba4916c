"""Visit reports and credit rules as plain values, for `rules`."""

from typing import Any

from guidance.core.access import User
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.credit.rules import CreditRules, DutyKind, LinkPeriod, Visit
from guidance.reporting.visits.models import VisitReport

COLUMNS = (
    *("pk", "leader_id", "township_id", "started_on", "ended_on", "status", "methods"),
    *("visited_officials", "observed_village_id", "discipline_items", "township__unit_id", "leader__name"),
    *("township__unit__printed_name", "township__name"),
)
METHOD_LABELS = dict(GuidanceMethod.choices)


def get_visits(user: User, plan: Plan) -> list[Visit]:
    """Every report of the plan that the user sees, by its last day.

    One query, of plain values: there are thousands of reports.
    """
    rows = VisitReport.objects.visible_to(user).filter(plan=plan).order_by("ended_on", "pk")
    return [_visit(*row) for row in rows.values_list(*COLUMNS)]


def _visit(*row: Any) -> Visit:
    *scalars, methods, officials, village_id, discipline_items, unit_id, leader, unit, township = row
    pk, leader_id, township_id, started_on, ended_on, status = scalars
    labels = "、".join(str(METHOD_LABELS.get(code, code)) for code in methods)
    ticked = tuple(methods), tuple(officials), village_id, tuple(discipline_items)
    names = leader, f"{unit}{township}", labels
    return Visit(pk, leader_id, township_id, started_on, ended_on, status, *ticked, unit_id, *names)


def get_credit_rules(user: User, plan: Plan) -> CreditRules:
    """The plan's rules, with all links past and present that the user sees. One query."""
    links = Link.objects.visible_to(user).filter(plan=plan).order_by()
    rows = links.values_list("leader_id", "township_id", "valid_from", "valid_to")
    methods = {
        DutyKind.HEARING: plan.hearing_methods,
        DutyKind.VISIT: plan.visit_methods,
        DutyKind.OBSERVATION: plan.observation_methods,
        DutyKind.CALL: plan.call_methods,
    }
    return CreditRules(methods, [LinkPeriod(*row) for row in rows])
