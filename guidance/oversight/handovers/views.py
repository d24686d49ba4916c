"""接替: a leader or municipal liaison is replaced from a day. One action, one address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, Role, require_roles
from guidance.core.records import Refused
from guidance.oversight.handovers import actions, queries
from guidance.oversight.handovers.forms import HandoverForm, get_post_choices, parse_confirmed
from guidance.oversight.handovers.queries import HandoverEffects, HandoverRequest
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan

GIVE_AN_ACCOUNT = "请系统管理员在“系统管理 → 用户”中，给{name}的账号添加角色“{role}”并选择本人。"


@require_roles(*PLAN_MANAGERS)
def handover(request: HttpRequest) -> HttpResponse:
    """The recorded handovers and the form of the chosen post; a POST previews and writes nothing."""
    form = _get_form(request)
    if request.method != "POST" or form is None or "edit" in request.POST or not form.is_valid():
        return _render_page(request, form)
    handover_request = form.handover_request
    effects = queries.get_effects(handover_request)
    for reason in effects.reasons:
        form.add_error(None, reason)
    return (
        _render_page(request, form)
        if effects.reasons
        else _render_preview(request, form, handover_request, effects)
    )


@require_POST
@require_roles(*PLAN_MANAGERS)
def record(request: HttpRequest) -> HttpResponse:
    """确认登记, after the preview."""
    form = _get_form(request)
    if form is None or not form.is_valid():
        return _render_page(request, form)
    handover_request = form.handover_request
    try:
        moved = actions.hand_over(
            handover_request=handover_request,
            by=request.user,
            confirmed=parse_confirmed(request.POST.getlist("confirmed")),
        )
    except actions.UnconfirmedReports as unconfirmed:
        messages.error(request, str(unconfirmed))
        return _render_preview(request, form, handover_request, unconfirmed.effects)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _render_page(request, form)
    messages.success(request, _format_success(handover_request, moved))
    return redirect("guidance:handover")


def _format_success(handover_request: HandoverRequest, moved: int) -> str:
    name = handover_request.successor.name
    links = f"，移交联系点{moved}个" if handover_request.post == GroupPost.LEADER else ""
    what = (
        f"{handover_request.from_on.month}月{handover_request.from_on.day}日起由{name}接替"
        if handover_request.links is None
        else f"由{name}接手"
    )
    account = GIVE_AN_ACCOUNT.format(name=name, role=Role(handover_request.post).label)
    return f"已登记：{handover_request.post_label}{what}{links}。如{name}还没有账号，{account}"


@require_POST
@require_roles(*PLAN_MANAGERS)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 of a handover."""
    handover = Handover.objects.filter(pk=pk).select_related("group__plan").first()
    try:
        if handover:
            actions.undo_handover(handover=handover)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤销，岗位和联系点恢复原状。")
    return redirect("guidance:handover")


@require_POST
@require_roles(*PLAN_MANAGERS)
def undo_link(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 of a link that was handed over by itself."""
    link = Link.objects.visible_to(request.user).filter(pk=pk).select_related("plan").first()
    try:
        if link:
            actions.undo_link_handover(link=link)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤销，联系点恢复原状。")
    return redirect("guidance:handover")


def _get_form(request: HttpRequest) -> HandoverForm | None:
    """The form of the chosen post; None without one."""
    whom = request.POST.get("whom") or request.GET.get("whom", "")
    post, _, key = whom.partition("-")
    if not key.isdecimal() or len(key) > 18 or post not in GroupPost.values:
        return None
    groups = GuidanceGroup.objects.visible_to(request.user).filter(plan=Plan.objects.current())
    group = groups.select_related("plan").filter(pk=int(key)).first()
    if group is None:
        return None
    data = request.POST if request.method == "POST" else None
    return HandoverForm(data, group=group, post=GroupPost(post), initial={"whom": whom})


def _render_page(request: HttpRequest, form: HandoverForm | None) -> HttpResponse:
    plan = get_current_plan("没有可以接替的岗位")
    recorded = queries.get_recorded_handovers(plan)
    context = {
        "form": form,
        "posts": get_post_choices(plan),
        "whom": f"{form.post.value}-{form.group.pk}" if form else "",
        "recorded": recorded,
        "moved_alone": queries.get_links_moved_alone(plan, recorded),
    }
    return render(request, "guidance/oversight/handovers/index.html", context)


def _render_preview(
    request: HttpRequest, form: HandoverForm, handover_request: HandoverRequest, effects: HandoverEffects
) -> HttpResponse:
    carried = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    account = GIVE_AN_ACCOUNT.format(
        name=handover_request.successor.name, role=Role(handover_request.post).label
    )
    context = {
        "handover_request": handover_request,
        "effects": effects,
        "carried": carried,
        "account": account,
    }
    return render(request, "guidance/oversight/handovers/preview.html", context)
