"""日历订阅: the address of the user's own calendar, and the calendar itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from guidance.core import clock
from guidance.core.access import PLAN_READERS, User, has_role, require_roles
from guidance.oversight.meetings import actions, queries
from guidance.oversight.meetings.feed.calendar import make_calendar_file
from guidance.oversight.meetings.models import FeedToken
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def feed_page(request: HttpRequest) -> HttpResponse:
    """How to subscribe, and the address once there is one."""
    user: User = request.user
    feed = FeedToken.objects.filter(user=user).first()
    address = reverse("guidance:meetings_feed_file", args=[feed.token]) if feed else ""
    context = {"feed": feed, "address": request.build_absolute_uri(address) if feed else ""}
    response = render(request, "guidance/oversight/meetings/feed.html", context)
    response["Cache-Control"] = "no-store"  # the address is a secret
    return response


@require_POST
@require_roles(*PLAN_READERS)
def renew(request: HttpRequest) -> HttpResponse:
    """生成, 重新生成."""
    actions.renew_feed(user=request.user)
    messages.success(request, "已生成新的订阅地址；原来的地址（如有）已失效。")
    return redirect("guidance:meetings_feed")


@require_POST
@require_roles(*PLAN_READERS)
def stop(request: HttpRequest) -> HttpResponse:
    """停用."""
    actions.delete_feed(user=request.user)
    messages.success(request, "已停用，订阅地址已失效。")
    return redirect("guidance:meetings_feed")


@login_not_required
@require_safe
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner of `token` sees at /meetings/; 404 for everyone whom the page would not let in."""
    feed = FeedToken.objects.filter(token=token).select_related("user").first()
    if feed is None or not has_role(feed.user, *PLAN_READERS):
        raise Http404
    plan = Plan.objects.current()
    calendar = queries.get_calendar(feed.user, plan)
    body = make_calendar_file(plan, calendar.events, calendar.conflicting, clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
