"""The whole site: the administration, and everything else from `guidance`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("guidance.urls")),
]

handler400 = "guidance.errors.bad_request"
handler403 = "guidance.errors.forbidden"
handler404 = "guidance.errors.not_found"
handler500 = "guidance.errors.failed"
