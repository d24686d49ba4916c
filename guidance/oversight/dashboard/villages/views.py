"""名单: the villages behind a figure, and the same as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from guidance.core import clock
from guidance.core.access import PLAN_READERS, require_roles
from guidance.office.spreadsheets.downloads import download
from guidance.oversight.dashboard.forms import SIZES, VillageFilter
from guidance.oversight.dashboard.villages import queries as villages_queries
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def villages(request: HttpRequest) -> HttpResponse:
    """The villages behind a figure; the filter stands in the address, so that a view can be sent on."""
    plan = Plan.objects.current()
    form = VillageFilter(request.GET, user=request.user)
    found = villages_queries.village_list(request.user, plan, form)
    size = int(form.cleaned_data["size"] or SIZES[0]) if form.is_valid() else int(SIZES[0])
    totals = found.totals()
    pages = Paginator(found.rows, size)
    pages.count = totals["villages"]  # counted with the sums, in one reading
    page = pages.get_page(request.GET.get("page"))
    remedies = villages_queries.remedies_of(request.user, plan, found, page.object_list)
    context = {
        "form": form,
        "found": found,
        "page": page,
        "totals": totals,
        "rows": villages_queries.described(page.object_list, found.stage, remedies),
        "words": villages_queries.words_of(form),
        "crumbs": villages_queries.places_of(form),
    }
    return render(request, "guidance/oversight/dashboard/villages.html", context)


@require_roles(*PLAN_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The list as seen, all its pages, as .xlsx or .csv; a wrong filter leads back to its message."""
    form = VillageFilter(request.GET, user=request.user)
    found = villages_queries.village_list(request.user, Plan.objects.current(), form)
    back = f"{reverse('guidance:dashboard_villages')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(back)
    places = [label for label, _ in villages_queries.places_of(form)]
    name = f"{'·'.join([*places, found.title])}（{clock.today():%Y-%m-%d}）"
    rows = villages_queries.exported(found)
    return download(
        request, kind, name=name, heads=villages_queries.HEADS, rows=rows, count=found.rows.count, back=back
    )
