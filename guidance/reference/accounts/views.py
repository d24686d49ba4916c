"""Logging in and out, the first screen of each role, the user's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from guidance.core.access import (
    DESK_USERS,
    PLAN_READERS,
    TOWNSHIP_REPORTERS,
    Role,
    get_scope,
    has_role,
    require_roles,
)
from guidance.reference.accounts.forms import LogInForm, PasswordForm


class LogInView(auth_views.LoginView):
    """登录."""

    template_name = "guidance/reference/accounts/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Start a new session even when the same user logs in again: Django would keep the old id."""
        self.request.session.flush()
        return super().form_valid(form)


class LogOutView(auth_views.LogoutView):
    """退出; asks first when the address is opened by hand."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A button, because a link must not log anyone out."""
        return render(request, "guidance/reference/accounts/logout.html")


class PasswordView(auth_views.PasswordChangeView):
    """修改密码."""

    template_name = "guidance/reference/accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("guidance:home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it worked; the page that follows does not show it otherwise."""
        messages.success(self.request, "密码已修改。")
        return super().form_valid(form)


@require_roles(*Role)
def home(request: HttpRequest) -> HttpResponse:
    """Send each role to its first screen (docs/design/access.md)."""
    user = request.user
    if has_role(user, *DESK_USERS):
        return redirect("guidance:desk")
    townships = get_scope(user, *TOWNSHIP_REPORTERS).townships
    if townships:
        return redirect("guidance:township_returns", min(townships))
    if has_role(user, *PLAN_READERS):
        return redirect("guidance:dashboard")
    return redirect("admin:guidance_user_changelist")


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429 after five wrong passwords from one address."""
    return render(request, "guidance/reference/accounts/locked_out.html", status=429)
