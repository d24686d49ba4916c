"""换届结果: the list of townships, and the grid of a township's villages."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from guidance.core.access import PLAN_READERS, REPORTERS, has_role, require_roles
from guidance.core.conflicts import add_conflict_message
from guidance.core.records import StaleRows
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.returns import actions
from guidance.reporting.returns.actions import ReasonRequired, ReturnEntry
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.forms import SHEETS, ReasonForm, VillageForm, get_sheets, posted_over_rows
from guidance.reporting.returns.models import VillageReturn


@require_roles(*PLAN_READERS)
def index(request: HttpRequest) -> HttpResponse:
    """Townships by unit, each with the number of villages that have reported."""
    of_plan = Q(tallies__plan=Plan.objects.current(), tallies__stage=Stage.ELECTED)
    townships = (
        Township.objects.visible_to(request.user)
        .select_related("unit")
        .annotate(
            expected=Sum("tallies__villages", filter=of_plan, default=0),
            reported=Sum("tallies__reported", filter=of_plan, default=0),
        )
        .order_by("unit__attachment_order", "code")  # aggregation drops the model's ordering
    )
    context = {"townships": townships, "imports": has_role(request.user, *REPORTERS)}
    return render(request, "guidance/reporting/returns/index.html", context)


@dataclass(frozen=True)
class Grid:
    """The grid of one township, stage and sheet."""

    plan: Plan
    township: Township
    stage: str
    sheet: str
    editable: bool

    @property
    def query(self) -> str:
        """The query string of its URL."""
        return urlencode({"stage": self.stage} | ({} if self.sheet == "main" else {"sheet": self.sheet}))

    @property
    def villages(self) -> QuerySet[Village]:
        """The rows; merged villages have figures of the previous term only."""
        villages = Village.objects.filter(township=self.township).select_related("merged_into")
        return villages if self.stage == Stage.PREVIOUS else villages.current()

    def forms(self, data: Any = None) -> list[VillageForm]:
        """One form per village."""
        returns = VillageReturn.objects.filter(
            plan=self.plan, stage=self.stage, village__township=self.township
        ).select_related("saved_by")
        stored = {row.village_id: row for row in returns}
        return [
            VillageForm(
                data,
                number=number,
                village=village,
                stage=self.stage,
                stored=stored.get(village.pk),
                sheet=self.sheet,
            )
            for number, village in enumerate(self.villages, start=1)
        ]


@require_roles(*PLAN_READERS)
def township(request: HttpRequest, township_id: int) -> HttpResponse:
    """The grid of one township and stage; a POST saves the whole grid at once."""
    townships = Township.objects.visible_to(request.user).select_related("unit")
    visible = get_object_or_404(townships, pk=township_id)
    plan = get_current_plan()
    editable = Township.objects.editable_by(request.user).filter(pk=visible.pk).exists()
    grid = Grid(plan, visible, *_get_stage_and_sheet(request), editable)
    if request.method != "POST":
        return _render(request, grid, grid.forms())
    if not editable:
        raise PermissionDenied
    return _save(request, grid)


def _get_stage_and_sheet(request: HttpRequest) -> tuple[str, str]:
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else Stage.ELECTED.value
    sheet = request.GET.get("sheet", "main")
    return stage, sheet if sheet in dict(get_sheets(stage)) else "main"


def _save(request: HttpRequest, grid: Grid) -> HttpResponse:
    forms = grid.forms(request.POST)
    reason = ReasonForm(request.POST)
    changed = [form for form in forms if form.has_changed()]
    errors = [message for form in changed if not form.is_valid() for message in form.messages]
    if not reason.is_valid():
        errors += [f"更正原因：{message}" for texts in reason.errors.values() for message in texts]
    if errors:
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(errors))
        return _render(request, grid, forms, reason)
    entries = [ReturnEntry(form.village, form.counts, form.cleaned_data["version"]) for form in changed]
    try:
        written = actions.save_returns(
            plan=grid.plan,
            township=grid.township,
            stage=grid.stage,
            entries=entries,
            by=request.user,
            reason=reason.cleaned_data["reason"],
        )
    except StaleRows as stale:
        return _show_conflict(request, grid, stale)
    except ReasonRequired as needed:
        return _ask_for_reason(request, grid, forms, reason, needed)
    if written:
        messages.success(request, f"已保存 {written} 个村（社区）的数据。")
    else:
        messages.info(request, "没有改动，无需保存。")
    return redirect(f"{reverse('guidance:township_returns', args=[grid.township.pk])}?{grid.query}")


def _ask_for_reason(
    request: HttpRequest, grid: Grid, forms: list[VillageForm], reason: ReasonForm, needed: ReasonRequired
) -> HttpResponse:
    """Render the grid unsaved: frozen figures may have been quoted, so a change needs a reason."""
    numbers = {form.village.pk: form.where for form in forms}
    names = "、".join(numbers[village.pk] for village in needed.villages)
    reason.add_error("reason", "请填写更正原因。")
    messages.error(
        request,
        f"没有保存：{names}的数据已经定格，改动属于更正。请在表下填写“更正原因”后再保存，您填写的内容都还在。",
    )
    return _render(request, grid, forms, reason)


def _show_conflict(request: HttpRequest, grid: Grid, stale: StaleRows) -> HttpResponse:
    forms = grid.forms(posted_over_rows(request.POST, stale.rows))
    villages = {row.village_id for row in stale.rows}
    for form in forms:
        form.is_stale = form.village.pk in villages
    names = "、".join(form.where for form in forms if form.is_stale)
    add_conflict_message(request, f"{names}在您打开之后已被他人修改")
    return _render(request, grid, forms, ReasonForm(request.POST))


def _render(
    request: HttpRequest, grid: Grid, forms: list[VillageForm], reason: ReasonForm | None = None
) -> HttpResponse:
    context = {
        "grid": grid,
        "township": grid.township,
        "forms": forms,
        "reason": (reason or ReasonForm()) if grid.plan.frozen_at else None,
        "stages": Stage.choices,
        "sheets": get_sheets(grid.stage),
        "sheet_label": SHEETS[grid.sheet],
        "reported": sum(1 for form in forms if form.stored and form.stored.people is not None),
    }
    return render(request, "guidance/reporting/returns/township.html", context)
