"""工作台: the to-dos of the role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.core.access import PLAN_READERS, require_roles
from guidance.oversight.home import duties, meetings, queries
from guidance.oversight.meetings.queries import calendar_of
from guidance.reference.people.queries import idle_posts
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, what came back, what waits for review, who meets when, what moved."""
    plan = Plan.objects.current()
    user = request.user
    calendar = calendar_of(user, plan)
    matrix = duties.matrix_for(user, plan, calendar)
    guided = meetings.guided_townships(user, calendar, matrix)
    context = {
        "plan": plan,
        "todos": queries.todos(user, plan),
        "progress": queries.progress(user, plan),
        "townships": queries.own_townships(user),
        "guided": guided,
        "duty_card": duties.duty_card(user, matrix, [one.hearing for one in guided if one.hearing]),
        "coming": meetings.coming_meetings(calendar),
        "changes": meetings.changes_for(user, plan),
        "idle_posts": idle_posts(user),
        "days_of_plan": meetings.days_of_plan(calendar),
    }
    return render(request, "guidance/oversight/home/desk.html", context)
