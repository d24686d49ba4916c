"""工作台: the to-dos of the role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core.access import PLAN_READERS, require_roles
from guidance.oversight.home import duties, meetings, queries
from guidance.oversight.meetings.queries import get_calendar
from guidance.reference.people.queries import idle_posts
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def desk(request: HttpRequest) -> HttpResponse:
    """The to-dos, duties, upcoming meetings and changed dates of the user."""
    plan = Plan.objects.current()
    user = request.user
    calendar = get_calendar(user, plan)
    matrix = duties.get_matrix(user, plan, calendar)
    guided = meetings.get_guided_townships(user, calendar, matrix)
    context = {
        "plan": plan,
        "todos": queries.get_todos(user, plan),
        "progress": queries.get_round_progress(user, plan),
        "townships": queries.get_own_townships(user),
        "guided": guided,
        "duty_card": duties.get_duty_card(
            user, matrix, [township.hearing for township in guided if township.hearing]
        ),
        "upcoming": meetings.get_upcoming_meetings(calendar),
        "changes": meetings.get_changed_meetings(user, plan),
        "idle_posts": idle_posts(user),
        "plan_days": meetings.get_plan_days(calendar),
    }
    return render(request, "guidance/oversight/home/desk.html", context)
