"""/remedies/…"""

from django.urls import path

from guidance.oversight.remedies import views

urlpatterns = [
    path("", views.remedies, name="remedies"),
    path("export.xlsx", views.export, {"kind": "xlsx"}, name="remedies_xlsx"),
    path("export.csv", views.export, {"kind": "csv"}, name="remedies_csv"),
    path("<int:village_id>/<slug:gap>/", views.remedy, name="remedy"),
]
