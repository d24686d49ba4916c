"""附件3 as a file or a page to print: all units' rows or one unit's, filled in or blank (notice, 附件3)."""

from collections.abc import Iterator

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.office.papers.responses import excel_response, print_response, word_response, zip_response
from guidance.office.papers.spec import DataSheet, Paper
from guidance.office.papers.word import make_docx
from guidance.reference.plans.issued_words import Words
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reference.plans.wording import printed_words
from guidance.reporting.schedules import queries
from guidance.reporting.schedules.access import get_sheet
from guidance.reporting.schedules.printing.documents import attachment3, data_sheet
from guidance.reporting.schedules.sheets import Sheet


@require_roles(*PLAN_READERS)
def merged_word(request: HttpRequest, number: int) -> HttpResponse:
    """The merged table as Word."""
    return word_response(_merged_paper(request, *_round_and_sheets(request, number)))


@require_roles(*PLAN_READERS)
def merged_excel(request: HttpRequest, number: int) -> HttpResponse:
    """The merged table as a workbook."""
    round_, sheets = _round_and_sheets(request, number)
    return excel_response(_merged_paper(request, round_, sheets), _data(request, round_.plan, sheets))


@require_roles(*PLAN_READERS)
def merged_print(request: HttpRequest, number: int) -> HttpResponse:
    """The merged table to print."""
    back = f"{reverse('guidance:schedules')}?round={number}"
    return print_response(request, _merged_paper(request, *_round_and_sheets(request, number)), back=back)


@require_roles(*PLAN_READERS)
def units_zip(request: HttpRequest, number: int) -> FileResponse:
    """A Word file for every unit in the user's scope, in one zip."""
    round_, sheets = _round_and_sheets(request, number)
    return zip_response(_name(request, round_, "各单位"), _members(request, sheets))


@require_roles(*PLAN_READERS)
def unit_word(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """One unit's rows as Word."""
    return word_response(_unit_paper(request, get_sheet(request.user, number, unit_id)))


@require_roles(*PLAN_READERS)
def unit_excel(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """One unit's rows as a workbook."""
    sheet = get_sheet(request.user, number, unit_id)
    return excel_response(_unit_paper(request, sheet), _data(request, sheet.round.plan, [sheet]))


@require_roles(*PLAN_READERS)
def unit_print(request: HttpRequest, number: int, unit_id: int) -> HttpResponse:
    """One unit's rows to print."""
    back = reverse("guidance:schedule", args=(number, unit_id))
    return print_response(request, _unit_paper(request, get_sheet(request.user, number, unit_id)), back=back)


def _round_and_sheets(request: HttpRequest, number: int) -> tuple[ReportingRound, list[Sheet]]:
    rounds = ReportingRound.objects.in_plan(Plan.objects.current()).select_related("plan")
    round_ = get_object_or_404(rounds, number=number)
    links = queries.get_round_links(request.user, round_).select_related("township__unit")
    return round_, queries.get_unit_sheets(request.user, round_, links, compares=False)


def _is_blank(request: HttpRequest) -> bool:
    return bool(request.GET.get("blank"))


def _name(request: HttpRequest, round_: ReportingRound, whose: str) -> str:
    """附件3 第2次 融安县, or 附件3 空白表 融安县."""
    return f"附件3 {'空白表' if _is_blank(request) else f'第{round_.number}次'} {whose}"


def _merged_paper(request: HttpRequest, round_: ReportingRound, sheets: list[Sheet]) -> Paper:
    name = _name(request, round_, "汇总")
    return attachment3(round_.plan, sheets, name=name, made_at=clock.now(), blank=_is_blank(request))


def _unit_paper(request: HttpRequest, sheet: Sheet, words: Words | None = None) -> Paper:
    name = _name(request, sheet.round, sheet.unit.printed_name)
    blank = _is_blank(request)
    if not blank and not sheet.is_sent:
        name += "（未上报）"
    return attachment3(sheet.round.plan, [sheet], name=name, made_at=clock.now(), blank=blank, words=words)


def _members(request: HttpRequest, sheets: list[Sheet]) -> Iterator[tuple[str, bytes]]:
    words = printed_words(sheets[0].round.plan, "attachment3") if sheets else None
    for sheet in sheets:
        paper = _unit_paper(request, sheet, words)
        yield f"{paper.name}.docx", make_docx(paper)


def _data(request: HttpRequest, plan: Plan, sheets: list[Sheet]) -> DataSheet | None:
    return None if _is_blank(request) else data_sheet(plan, sheets)
