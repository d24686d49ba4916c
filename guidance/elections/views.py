"""换届结果: townships by unit, and the grid of a township's villages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from guidance.access import BUSINESS_ROLES, require_roles
from guidance.elections import actions
from guidance.elections.actions import Conflicts, Entry
from guidance.elections.forms import VillageForm, open_again
from guidance.elections.models import Stage, VillageReturn
from guidance.places.models import Township, Village
from guidance.plans.models import Plan


@require_roles(*BUSINESS_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Townships under their units, each with how many of its villages have reported."""
    plan = Plan.objects.current()
    reported = Q(villages__returns__plan=plan, villages__returns__people__isnull=False) & Q(
        villages__returns__stage=Stage.ELECTED
    )
    townships = (
        Township.objects.visible_to(request.user)
        .select_related("unit")
        .annotate(
            expected=Count("villages", distinct=True),
            reported=Count("villages", filter=reported, distinct=True),
        )
    )
    return render(request, "guidance/elections/index.html", {"townships": townships})


@require_roles(*BUSINESS_ROLES)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """The grid of one township and stage; a POST saves the whole grid at once."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    found = get_object_or_404(townships, pk=township_id)
    plan = Plan.objects.current()
    if plan is None:
        raise PermissionDenied("还没有载入工作方案，暂不能填报。")
    editable = Township.objects.editable_by(request.user).filter(pk=found.pk).exists()
    stage = _stage(request)
    if request.method != "POST":
        return _show(request, found, stage, _forms(found, plan, stage), editable=editable)
    if not editable:
        raise PermissionDenied
    return _save(request, found, plan, stage)


def _stage(request: HttpRequest) -> str:
    asked = request.GET.get("stage", "")
    return asked if asked in Stage.values else Stage.ELECTED


def _forms(township: Township, plan: Plan, stage: str, data: Any = None) -> list[VillageForm]:
    returns = VillageReturn.objects.filter(plan=plan, stage=stage, village__township=township)
    stored = {one.village_id: one for one in returns}
    villages = Village.objects.filter(township=township)
    return [
        VillageForm(data, number=number, village=village, stage=stage, stored=stored.get(village.pk))
        for number, village in enumerate(villages, start=1)
    ]


def _save(request: HttpRequest, township: Township, plan: Plan, stage: str) -> HttpResponse:
    forms = _forms(township, plan, stage, request.POST)
    changed = [form for form in forms if form.has_changed()]
    wrong = [message for form in changed if not form.is_valid() for message in form.messages]
    if wrong:
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(wrong))
        return _show(request, township, stage, forms, editable=True)
    entries = [Entry(form.village, form.counts, form.cleaned_data["version"] or 0) for form in changed]
    try:
        written = actions.save_returns(
            plan=plan, township=township, stage=stage, entries=entries, by=request.user
        )
    except Conflicts as conflicts:
        return _show_conflicts(request, township, plan, stage, conflicts)
    if written:
        messages.success(request, f"已保存 {written} 个村（社区）的数据。")
    else:
        messages.info(request, "没有改动，无需保存。")
    return redirect(f"{reverse('guidance:township_returns', args=[township.pk])}?stage={stage}")


def _show_conflicts(
    request: HttpRequest, township: Township, plan: Plan, stage: str, conflicts: Conflicts
) -> HttpResponse:
    """Both figures: what was typed stays in the fields, what stands now is written under them."""
    data = request.POST.copy()
    for stored in conflicts.stored.values():
        open_again(data, stored)
    forms = _forms(township, plan, stage, data)
    for form in forms:
        if form.village.pk in conflicts.stored:
            form.conflict = form.stored_in_words()
    names = "、".join(form.where for form in forms if form.conflict)
    messages.error(
        request,
        f"没有保存：{names}在您打开之后已被他人修改。您填写的内容都还在；核对后再保存，将以您填写的为准。",
    )
    return _show(request, township, stage, forms, editable=True)


def _show(
    request: HttpRequest, township: Township, stage: str, forms: list[VillageForm], *, editable: bool
) -> HttpResponse:
    context = {
        "township": township,
        "forms": forms,
        "editable": editable,
        "stage": stage,
        "stages": Stage.choices,
        "reported": sum(1 for form in forms if form.stored and form.stored.people is not None),
    }
    return render(request, "guidance/elections/township.html", context)
