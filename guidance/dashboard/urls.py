"""/dashboard/…"""

from django.urls import path

from guidance.dashboard import list_views, picture_views, views

urlpatterns = [
    path("", views.city, name="dashboard"),
    path("groups/<int:group_id>/", views.group, name="dashboard_group"),
    path("units/<int:unit_id>/", views.unit, name="dashboard_unit"),
    path("townships/<int:township_id>/", views.township, name="dashboard_township"),
    path("villages/", list_views.villages, name="dashboard_villages"),
    path("villages/<int:village_id>/", views.village, name="dashboard_village"),
    path("villages/export.xlsx", list_views.export, {"kind": "xlsx"}, name="dashboard_xlsx"),
    path("villages/export.csv", list_views.export, {"kind": "csv"}, name="dashboard_csv"),
    path("charts/", picture_views.pictures, name="dashboard_charts"),
    path("progress/", picture_views.progress, name="dashboard_progress"),
    path("screen/", picture_views.screen, name="dashboard_screen"),
    path("screen/figures/", picture_views.screen_figures, name="dashboard_screen_figures"),
]
