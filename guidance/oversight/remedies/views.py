"""差距台账: the names behind the gap, and the record of each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.conflicts import posted_over, present_conflict
from guidance.core.records import Stale
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.remedies import queries
from guidance.oversight.remedies.actions import save_remedy
from guidance.oversight.remedies.export import HEADS, line_of, lines_of
from guidance.oversight.remedies.forms import LedgerFilter, RemedyForm
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.rules import state_of, state_words
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.gaps import GAPS_BY_CODE

PAGE_SIZE = 50


@require_roles(*PLAN_READERS)
def remedies(request: HttpRequest) -> HttpResponse:
    """The ledger; its filter stands in the address."""
    form, found = _found(request)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": [line_of(row) for row in page]}
    return render(request, "guidance/oversight/remedies/index.html", context)


def _found(request: HttpRequest) -> tuple[LedgerFilter, Any]:
    """The filter and its lines; none where the filter is wrong."""
    form = LedgerFilter(request.GET, user=request.user)
    if not form.is_valid():
        return form, []
    return form, queries.ledger(request.user, Plan.objects.current(), form.asked)


@require_roles(*PLAN_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The ledger as seen, all its pages, as .xlsx or .csv; a wrong filter leads back to its message."""
    form, found = _found(request)
    back = f"{reverse('guidance:remedies')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(back)
    name = f"差距台账（{clock.today():%Y-%m-%d}）"
    rows = lines_of(found)
    return table_response(request, kind, name=name, heads=HEADS, rows=rows, count=found.count, back=back)


@require_roles(*PLAN_READERS)
def remedy(request: HttpRequest, village_id: int, gap: str) -> HttpResponse:
    """The record of one gap of one village: to write for its reporters, else to read."""
    villages = Village.objects.visible_to(request.user).select_related("township__unit")
    village = get_object_or_404(villages, pk=village_id)
    plan = Plan.objects.current()
    if gap not in {one.code for one in queries.REMEDIED} or plan is None:
        raise Http404
    editable = Village.objects.editable_by(request.user).filter(pk=village.pk).exists()
    stored = _stored(plan, village, gap)
    if request.method == "POST":
        if not editable:
            raise PermissionDenied
        return _save(request, plan, village, gap, stored)
    form = RemedyForm(user=request.user, village=village, remedy=stored) if editable else None
    return _show(request, plan, village, gap, stored, form)


def _stored(plan: Plan, village: Village, gap: str) -> Remedy | None:
    found = Remedy.objects.filter(plan=plan, village=village, gap=gap)
    return found.select_related("saved_by", "unit").first()


def _save(
    request: HttpRequest, plan: Plan, village: Village, gap: str, stored: Remedy | None
) -> HttpResponse:
    form = RemedyForm(request.POST, user=request.user, village=village, remedy=stored)
    if not form.is_valid():
        messages.error(request, "没有保存，请改正标出的内容：" + " ".join(form.messages))
        return _show(request, plan, village, gap, stored, form)
    if stored is None and not queries.is_open(request.user, plan, village, gap):
        messages.error(request, "没有保存：该村（社区）现在没有这项差距，不需要填写原因和补救措施。")
        return _show(request, plan, village, gap, stored, None)
    version = form.cleaned_data["version"]
    try:
        save_remedy(plan=plan, village=village, gap=gap, values=form.values, version=version, by=request.user)
    except Stale as stale:
        data = posted_over(stale.row, request.POST)
        form = RemedyForm(data, user=request.user, village=village, remedy=stale.row)
        texts = queries.in_words(stale.row)
        present_conflict(request, form, stored=stale.row, texts=texts, subject="这条记录")
        return _show(request, plan, village, gap, stale.row, form)
    messages.success(request, f"已保存（{clock.now():%H:%M}）。")
    return redirect("guidance:remedy", village.pk, gap)


def _show(
    request: HttpRequest,
    plan: Plan,
    village: Village,
    gap: str,
    stored: Remedy | None,
    form: RemedyForm | None,
) -> HttpResponse:
    is_open = queries.is_open(request.user, plan, village, gap)
    state = state_of(is_open, stored.state if stored else None)
    context = {
        "village": village,
        "gap": gap,
        "gap_label": GAPS_BY_CODE[gap].label,
        "remedy": stored,
        "form": form if is_open or stored else None,
        "state": state,
        "state_label": state_words(state),
        "is_overdue": bool(stored and is_open and stored.is_overdue(clock.today())),
        "steps": queries.steps_of(stored),
    }
    return render(request, "guidance/oversight/remedies/remedy.html", context)
