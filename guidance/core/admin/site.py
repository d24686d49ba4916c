"""The administration site: for staff and system administrators, under the same row access as the pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from guidance.core.access import ADMIN_USERS, has_role
from guidance.core.labels import full_name, with_name_relations


class FullNameAutocompleteView(AutocompleteJsonView):
    """Choices by their full names, read in one query."""

    def get_queryset(self) -> Any:
        """The rows found, with what their names need of others."""
        return with_name_relations(super().get_queryset())

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """A choice: its key and its name."""
        return super().serialize_result(obj, to_field_name) | {"text": full_name(obj)}


class GuidanceAdminSite(admin.AdminSite):
    """Django's administration, branded, entered through the site's own log-in."""

    site_header = "妇联换届联系指导 · 系统管理"
    site_title = "系统管理"
    index_title = "数据维护"
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Roles decide, not the is_staff flag."""
        return has_role(request.user, *ADMIN_USERS)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page, asked only what a database can be asked: its filters would fail on the rest."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if any(_is_invalid_parameter(value) for values in request.GET.lists() for value in values[1]):
                raise BadRequest
            return guarded(request, *args, **kwargs)

        return checked

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Choices while one types."""
        return FullNameAutocompleteView.as_view(admin_site=self)(request)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """One log-in for the whole site: throttled, with a fresh session, and back to the page asked for."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return HttpResponseRedirect(reverse("admin:index", current_app=self.name))
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The same way out as everywhere."""
        return LogoutView.as_view()(request)


def _is_invalid_parameter(value: str) -> bool:
    """A null character, or a number larger than a key can be."""
    return "\0" in value or (value.isdecimal() and len(value) > 18)
