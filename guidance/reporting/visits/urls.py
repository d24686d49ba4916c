"""/visits/…"""

from django.urls import include, path

from guidance.reporting.visits import views
from guidance.reporting.visits.drafts import views as drafts_views
from guidance.reporting.visits.extension import views as extension_views
from guidance.reporting.visits.list import views as list_views
from guidance.reporting.visits.printing import views as printing_views
from guidance.reporting.visits.timeline import views as timeline_views

urlpatterns = [
    path("", list_views.index, name="visits"),
    path("export.xlsx", list_views.export, {"kind": "xlsx"}, name="visits_xlsx"),
    path("export.csv", list_views.export, {"kind": "csv"}, name="visits_csv"),
    path("timeline/", timeline_views.timeline, name="visits_timeline"),
    path("new/", views.new, name="visit_new"),
    path("new/submit/", views.submit_new, name="visit_submit_new"),
    path("print/", printing_views.print_blank, name="visit_print_blank"),
    path("<int:pk>/print/", printing_views.print_report, name="visit_print"),
    path("attachment2.docx", printing_views.blank_word, name="visit_blank_docx"),
    path("attachment2.zip", printing_views.reports_zip, name="visits_zip"),
    path("<int:pk>/attachment2.docx", printing_views.report_word, name="visit_docx"),
    path("<int:pk>/attachment2.xlsx", printing_views.report_excel, name="visit_xlsx"),
    path("drafts/", drafts_views.drafts, name="visit_drafts"),
    path("drafts/list/", drafts_views.drafts_list, name="visit_drafts_list"),
    path("drafts/save/", drafts_views.autosave, name="visit_autosave"),
    path("", include("guidance.reporting.visits.files.urls")),
    path("<int:pk>/", views.report, name="visit"),
    path("<int:pk>/submit/", views.submit, name="visit_submit"),
    path("<int:pk>/present/", views.present, name="visit_present"),
    path("<int:pk>/copy/", drafts_views.copy, name="visit_copy"),
    path("<int:pk>/extend/", extension_views.extend, name="visit_extend"),
    path("<int:pk>/withdraw/", views.withdraw, name="visit_withdraw"),
    path("<int:pk>/accept/", views.accept, name="visit_accept"),
    path("<int:pk>/return/", views.return_, name="visit_return"),
]
