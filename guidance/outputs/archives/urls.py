"""/archives/…"""

from django.urls import path

from guidance.outputs.archives import views

urlpatterns = [
    path("", views.index, name="archives"),
    path("make/", views.make, name="archive_make"),
    path("<int:pk>/progress/", views.progress, name="archive_progress"),
    path("<int:pk>/archive.zip", views.download, name="archive_zip"),
]
