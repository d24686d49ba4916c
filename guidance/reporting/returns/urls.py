"""/returns/…"""

from django.urls import path

from guidance.reporting.returns import views

urlpatterns = [
    path("", views.index, name="returns"),
    path("townships/<int:township_id>/", views.township, name="township_returns"),
]
