"""审阅: new reports one after another, and what readers take out of them. One action, one address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.core.access import GUIDES, PLAN_MANAGERS, has_role, require_roles
from guidance.core.records import Refused
from guidance.core.workflow import actions as workflow
from guidance.core.workflow.steps import (
    StepUrls,
    available_steps,
    error_messages,
    paper_context,
    take_return_step,
    take_step,
)
from guidance.oversight.findings import actions
from guidance.oversight.findings.forms import ProblemForm
from guidance.oversight.findings.queries import get_queue, get_sections
from guidance.reporting.visits.files.queries import get_report_files
from guidance.reporting.visits.models import VisitReport


@require_roles(*PLAN_MANAGERS)
def reading(request: HttpRequest) -> HttpResponse:
    """Redirect to the oldest new report; a closing page where none is left."""
    keys = get_queue(request.user).keys
    if keys:
        return redirect("guidance:reading_report", keys[0])
    return render(request, "guidance/oversight/findings/done.html")


def _get_report(request: HttpRequest, pk: int) -> VisitReport:
    visible = VisitReport.objects.visible_to(request.user).with_signed()
    together = ("plan", "leader", "township__unit", "observed_village")
    return get_object_or_404(visible.select_related(*together), pk=pk)


@require_roles(*GUIDES)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report to read. `?mark=` names the sentence for which the form of a problem is open."""
    return _render_report(request, _get_report(request, pk))


def _render_report(
    request: HttpRequest,
    report: VisitReport,
    *,
    reason: str | None = None,
    problem: ProblemForm | None = None,
    sentence: str = "",
) -> HttpResponse:
    """The page; `reason` and `problem` (on `sentence`) keep rejected input."""
    is_staff = has_role(request.user, *PLAN_MANAGERS)
    sections = get_sections(request.user, report)
    if not sentence and report.is_sent:
        sentence = _get_marked_sentence(request, sections)
    if sentence and problem is None:
        problem = ProblemForm(township=report.township, sentence=sentence)
    queue = get_queue(request.user, report.pk) if is_staff else None
    context = {
        "report": report,
        "sections": sections,
        "files": get_report_files(report, can_edit=False),
        "is_staff": is_staff,
        "queue": queue,
        "in_queue": bool(queue and queue.number),
        "marked_sentence": sentence,
        "problem_form": problem,
        "steps": _steps(report, can_review=is_staff),
    }
    return render(
        request, "guidance/oversight/findings/report.html", context | paper_context(report, reason=reason)
    )


def _get_marked_sentence(request: HttpRequest, sections: Any) -> str:
    """The sentence named in the address, if it is there and not a problem yet."""
    number = request.GET.get("mark", "")
    for section in sections:
        for sentence in section.sentences:
            if str(sentence.number) == number and sentence.problem is None:
                return str(sentence.text)
    return ""


def _steps(report: VisitReport, *, can_review: bool) -> StepUrls:
    urls = StepUrls(
        accept=reverse("guidance:reading_accept", args=[report.pk]),
        return_=reverse("guidance:reading_return", args=[report.pk]),
    )
    return available_steps(report, can_send=False, can_review=can_review, urls=urls)


@require_POST
@require_roles(*PLAN_MANAGERS)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """接收 of the version that was read, and on to the next; back to this one if it was not accepted."""
    report, queue = _get_report(request, pk), get_queue(request.user, pk)
    is_done = take_step(
        request, report, workflow.accept_paper, f"已接收{report.township.printed_name}的情况统计表。"
    )
    return _redirect_to_next(queue.next) if is_done else redirect("guidance:reading_report", pk)


@require_POST
@require_roles(*PLAN_MANAGERS)
def return_(request: HttpRequest, pk: int) -> HttpResponse:
    """退回 with a reason, and on to the next."""
    report, queue = _get_report(request, pk), get_queue(request.user, pk)
    done = f"已退回{report.township.printed_name}的情况统计表。"
    days = report.plan.correction_days
    reason = take_return_step(request, report, workflow.return_paper, done, correction_days=days)
    return (
        _redirect_to_next(queue.next)
        if reason is None
        else _render_report(request, _get_report(request, pk), reason=reason)
    )


def _redirect_to_next(pk: int | None) -> HttpResponse:
    return redirect("guidance:reading_report", pk) if pk else redirect("guidance:reading")


@require_POST
@require_roles(*PLAN_MANAGERS)
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """收入摘录 of one paragraph."""
    section, mark = request.POST.get("section", ""), request.POST.get("mark", "")
    try:
        excerpt = actions.pick_excerpt(_get_report(request, pk), section=section, mark=mark, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("guidance:reading_report", pk)
    messages.success(request, "已收入摘录。")
    return redirect(f"{reverse('guidance:reading_report', args=[pk])}#paragraph-{excerpt.digest}")


@require_POST
@require_roles(*GUIDES)
def mark_problem(request: HttpRequest, pk: int) -> HttpResponse:
    """列为问题 of one sentence of 发现问题; redirects to the problem if the sentence is one already."""
    report = _get_report(request, pk)
    sentence = request.POST.get("sentence", "").strip()
    form = ProblemForm(request.POST, township=report.township, sentence=sentence)
    if not form.is_valid():
        messages.error(request, "没有列为问题：" + " ".join(error_messages(form)))
        return _render_report(request, report, problem=form, sentence=sentence)
    try:
        values = form.cleaned_data
        marked_problem, is_new = actions.mark_problem(
            report, sentence=sentence, values=values, by=request.user
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _render_report(request, report, problem=form, sentence=sentence)
    if is_new:
        messages.success(request, f"已列为问题，责任单位：{marked_problem.unit}。")
    else:
        messages.warning(request, "没有重复列入：这一句已经列为问题，见下面标出的一条。")
    return redirect(f"{reverse('guidance:reading_report', args=[pk])}#problem-{marked_problem.pk}")
