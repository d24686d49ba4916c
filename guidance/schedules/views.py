"""日程安排: all units merged, one unit's sheet, and the steps of the paper. One action, one address."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance import clock
from guidance.access import BUSINESS_ROLES, Role, has_role, require_roles, scope_of
from guidance.places.models import REPORTERS, ReportingUnit, Township
from guidance.plans.models import Plan, ReportingRound
from guidance.schedules import actions, queries
from guidance.schedules.forms import (
    CompletionForm,
    Forms,
    LineForm,
    ScheduleForm,
    completion_initial,
    line_initial,
)
from guidance.schedules.models import ScheduleReturn
from guidance.schedules.queries import Sheet
from guidance.workflow import actions as workflow
from guidance.workflow.actions import Refused, Stale
from guidance.workflow.steps import Steps, messages_of, paper_context, steps_of, take_return, take_step

SENDERS = (Role.MUNICIPAL_STAFF, Role.COUNTY_REPORTER)  # who sends for a whole unit


@require_roles(*BUSINESS_ROLES)
def merged(request: HttpRequest) -> HttpResponse:
    """One round, all units in the attachment's order."""
    plan = Plan.objects.current()
    rounds = list(ReportingRound.objects.in_plan(plan).select_related("plan"))
    chosen = _chosen_round(request, rounds) or queries.current_round(plan)
    sheets = queries.merged_sheets(request.user, chosen) if chosen else []
    reported = [sheet for sheet in sheets if sheet.paper and sheet.paper.is_sent]
    missing = [sheet for sheet in sheets if sheet not in reported]
    context = {
        "rounds": rounds,
        "round": chosen,
        "sheets": sheets,
        "reported": reported,
        "missing": missing,
        "own_unit": _own_unit(request),
        "is_staff": has_role(request.user, Role.MUNICIPAL_STAFF),
        "now": clock.now(),
    }
    return render(request, "guidance/schedules/merged.html", context)


def _chosen_round(request: HttpRequest, rounds: list[ReportingRound]) -> ReportingRound | None:
    asked = request.GET.get("round")
    return next((one for one in rounds if str(one.number) == asked), None)


def _own_unit(request: HttpRequest) -> int | None:
    """The unit that the user fills in for, to lead there with one press."""
    scope = scope_of(request.user, Role.COUNTY_REPORTER)
    if scope.units:
        return min(scope.units)
    townships = scope_of(request.user, Role.TOWNSHIP_LIAISON).townships
    return Township.objects.get(pk=min(townships)).unit_id if townships else None


def _find(request: HttpRequest, number: int, unit_id: int) -> Sheet:
    """The sheet of this round and unit, or 404 where it is outside the user's scope."""
    plan = Plan.objects.current()
    rounds = ReportingRound.objects.in_plan(plan).select_related("plan")
    found = get_object_or_404(rounds, number=number)
    unit = get_object_or_404(ReportingUnit.objects.named_for(request.user), pk=unit_id)
    sheet = queries.sheet_of(request.user, found, unit)
    if not sheet.rows and not ReportingUnit.objects.visible_to(request.user).filter(pk=unit.pk).exists():
        raise Http404  # the unit above a township that is not linked: nothing here to see
    return sheet


def _forms(request: HttpRequest, sheet: Sheet, data: Any = None) -> Forms:
    """The forms of the rows that the user may change."""
    year = sheet.year
    editable = set(Township.objects.editable_by(request.user).values_list("pk", flat=True))
    version = sheet.paper.version if sheet.paper else 0
    lines = [
        LineForm(
            data,
            number=row.link.order,
            township=row.link.township,
            year=year,
            initial=line_initial(row.line, year),
        )
        for row in sheet.rows
        if row.link.township_id in editable
    ]
    completion = None
    if _sends_for(request, sheet):
        initial = completion_initial(sheet.paper, year)
        completion = CompletionForm(data, unit_name=sheet.unit.printed_name, year=year, initial=initial)
    return Forms(ScheduleForm(data, initial={"version": version}), lines, completion)


def _sends_for(request: HttpRequest, sheet: Sheet) -> bool:
    scope = scope_of(request.user, *SENDERS)
    return scope.everything or sheet.unit.pk in scope.units


def _may_fill_in(request: HttpRequest, sheet: Sheet) -> bool:
    if not (has_role(request.user, *REPORTERS) and sheet.round.has_opened(clock.today())):
        return False
    return sheet.paper is None or sheet.paper.is_open


def _show(
    request: HttpRequest, sheet: Sheet, forms: Forms | None = None, *, reason: str = ""
) -> HttpResponse:
    """The sheet: to fill in where the user may, else to read. `forms` and `reason` keep what was typed."""
    if forms is None and _may_fill_in(request, sheet):
        forms = _forms(request, sheet)
        if not forms.of_cells:  # who fills in elsewhere and reads here, in another role
            forms = None
    context = {
        "sheet": sheet,
        "forms": forms,
        "doubts": sheet.doubts(),
        "sends": _sends_for(request, sheet),
        "is_staff": has_role(request.user, Role.MUNICIPAL_STAFF),
        "steps": _steps(request, sheet),
    }
    return render(
        request, "guidance/schedules/sheet.html", context | paper_context(sheet.paper, reason=reason)
    )


def _steps(request: HttpRequest, sheet: Sheet) -> Steps:
    place = (sheet.round.number, sheet.unit.pk)
    return steps_of(
        sheet.paper,
        sends=sheet.unit.pk in scope_of(request.user, Role.COUNTY_REPORTER).units,
        reviews=has_role(request.user, Role.MUNICIPAL_STAFF),
        addresses=Steps(
            withdraw=reverse("guidance:schedule_withdraw", args=place),
            accept=reverse("guidance:schedule_accept", args=place),
            return_=reverse("guidance:schedule_return", args=place),
        ),
    )


@require_roles(*BUSINESS_ROLES)
def sheet(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """Read or fill in; a POST is 存草稿."""
    found = _find(request, number, unit_id)
    if request.method != "POST":
        return _show(request, found)
    saved = _save(request, found)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, f"已保存草稿（{clock.now():%H:%M}）。尚未上报。")
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(*SENDERS)
@transaction.atomic  # saving and sending are one: a second press waits and finds both done
def submit(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """上报: saves what stands in the form, then sends it; doubts must be confirmed first."""
    found = _find(request, number, unit_id)
    saved = _save(request, found)
    if isinstance(saved, HttpResponse):
        return saved
    if not saved.is_open:  # the same form pressed twice: the first press has sent it
        return redirect("guidance:schedule", number, unit_id)
    found = _find(request, number, unit_id)
    if found.doubts() and not request.POST.get("checked"):
        messages.warning(request, "已保存，尚未上报：下面有需要核对的地方。改正后再上报，或勾选“仍要上报”。")
        return redirect("guidance:schedule", number, unit_id)
    try:
        workflow.submit(saved, by=request.user, version=saved.version)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已上报市妇联组联部。")
    return redirect("guidance:schedule", number, unit_id)


def _save(request: HttpRequest, sheet: Sheet) -> Any:
    """Store the posted cells: the paper, or the page again with errors and everything typed."""
    if not sheet.round.has_opened(clock.today()):
        day = sheet.round.opens_on
        raise PermissionDenied(f"{sheet.round}填报自{day.month}月{day.day}日起开放，现在还不能填。")
    forms = _forms(request, sheet, request.POST)
    if not forms.lines and not forms.completion:
        raise PermissionDenied
    if not forms.are_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(messages_of(*forms.all)))
        return _show(request, sheet, forms)
    try:
        return actions.save_schedule(
            unit=sheet.unit,
            round=sheet.round,
            lines={form.township.pk: form.cells for form in forms.lines},
            completion=forms.completion.cells if forms.completion else None,
            by=request.user,
            version=forms.head.cleaned_data["version"],
            key=forms.head.content_key,
        )
    except Stale as stale:
        return _show_conflict(request, stale)
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, sheet, forms)


def _show_conflict(request: HttpRequest, stale: Stale) -> HttpResponse:
    """Both texts: what was typed stays in the cells, what stands now is written beside them."""
    paper = stale.paper
    now = queries.sheet_of(request.user, paper.round, paper.unit)  # type: ignore[attr-defined]
    data = request.POST.copy()
    data["version"] = str(paper.version)
    data.pop("submission_key", None)
    forms = _forms(request, now, data)
    forms.are_valid()
    forms.show_stored()
    messages.error(
        request,
        f"没有保存：{paper.saved_by}在您打开之后修改了本表。您填写的内容都还在；"
        "不一致的格下面写着现在的内容，核对后再保存，将以您填写的为准。",
    )
    return _show(request, now, forms)


@require_POST
@require_roles(Role.COUNTY_REPORTER)
def withdraw(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """撤回, by the unit itself; staff return a paper instead."""
    paper = _find_paper(request, number, unit_id)
    take_step(request, paper, workflow.withdraw, "已撤回，可以修改后重新上报。")
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(Role.MUNICIPAL_STAFF)
def accept(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """接收 of the version that was read."""
    take_step(request, _find_paper(request, number, unit_id), workflow.accept, "已接收。")
    return redirect("guidance:schedule", number, unit_id)


@require_POST
@require_roles(Role.MUNICIPAL_STAFF)
def return_(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """退回 with a reason."""
    paper = _find_paper(request, number, unit_id)
    days = paper.round.plan.correction_days
    reason = take_return(request, paper, workflow.return_paper, "已退回填报单位。", correction_days=days)
    if reason:
        return _show(request, _find(request, number, unit_id), reason=reason)
    return redirect("guidance:schedule", number, unit_id)


def _find_paper(request: HttpRequest, number: int, unit_id: int) -> ScheduleReturn:
    """The return on which a step is taken: within the user's scope, and his or hers to send or review."""
    found = _find(request, number, unit_id)
    if found.paper is None:
        raise Http404
    if not _sends_for(request, found):
        raise PermissionDenied
    return found.paper
