"""The whole site: the administration, and everything else from `guidance`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("guidance.urls")),
]

handler400 = "guidance.core.errors.bad_request"
handler403 = "guidance.core.errors.permission_denied"
handler404 = "guidance.core.errors.page_not_found"
handler500 = "guidance.core.errors.server_error"
