"""The site and, beside it, two pages to measure it by: one that does nothing, and a plain table."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from guidance.reporting.returns.models import VillageReturn

ROWS = 200
TABLE = engines["django"].from_string(Path(__file__).with_name("table.html").read_text(encoding="utf-8"))


def empty(request: HttpRequest) -> HttpResponse:
    """The cost that every page has: middleware, session and user."""
    return HttpResponse(f"{request.user}")


def table(request: HttpRequest) -> HttpResponse:
    """A plain Django page with 200 rows of 8 cells from the database."""
    rows = VillageReturn.objects.select_related("village__township").order_by("pk")[:ROWS]
    return HttpResponse(TABLE.render({"rows": rows}, request))


urlpatterns = [
    path("empty/", empty),
    path("table/", table),
    path("", include("liuzhou_fulian.urls")),
]
