"""差距台账: the names behind the gap, and the record of each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.conflicts import present_conflict, with_stored_version
from guidance.core.lists import get_list_url, get_page, name_download
from guidance.core.records import StaleRows
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.remedies import queries
from guidance.oversight.remedies.actions import save_remedy
from guidance.oversight.remedies.export import GAP_HEADS, add_labels, make_gap_rows
from guidance.oversight.remedies.forms import LedgerFilter, RemedyForm
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.rules import get_state, get_state_label
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import GAPS_BY_CODE

PAGE_SIZE = 50


@require_roles(*PLAN_READERS)
def remedies(request: HttpRequest) -> HttpResponse:
    """The ledger; the address holds its filter."""
    form, lines = _get_filtered_ledger(request)
    page = get_page(request, lines, PAGE_SIZE)
    context = {"form": form, "page": page, "lines": [add_labels(row) for row in page]}
    return render(request, "guidance/oversight/remedies/index.html", context)


def _get_filtered_ledger(request: HttpRequest) -> tuple[LedgerFilter, Any]:
    """The filter and its lines; no lines if the filter is invalid."""
    form = LedgerFilter(request.GET, user=request.user)
    if not form.is_valid():
        return form, []
    return form, queries.get_ledger(request.user, Plan.objects.current(), form.selection)


@require_roles(*PLAN_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The ledger as seen, all its pages, as .xlsx or .csv; an invalid filter redirects to its message."""
    form, lines = _get_filtered_ledger(request)
    back = get_list_url(request, "remedies")
    if not form.is_valid():
        return redirect(back)
    name = name_download("差距台账")
    rows = make_gap_rows(lines)
    return table_response(request, kind, name=name, heads=GAP_HEADS, rows=rows, count=lines.count, back=back)


@require_roles(*PLAN_READERS)
def remedy(request: HttpRequest, village_id: int, gap: str) -> HttpResponse:
    """The record of one gap of one village: a form for its reporters, else read-only."""
    villages = Village.objects.visible_to(request.user).select_related("township__unit")
    village = get_object_or_404(villages, pk=village_id)
    plan = Plan.objects.current()
    if gap not in {known.code for known in queries.REMEDIED} or plan is None:
        raise Http404
    editable = Village.objects.editable_by(request.user).filter(pk=village.pk).exists()
    stored = _get_remedy(plan, village, gap)
    if request.method == "POST":
        if not editable:
            raise PermissionDenied
        return _save_remedy(request, plan, village, gap, stored)
    form = RemedyForm(user=request.user, village=village, remedy=stored) if editable else None
    return _render_remedy(request, plan, village, gap, stored, form)


def _get_remedy(plan: Plan, village: Village, gap: str) -> Remedy | None:
    remedies = Remedy.objects.filter(plan=plan, village=village, gap=gap)
    return remedies.select_related("saved_by", "unit").first()


def _save_remedy(
    request: HttpRequest, plan: Plan, village: Village, gap: str, stored: Remedy | None
) -> HttpResponse:
    form = RemedyForm(request.POST, user=request.user, village=village, remedy=stored)
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _render_remedy(request, plan, village, gap, stored, form)
    if stored is None and not queries.is_open(request.user, plan, village, gap):
        messages.error(request, "没有保存：该村（社区）现在没有这项差距，不需要填写原因和补救措施。")
        return _render_remedy(request, plan, village, gap, stored, None)
    version = form.cleaned_data["version"]
    try:
        save_remedy(plan=plan, village=village, gap=gap, values=form.values, version=version, by=request.user)
    except StaleRows as stale:
        data = with_stored_version(stale.row, request.POST)
        form = RemedyForm(data, user=request.user, village=village, remedy=stale.row)
        texts = queries.format_values(stale.row)
        present_conflict(request, form, stored=stale.row, texts=texts, subject="这条记录")
        return _render_remedy(request, plan, village, gap, stale.row, form)
    messages.success(request, f"已保存（{clock.now():%H:%M}）。")
    return redirect("guidance:remedy", village.pk, gap)


def _render_remedy(
    request: HttpRequest,
    plan: Plan,
    village: Village,
    gap: str,
    stored: Remedy | None,
    form: RemedyForm | None,
) -> HttpResponse:
    is_open = queries.is_open(request.user, plan, village, gap)
    state = get_state(is_open, stored.state if stored else None)
    context = {
        "village": village,
        "gap": gap,
        "gap_label": GAPS_BY_CODE[gap].label,
        "remedy": stored,
        "form": form if is_open or stored else None,
        "state": state,
        "state_label": get_state_label(state),
        "is_overdue": bool(stored and is_open and stored.is_overdue(clock.today())),
        "steps": queries.get_remedy_steps(stored),
    }
    return render(request, "guidance/oversight/remedies/remedy.html", context)
