"""/dashboard/…"""

from django.urls import path

from guidance.dashboard import views

urlpatterns = [
    path("", views.city, name="dashboard"),
    path("groups/<int:group_id>/", views.group, name="dashboard_group"),
    path("units/<int:unit_id>/", views.unit, name="dashboard_unit"),
    path("townships/<int:township_id>/", views.township, name="dashboard_township"),
    path("villages/", views.villages, name="dashboard_villages"),
]
