"""/dashboard/…"""

from django.urls import path

from guidance.oversight.dashboard import views
from guidance.oversight.dashboard.charts import views as charts_views
from guidance.oversight.dashboard.villages import views as villages_views

urlpatterns = [
    path("", views.city, name="dashboard"),
    path("groups/<int:group_id>/", views.group, name="dashboard_group"),
    path("units/<int:unit_id>/", views.unit, name="dashboard_unit"),
    path("townships/<int:township_id>/", views.township, name="dashboard_township"),
    path("villages/", villages_views.villages, name="dashboard_villages"),
    path("villages/<int:village_id>/", views.village, name="dashboard_village"),
    path("villages/export.xlsx", villages_views.export, {"kind": "xlsx"}, name="dashboard_xlsx"),
    path("villages/export.csv", villages_views.export, {"kind": "csv"}, name="dashboard_csv"),
    path("charts/", charts_views.charts, name="dashboard_charts"),
    path("progress/", charts_views.progress, name="dashboard_progress"),
    path("screen/", charts_views.screen, name="dashboard_screen"),
    path("screen/figures/", charts_views.screen_figures, name="dashboard_screen_figures"),
]
