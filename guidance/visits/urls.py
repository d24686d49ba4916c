"""/visits/…"""

from django.urls import include, path

from guidance.visits import draft_views, list_views, print_views, staff_views, timeline_views, views

urlpatterns = [
    path("", list_views.index, name="visits"),
    path("export.xlsx", list_views.export, {"kind": "xlsx"}, name="visits_xlsx"),
    path("export.csv", list_views.export, {"kind": "csv"}, name="visits_csv"),
    path("timeline/", timeline_views.timeline, name="visits_timeline"),
    path("new/", views.new, name="visit_new"),
    path("new/submit/", views.submit_new, name="visit_submit_new"),
    path("print/", print_views.print_blank, name="visit_print_blank"),
    path("<int:pk>/print/", print_views.print_report, name="visit_print"),
    path("attachment2.docx", print_views.blank_word, name="visit_blank_docx"),
    path("attachment2.zip", print_views.reports_zip, name="visits_zip"),
    path("<int:pk>/attachment2.docx", print_views.report_word, name="visit_docx"),
    path("<int:pk>/attachment2.xlsx", print_views.report_excel, name="visit_xlsx"),
    path("drafts/", draft_views.drafts, name="visit_drafts"),
    path("drafts/list/", draft_views.drafts_list, name="visit_drafts_list"),
    path("drafts/save/", draft_views.autosave, name="visit_autosave"),
    path("", include("guidance.visits.upload_urls")),
    path("<int:pk>/", views.report, name="visit"),
    path("<int:pk>/submit/", views.submit, name="visit_submit"),
    path("<int:pk>/present/", views.present, name="visit_present"),
    path("<int:pk>/copy/", draft_views.copy, name="visit_copy"),
    path("<int:pk>/extend/", staff_views.extend, name="visit_extend"),
    path("<int:pk>/withdraw/", views.withdraw, name="visit_withdraw"),
    path("<int:pk>/accept/", views.accept, name="visit_accept"),
    path("<int:pk>/return/", views.return_, name="visit_return"),
]
