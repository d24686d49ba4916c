"""/assignments/handover/"""

from django.urls import path

from guidance.oversight.handovers import views

urlpatterns = [
    path("", views.handover, name="handover"),
    path("record/", views.record, name="handover_record"),
    path("<int:pk>/undo/", views.undo, name="handover_undo"),
    path("links/<int:pk>/undo/", views.undo_link, name="handover_undo_link"),
]
