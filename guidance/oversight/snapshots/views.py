"""数据定格: the list of snapshots, one snapshot with its later corrections, and 定格 itself."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, PLAN_READERS, get_scope, has_role, require_roles
from guidance.core.lists import get_page
from guidance.oversight.snapshots import actions, queries
from guidance.oversight.snapshots.corrections import Corrections, count_corrections
from guidance.oversight.snapshots.forms import FreezeForm
from guidance.oversight.snapshots.rules import parse_number
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan

PAGE_SIZE = 50


@require_roles(*PLAN_READERS)
def snapshots(request: HttpRequest) -> HttpResponse:
    """All snapshots, the last first; `?number=第3号` redirects to the one printed on a paper."""
    typed = request.GET.get("number", "").strip()
    if not typed:
        return _show_list(request)
    number = parse_number(typed)
    if number and queries.get_snapshots(request.user, Plan.objects.current()).filter(number=number).exists():
        return redirect("guidance:snapshot", number)
    messages.error(request, f"没有找到“{typed}”，请核对纸上印的定格编号，如 第3号。")
    return _show_list(request)


def _show_list(request: HttpRequest, form: FreezeForm | None = None) -> HttpResponse:
    plan = Plan.objects.current()
    snapshots = queries.get_snapshots(request.user, plan)
    page = get_page(request, snapshots, PAGE_SIZE)
    corrections = count_corrections(request.user, page)
    context: dict[str, Any] = {
        "plan": plan,
        "page": page,
        "rows": [
            (snapshot, queries.describe_as_of(snapshot), corrections.get(snapshot.pk, 0)) for snapshot in page
        ],
        "typed": request.GET.get("number", ""),
    }
    if plan and has_role(request.user, *PLAN_MANAGERS):
        context["form"] = form or FreezeForm(plan=plan, initial={"number": actions.get_next_number(plan)})
        context["due_rounds"] = queries.due_rounds(plan, clock.today())
    return render(request, "guidance/oversight/snapshots/index.html", context)


@require_POST
@require_roles(*PLAN_MANAGERS)
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze the figures of a round that has passed, or on demand."""
    plan = get_current_plan("没有可以定格的数据")
    form = FreezeForm(request.POST, plan=plan)
    if not form.is_valid():
        text = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, f"没有定格：{text}")
        return _show_list(request, form)
    snapshot = actions.freeze_figures(plan=plan, by=request.user, **form.cleaned_data)
    messages.success(request, f"已定格为第{snapshot.number}号。此后改动已报的数字属于更正，须填写更正原因。")
    return redirect("guidance:snapshot", snapshot.number)


@require_roles(*PLAN_READERS)
def snapshot(request: HttpRequest, number: int) -> HttpResponse:
    """One snapshot: its totals, and every later correction."""
    snapshot = get_object_or_404(queries.get_snapshots(request.user, Plan.objects.current()), number=number)
    corrections: Any = Corrections(request.user, snapshot)
    context = {
        "snapshot": snapshot,
        "as_of": queries.describe_as_of(snapshot),
        "totals": queries.get_totals(request.user, snapshot),
        "sees_everything": get_scope(request.user, *PLAN_READERS).everything,
        "page": get_page(request, corrections, PAGE_SIZE),
    }
    return render(request, "guidance/oversight/snapshots/snapshot.html", context)
