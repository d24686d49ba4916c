"""What every list page does: show one page of its rows, and offer all of them as a file."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from guidance.core import clock


def get_page(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], page_size: int) -> Page[Any]:
    """The page that the address names: the first if it names none, the last if it names one too far."""
    return Paginator(rows, page_size).get_page(request.GET.get("page"))


def get_list_url(request: HttpRequest, url_name: str) -> str:
    """Where a download came from: the list with the filter of this address."""
    return f"{reverse(f'guidance:{url_name}')}?{request.GET.urlencode()}"


def name_download(title: str) -> str:
    """The name of a file with today's day, without its ending."""
    return f"{title}（{clock.today():%Y-%m-%d}）"
