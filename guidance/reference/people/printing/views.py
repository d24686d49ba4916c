"""附件1 as a file or a page to print: the rows that the user may see, or a blank table (notice, 附件1)."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import PHONE_READERS, PLAN_READERS, has_role, require_roles
from guidance.office.papers.responses import excel_response, print_response, word_response
from guidance.office.papers.spec import DataSheet, Paper
from guidance.reference.people.printing.documents import attachment1, blank_attachment1
from guidance.reference.people.queries import assignment_rows
from guidance.reference.plans.queries import get_current_plan


@require_roles(*PLAN_READERS)
def word(request: HttpRequest) -> HttpResponse:
    """As Word."""
    return word_response(_make_paper(request)[0])


@require_roles(*PLAN_READERS)
def excel(request: HttpRequest) -> HttpResponse:
    """As a workbook."""
    return excel_response(*_make_paper(request))


@require_roles(*PLAN_READERS)
def print_(request: HttpRequest) -> HttpResponse:
    """To print."""
    return print_response(request, _make_paper(request)[0], back=reverse("guidance:assignments"))


def _make_paper(request: HttpRequest) -> tuple[Paper, DataSheet | None]:
    plan = get_current_plan("没有可打印的附件")
    if request.GET.get("blank"):
        return blank_attachment1(plan, made_at=clock.now()), None
    rows = assignment_rows(request.user, plan)
    return attachment1(plan, rows, shows_phones=has_role(request.user, *PHONE_READERS), made_at=clock.now())
