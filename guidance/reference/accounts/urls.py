"""/ /login/ /logout/ /password/"""

from django.urls import path

from guidance.core.access import allow_any_account
from guidance.reference.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("login/", views.LogInView.as_view(), name="login"),
    path("logout/", allow_any_account(views.LogOutView.as_view()), name="logout"),
    path("password/", allow_any_account(views.PasswordView.as_view()), name="password"),
]
