"""工作台: the to-dos of the role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance import clock
from guidance.access import BUSINESS_ROLES, Role, has_role, require_roles
from guidance.desk import queries
from guidance.people.models import Link
from guidance.plans.models import Milestone, Plan, ReportingRound


@require_roles(*BUSINESS_ROLES)
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, what came back, what waits for review."""
    plan = Plan.objects.current()
    user = request.user
    links = Link.objects.for_reports_of(user).in_plan(plan).valid_on(clock.today())
    context = {
        "plan": plan,
        "todos": queries.todos(user, plan),
        "progress": queries.progress(user, plan),
        "townships": queries.own_townships(user),
        "links": links.select_related("township__unit")
        if has_role(user, Role.LEADER, Role.MUNICIPAL_LIAISON)
        else [],
        "calendar": _calendar(plan),
    }
    return render(request, "guidance/desk/desk.html", context)


def _calendar(plan: Plan | None) -> list[tuple[object, str]]:
    """Milestones and round deadlines still to come; on one day they are two entries (A-34)."""
    if plan is None:
        return []
    today = clock.today()
    days = [(m.due_on, m.name) for m in Milestone.objects.filter(plan=plan, due_on__gte=today)]
    rounds = ReportingRound.objects.in_plan(plan).filter(due_on__gte=today)
    days += [(r.due_on, f"日程安排表{r}报送截止") for r in rounds]
    return sorted(days)
