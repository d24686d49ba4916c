"""The site map: one include() a slice."""

from django.urls import include, path

app_name = "guidance"

urlpatterns = [
]
