"""The links on which a user may report; a stored report as form values and as text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from guidance.core import clock
from guidance.core.access import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.rules import LIST_FIELDS, TEXT_FIELDS


def get_reportable_links(user: User, plan: Plan, report: VisitReport | None = None) -> Any:
    """Links on which the user may report, with the link of `report` even if it is a predecessor's."""
    links = Link.objects.reportable_by(user)
    if report:
        links |= Link.objects.filter(leader=report.leader_id, township=report.township_id)
    # There cannot have been a visit yet under a link that begins later.
    return (
        links.in_plan(plan).filter(valid_from__lte=clock.today()).select_related("leader", "township__unit")
    )


def describe_fields(report: VisitReport) -> dict[str, str]:
    """The stored values as text for readers, by field."""
    choices = {
        "visited_officials": OfficeHolder,
        "inspection_points": InspectionPoint,
        "key_links": KeyLink,
        "discipline_items": DisciplineItem,
    }
    return {
        "link": f"{report.leader} {report.township.printed_name}",
        "started_on": report.started_on.isoformat(),
        "ended_on": report.ended_on.isoformat(),
        "methods": "、".join(report.method_labels),
        "method_note": report.method_note,
        "observed_village": str(report.observed_village or ""),
        "women_reserve_count": "" if report.women_reserve_count is None else str(report.women_reserve_count),
        "also_named": "、".join(township.printed_name for township in report.also_named_townships()),
        **{
            name: "、".join(kind(code).label for code in getattr(report, name))
            for name, kind in choices.items()
        },
        **report.sections_by_name,
    }


def get_initial(report: VisitReport, user: User, links: Sequence[Link] | None = None) -> dict[str, Any]:
    """Initial values of the form of a stored report. `links` are the user's, if they are read already."""
    if links is None:
        links = list(get_reportable_links(user, report.plan, report))
    values = {name: getattr(report, name) for name in (*LIST_FIELDS, *TEXT_FIELDS, "version")}
    return values | {"link": _get_link(report, links), "observed_village": report.observed_village_id}


def _get_link(report: VisitReport, links: Sequence[Link]) -> Link | None:
    """The link of the report's leader and township, by its last day if they were linked more than once."""
    key = report.leader_id, report.township_id
    own = [link for link in links if (link.leader_id, link.township_id) == key]
    return next((link for link in own if is_link_valid_on(link, report.ended_on)), own[0] if own else None)


def is_link_valid_on(link: Link, day: date) -> bool:
    return link.valid_from <= day and (link.valid_to is None or day <= link.valid_to)
