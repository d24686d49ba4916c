"""/dashboard/…"""

from django.urls import path

from guidance.dashboard import list_views, views

urlpatterns = [
    path("", views.city, name="dashboard"),
    path("groups/<int:group_id>/", views.group, name="dashboard_group"),
    path("units/<int:unit_id>/", views.unit, name="dashboard_unit"),
    path("townships/<int:township_id>/", views.township, name="dashboard_township"),
    path("villages/", list_views.villages, name="dashboard_villages"),
    path("villages/export.xlsx", list_views.export, {"kind": "xlsx"}, name="dashboard_xlsx"),
    path("villages/export.csv", list_views.export, {"kind": "csv"}, name="dashboard_csv"),
]
