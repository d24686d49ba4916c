"""日历: all meetings by month or as a list, who observes which, and what moved."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import GUIDES, PLAN_MANAGERS, PLAN_READERS, has_role, require_roles
from guidance.core.lists import get_page
from guidance.oversight.meetings import actions, queries, rules
from guidance.oversight.meetings.forms import LIST, CalendarFilter
from guidance.oversight.meetings.observations import get_arranged_observations, get_observations
from guidance.oversight.meetings.queries import MeetingCalendar
from guidance.reference.people.models import Link
from guidance.reference.places.models import Township
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan

PAGE_SIZE = 50
MAX_UNDATED = 50
LARGEST_KEY = 2**63 - 1


@require_roles(*PLAN_READERS)
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings that the user sees; the address holds the filter."""
    plan = Plan.objects.current()
    linked = queries.get_linked_townships(request.user, plan)
    form = CalendarFilter(request.GET, linked=linked)
    context = {"plan": plan, "form": form, "is_staff": has_role(request.user, *PLAN_MANAGERS)}
    if plan is None or not form.is_valid():
        return render(request, "guidance/oversight/meetings/index.html", context)
    calendar = queries.get_calendar(request.user, plan, linked, form.selection)
    arranged = get_arranged_observations(request.user, plan, linked.links)
    first, day = form.cleaned_data["month"], form.cleaned_data["day"]
    if day:
        first = day.replace(day=1)
    shows_list = form.cleaned_data["view"] == LIST or day is not None
    context |= {
        "first": first,
        "day": day,
        "shows_list": shows_list,
        "before": rules.get_neighbour_month(first, -1),
        "after": rules.get_neighbour_month(first, 1),
        "calendar": calendar,
        "conflicts": _conflicts(calendar, first),
        "undated": calendar.undated[:MAX_UNDATED],
        "more_undated": len(calendar.undated) - MAX_UNDATED,
        "observations": get_observations(request.user, plan, calendar, arranged),
    }
    context |= _list(request, calendar, arranged, first, day) if shows_list else _month(plan, calendar, first)
    return render(request, "guidance/oversight/meetings/index.html", context)


def _conflicts(calendar: MeetingCalendar, first: date) -> list[rules.Conflict]:
    """Those of the month that is shown, and all that are still to come."""
    since = min(first, clock.today())
    return [conflict for conflict in calendar.conflicts if conflict.day >= since]


def _month(plan: Plan, calendar: MeetingCalendar, first: date) -> dict[str, Any]:
    return {"weeks": rules.make_month_view(first, calendar.events, queries.get_day_heads(plan, first))}


def _list(
    request: HttpRequest,
    calendar: MeetingCalendar,
    arranged: set[tuple[int, int]],
    first: date,
    day: date | None,
) -> dict[str, Any]:
    """The events of the month, or of the one day, page by page."""
    events = rules.filter_by_days(calendar.events, day or first, day or rules.last_of_month(first))
    page = get_page(request, events, PAGE_SIZE)
    return {"page": page, "lines": [_line(event, calendar, arranged) for event in page]}


def _line(event: rules.Event, calendar: MeetingCalendar, arranged: set[tuple[int, int]]) -> dict[str, Any]:
    """A line of the list: the event, its villages, and what is to be said of it."""
    is_observed = event.column == ScheduleColumn.FEDERATION and (event.township, event.leader) in arranged
    return {
        "event": event,
        "is_observed": is_observed,
        "has_hints": bool(is_observed or event.counted or event.uid in calendar.conflicting),
        "villages": calendar.villages.get((event.township or 0, event.column), []),
    }


@require_POST
@require_roles(*GUIDES)
def observe(request: HttpRequest, township_id: int) -> HttpResponse:
    """我去观摩."""
    link = _get_link_or_404(request, township_id)
    actions.arrange_observation(link=link, by=request.user)
    messages.success(request, f"已安排{link.leader.name}观摩{link.township.printed_name}妇联换届选举大会。")
    return _back(request)


@require_POST
@require_roles(*GUIDES)
def stop_observing(request: HttpRequest, township_id: int) -> HttpResponse:
    """取消 an observation."""
    link = _get_link_or_404(request, township_id)
    actions.cancel_observation(link=link, by=request.user)
    messages.success(request, f"已取消{link.leader.name}观摩{link.township.printed_name}的安排。")
    return _back(request)


def _get_link_or_404(request: HttpRequest, township_id: int) -> Link:
    """Today's link of the township; 404 where there is none in the user's scope."""
    township = get_object_or_404(Township.objects.visible_to(request.user), pk=township_id)
    links = Link.objects.visible_to(request.user).in_plan(Plan.objects.current()).valid_on(clock.today())
    links = links.filter(township=township).select_related("leader", "township__unit").order_by("-valid_from")
    if not (link := links.first()):
        raise Http404
    return link


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect to the calendar with the filter of the page."""
    query = QueryDict(request.POST.get("asked", "")).urlencode()
    return redirect(f"{reverse('guidance:meetings')}{'?' if query else ''}{query}")


@require_POST
@require_roles(*PLAN_READERS)
def dismiss_changes(request: HttpRequest) -> HttpResponse:
    """知道了: the changes of dates that the desk showed."""
    plan = Plan.objects.current()
    shown = [int(key) for key in request.POST.getlist("change") if key.isdecimal() and len(key) < 20]
    if plan:
        actions.dismiss_changes(
            plan=plan, changes=[key for key in shown if key <= LARGEST_KEY], user=request.user
        )
    return redirect("guidance:desk")
