"""The site and, beside it, a page that does nothing: the yardstick."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """What any page costs here before it does anything: middleware, session and user."""
    return HttpResponse(f"{request.user}")


urlpatterns = [
    path("empty/", empty),
    path("", include("liuzhou_fulian.urls")),
]
