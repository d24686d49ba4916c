"""名单: the villages behind a figure, as a page and as a file."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from guidance.core.access import PLAN_READERS, require_roles
from guidance.core.lists import get_list_url, name_download
from guidance.office.spreadsheets.downloads import table_response
from guidance.oversight.dashboard.forms import SIZES, VillageFilter
from guidance.oversight.dashboard.villages import queries as villages_queries
from guidance.reference.plans.models import Plan


@require_roles(*PLAN_READERS)
def villages(request: HttpRequest) -> HttpResponse:
    """The villages behind a figure; the filter is in the address, so that a link can be sent on."""
    plan = Plan.objects.current()
    form = VillageFilter(request.GET, user=request.user)
    village_list = villages_queries.get_village_list(request.user, plan, form)
    size = int(form.cleaned_data["size"] or SIZES[0]) if form.is_valid() else int(SIZES[0])
    totals = village_list.get_totals()
    pages = Paginator(village_list.rows, size)
    pages.count = totals["villages"]  # counted with the sums, in one query
    page = pages.get_page(request.GET.get("page"))
    remedies = villages_queries.get_remedies(request.user, plan, village_list, page.object_list)
    context = {
        "form": form,
        "village_list": village_list,
        "page": page,
        "totals": totals,
        "rows": villages_queries.add_row_descriptions(page.object_list, village_list.stage, remedies),
        "words": villages_queries.describe_filter(form),
        "crumbs": villages_queries.get_place_links(form),
    }
    return render(request, "guidance/oversight/dashboard/villages.html", context)


@require_roles(*PLAN_READERS)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """All pages of the list as .xlsx or .csv; an invalid filter redirects back to its message."""
    form = VillageFilter(request.GET, user=request.user)
    village_list = villages_queries.get_village_list(request.user, Plan.objects.current(), form)
    back = get_list_url(request, "dashboard_villages")
    if not form.is_valid():
        return redirect(back)
    places = [label for label, _ in villages_queries.get_place_links(form)]
    name = name_download("·".join([*places, village_list.title]))
    rows = villages_queries.make_village_rows(village_list)
    return table_response(
        request,
        kind,
        name=name,
        heads=villages_queries.VILLAGE_HEADS,
        rows=rows,
        count=village_list.rows.count,
        back=back,
    )
