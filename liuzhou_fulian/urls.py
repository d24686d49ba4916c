"""The whole site: the administration, and everything else from `guidance`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("guidance.urls")),
]

handler400 = "guidance.core.errors.bad_request"
handler403 = "guidance.core.errors.forbidden"
handler404 = "guidance.core.errors.not_found"
handler500 = "guidance.core.errors.failed"
