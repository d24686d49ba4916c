"""/visits/reading/, /visits/excerpts/, and what readers take out of one report."""

from django.urls import path

from guidance.oversight.findings import views
from guidance.oversight.findings.excerpts import views as excerpts_views

urlpatterns = [
    path("reading/", views.reading, name="reading"),
    path("<int:pk>/reading/", views.report, name="reading_report"),
    path("<int:pk>/reading/accept/", views.accept, name="reading_accept"),
    path("<int:pk>/reading/return/", views.return_, name="reading_return"),
    path("<int:pk>/reading/pick/", views.pick, name="excerpt_pick"),
    path("<int:pk>/reading/problem/", views.mark_problem, name="problem_mark"),
    path("excerpts/", excerpts_views.excerpts, name="excerpts"),
    path("excerpts/export.xlsx", excerpts_views.export, {"kind": "xlsx"}, name="excerpts_xlsx"),
    path("excerpts/export.csv", excerpts_views.export, {"kind": "csv"}, name="excerpts_csv"),
    path("excerpts/<int:pk>/remove/", excerpts_views.remove, name="excerpt_remove"),
    path("excerpts/removed/<int:history_id>/restore/", excerpts_views.restore, name="excerpt_restore"),
]
