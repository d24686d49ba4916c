"""/desk/"""

from django.urls import path

from guidance.desk import views

urlpatterns = [path("", views.desk, name="desk")]
