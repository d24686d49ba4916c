"""/returns/import/…"""

from django.urls import path

from guidance.reporting.returns.imports import views

urlpatterns = [
    path("", views.index, name="returns_import"),
    path("workbook/", views.workbook, name="returns_workbook"),
    path("<int:pk>/", views.preview, name="returns_upload"),
    path("<int:pk>/names/", views.decide, name="returns_upload_names"),
    path("<int:pk>/confirm/", views.confirm, name="returns_upload_confirm"),
    path("<int:pk>/abandon/", views.abandon, name="returns_upload_abandon"),
    path("<int:pk>/annotated/", views.annotated, name="returns_upload_annotated"),
]
