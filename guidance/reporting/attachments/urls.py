"""/papers/…"""

from django.urls import path

from guidance.reporting.attachments import views
from guidance.reporting.attachments.attachment1 import views as attachment1_views

urlpatterns = [
    path("", views.index, name="read_papers"),
    path("<int:pk>/", views.read_paper, name="read_paper"),
    path("<int:pk>/decide/", views.decide, name="read_paper_decide"),
    path("<int:pk>/store/", views.store, name="read_paper_store"),
    path("<int:pk>/links/", attachment1_views.store, name="read_paper_links"),
    path("<int:pk>/<int:unit_id>/", views.unit, name="read_paper_unit"),
]
