"""接替: a leader or municipal liaison is replaced from a day. One action, one address."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, Role, require_roles
from guidance.core.records import Refused
from guidance.oversight.handovers import actions, queries
from guidance.oversight.handovers.forms import HandoverForm, confirmed_of, posts_of
from guidance.oversight.handovers.queries import Asked, Moving
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Link
from guidance.reference.people.posts import Handover
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan

GIVE_AN_ACCOUNT = "请系统管理员在“系统管理 → 用户”中，给{name}的账号添加角色“{role}”并选择本人。"


@require_roles(*PLAN_MANAGERS)
def handover(request: HttpRequest) -> HttpResponse:
    """What is recorded, and the form of the post that was chosen; a POST is 预览 and writes nothing."""
    form = _form_of(request)
    if request.method != "POST" or form is None or "edit" in request.POST or not form.is_valid():
        return _show(request, form)
    asked = form.asked
    found = queries.moving(asked)
    for reason in found.reasons:
        form.add_error(None, reason)
    return _show(request, form) if found.reasons else _preview(request, form, asked, found)


@require_POST
@require_roles(*PLAN_MANAGERS)
def record(request: HttpRequest) -> HttpResponse:
    """确认登记, after the preview."""
    form = _form_of(request)
    if form is None or not form.is_valid():
        return _show(request, form)
    asked = form.asked
    try:
        moved = actions.hand_over(
            asked=asked, by=request.user, confirmed=confirmed_of(request.POST.getlist("confirmed"))
        )
    except actions.Unconfirmed as unconfirmed:
        messages.error(request, str(unconfirmed))
        return _preview(request, form, asked, unconfirmed.found)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, form)
    messages.success(request, _told(asked, moved))
    return redirect("guidance:handover")


def _told(asked: Asked, moved: int) -> str:
    name = asked.successor.name
    links = f"，移交联系点{moved}个" if asked.post == GroupPost.LEADER else ""
    what = (
        f"{asked.from_on.month}月{asked.from_on.day}日起由{name}接替"
        if asked.links is None
        else f"由{name}接手"
    )
    account = GIVE_AN_ACCOUNT.format(name=name, role=Role(asked.post).label)
    return f"已登记：{asked.words}{what}{links}。如{name}还没有账号，{account}"


@require_POST
@require_roles(*PLAN_MANAGERS)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 of a handover."""
    found = Handover.objects.filter(pk=pk).select_related("group__plan").first()
    try:
        if found:
            actions.take_back(handover=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤销，岗位和联系点恢复原状。")
    return redirect("guidance:handover")


@require_POST
@require_roles(*PLAN_MANAGERS)
def undo_link(request: HttpRequest, pk: int) -> HttpResponse:
    """撤销 of a link that was handed over by itself."""
    found = Link.objects.visible_to(request.user).filter(pk=pk).select_related("plan").first()
    try:
        if found:
            actions.take_back_link(link=found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤销，联系点恢复原状。")
    return redirect("guidance:handover")


def _form_of(request: HttpRequest) -> HandoverForm | None:
    """The form of the post that was chosen; None without one."""
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


def _show(request: HttpRequest, form: HandoverForm | None) -> HttpResponse:
    plan = get_current_plan("没有可以接替的岗位")
    recorded = queries.recorded_of(plan)
    context = {
        "form": form,
        "posts": posts_of(plan),
        "whom": f"{form.post.value}-{form.group.pk}" if form else "",
        "recorded": recorded,
        "moved_alone": queries.moved_alone(plan, recorded),
    }
    return render(request, "guidance/oversight/handovers/index.html", context)


def _preview(request: HttpRequest, form: HandoverForm, asked: Asked, found: Moving) -> HttpResponse:
    carried = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
    account = GIVE_AN_ACCOUNT.format(name=asked.successor.name, role=Role(asked.post).label)
    context = {"asked": asked, "found": found, "carried": carried, "account": account}
    return render(request, "guidance/oversight/handovers/preview.html", context)
