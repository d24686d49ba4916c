"""/dashboard/snapshots/…"""

from django.urls import path

from guidance.oversight.snapshots import views

urlpatterns = [
    path("", views.snapshots, name="snapshots"),
    path("freeze/", views.freeze, name="snapshot_freeze"),
    path("<int:number>/", views.snapshot, name="snapshot"),
]
