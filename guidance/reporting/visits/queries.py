"""What a stored report says, in the fields of its form and in words; and the links to report on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from guidance.core import clock
from guidance.core.access import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.rules import TICKED, TYPED


def links_for(user: User, plan: Plan, report: VisitReport | None = None) -> Any:
    """Links on which the user may report, and the one of `report`: that of a predecessor stays with it."""
    links = Link.objects.for_reports_of(user)
    if report:
        links |= Link.objects.filter(leader=report.leader_id, township=report.township_id)
    # One that lies ahead cannot have been guided yet.
    return (
        links.in_plan(plan).filter(valid_from__lte=clock.today()).select_related("leader", "township__unit")
    )


def words_of(report: VisitReport) -> dict[str, str]:
    """What is stored, in words, by field."""
    ticked = {
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
            for name, kind in ticked.items()
        },
        **report.sections_by_name,
    }


def initial_of(report: VisitReport, user: User, links: Sequence[Link] | None = None) -> dict[str, Any]:
    """The fields of a stored report, as the form shows them. `links`: the user's, where they are at hand."""
    if links is None:
        links = list(links_for(user, report.plan, report))
    values = {name: getattr(report, name) for name in (*TICKED, *TYPED, "version")}
    return values | {"link": _link_of(report, links), "observed_village": report.observed_village_id}


def _link_of(report: VisitReport, links: Sequence[Link]) -> Link | None:
    """The link under which it was written: that of its day, where a township was linked more than once."""
    own = [one for one in links if (one.leader_id, one.township_id) == (report.leader_id, report.township_id)]
    return next((one for one in own if covers(one, report.ended_on)), own[0] if own else None)


def covers(link: Link, day: date) -> bool:
    """Whether the link held on this day."""
    return link.valid_from <= day and (link.valid_to is None or day <= link.valid_to)
