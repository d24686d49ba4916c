"""/desk/"""

from django.urls import path

from guidance.oversight.home import views

urlpatterns = [path("", views.desk, name="desk")]
