"""The print of Attachment 2 in its issued layout: filled in, or blank to fill in by hand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from guidance.access import require_roles
from guidance.people.models import GUIDES
from guidance.plans.details import PrintedText
from guidance.plans.models import Plan
from guidance.visits import printing
from guidance.visits.files import ContinuationSheet
from guidance.visits.models import Section, VisitReport
from guidance.visits.views import READERS, find, plan_or_refuse

SLOT = "attachment2."
PICTURES = ("image/jpeg", "image/png")  # what is kept of pictures
# As issued; for a plan whose words nobody has entered.
WORDS = {
    "mark": "附件2",
    "title": "柳州市妇联领导小组成员开展联系指导\n村（社区）妇联换届情况统计表",
    "signature": "领导班子成员（签字）：",
    "township": "联系乡镇（街道）名称：",
    "label.visit": "本次联系指导情况",
    "time": "联系指导时间：     年  月  日",
    "methods": "联系指导方式：",
    "label.overall_situation": "总体\n情况",
    "label.issues_found": "发现\n问题",
    "label.good_practices": "经验\n做法",
    "label.recommendations": "工作\n建议",
    "continuation": "（可另附页）",
    "note": "备注：领导班子成员应在每次联系指导结束后的第二天，将此表提供市妇联组联部。",
}


@require_roles(*GUIDES)
def print_blank(request: HttpRequest) -> HttpResponse:
    """An empty form."""
    words = words_of(plan_or_refuse())
    boxes = [printing.Box(section, "", words["continuation"]) for section in Section.values]
    visit = [words["time"], words["methods"]]
    return _show(request, None, words, visit=visit, townships="", boxes=boxes, sheets=[])


@require_roles(*READERS)
def print_report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as its leader signs it, with its continuation sheets."""
    report = find(request, pk)
    words = words_of(report.plan)
    sheets = list(ContinuationSheet.objects.filter(report=report, removed_at__isnull=True))
    visit = [_before_blank(words["time"]) + report.period, words["methods"] + _methods(report)]
    boxes = printing.lay_out(
        report.sections_by_name,
        room=printing.room_for(words["township"] + report.printed_places, visit),
        with_files=frozenset(sheet.section for sheet in sheets),
        empty=words["continuation"],
    )
    return _show(
        request, report, words, visit=visit, townships=report.printed_places, boxes=boxes, sheets=sheets
    )


def words_of(plan: Plan) -> dict[str, str]:
    """The printed words of Attachment 2 in the plan's wording, by slot without its `attachment2.`."""
    found = PrintedText.objects.filter(plan=plan, slot__startswith=SLOT)
    given = {text.slot.removeprefix(SLOT): text.wording(plan.printed_wording) for text in found}
    return WORDS | given


def _before_blank(text: str) -> str:
    """联系指导时间：, without the blanks for year, month and day."""
    head, colon, _ = text.partition("：")
    return head + colon


def _methods(report: VisitReport) -> str:
    note = f"（{report.method_note}）" if report.method_note else ""
    return "、".join(report.method_labels) + note


def _show(
    request: HttpRequest,
    report: VisitReport | None,
    words: dict[str, str],
    *,
    boxes: list[printing.Box],
    sheets: list[ContinuationSheet],
    **head: Any,
) -> HttpResponse:
    rows: list[dict[str, Any]] = [
        {
            "box": box,
            "label": words[f"label.{box.name}"],
            "title": Section(box.name).label,
            "files": [sheet for sheet in sheets if sheet.section == box.name],
            "pictures": [one for one in sheets if one.section == box.name and one.media_type in PICTURES],
        }
        for box in boxes
    ]
    context = {
        "report": report,
        "words": words,
        "visit_label": words["label.visit"],
        "rows": rows,
        "continued": [row for row in rows if row["box"].continued or row["files"]],
        **head,
    }
    return render(request, "guidance/visits/print.html", context)
