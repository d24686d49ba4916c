"""/duties/"""

from django.urls import path

from guidance.oversight.duties import views

urlpatterns = [
    path("", views.duties, name="duties"),
    path("export.xlsx", views.export, {"kind": "xlsx"}, name="duties_xlsx"),
    path("export.csv", views.export, {"kind": "csv"}, name="duties_csv"),
    path("units/<int:unit_id>/<slug:task>/", views.unit_task, name="duty_unit_task"),
]
