"""/assignments/"""

from django.urls import path

from guidance.people import views

urlpatterns = [path("", views.assignments, name="assignments")]
