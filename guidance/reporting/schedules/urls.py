"""/schedules/…"""

from django.urls import path

from guidance.reporting.schedules import views
from guidance.reporting.schedules.autosave import views as autosave_views
from guidance.reporting.schedules.overview import views as overview_views
from guidance.reporting.schedules.printing import views as printing_views
from guidance.reporting.schedules.rounds import views as rounds_views
from guidance.reporting.schedules.villages import views as villages_views

SHEET = "<int:number>/<int:unit_id>/"  # the round and the unit

urlpatterns = [
    path("", overview_views.merged, name="schedules"),
    path("moved/", overview_views.moved, name="schedule_moved"),
    path("review/", overview_views.review, name="schedule_review"),
    path("review/accept/", overview_views.accept_many, name="schedule_accept_many"),
    path("rounds/", rounds_views.rounds, name="schedule_rounds"),
    path("rounds/add/", rounds_views.add_round, name="schedule_round_add"),
    path("rounds/<int:number>/", rounds_views.change_round, name="schedule_round"),
    path("rounds/<int:number>/close/", rounds_views.close_round, name="schedule_round_close"),
    path("rounds/<int:number>/reopen/", rounds_views.reopen_round, name="schedule_round_reopen"),
    path("villages/<int:township_id>/", villages_views.villages, name="schedule_villages"),
    path("<int:number>/read/", autosave_views.read_text, name="schedule_read"),
    path("<int:number>/attachment3.docx", printing_views.merged_word, name="schedules_docx"),
    path("<int:number>/attachment3.xlsx", printing_views.merged_excel, name="schedules_xlsx"),
    path("<int:number>/attachment3.zip", printing_views.units_zip, name="schedules_zip"),
    path("<int:number>/print/", printing_views.merged_print, name="schedules_print"),
    path(SHEET, views.schedule, name="schedule"),
    path(f"{SHEET}attachment3.docx", printing_views.unit_word, name="schedule_docx"),
    path(f"{SHEET}attachment3.xlsx", printing_views.unit_excel, name="schedule_xlsx"),
    path(f"{SHEET}print/", printing_views.unit_print, name="schedule_print"),
    path(f"{SHEET}autosave/", autosave_views.autosave, name="schedule_autosave"),
    path(f"{SHEET}submit/", views.submit, name="schedule_submit"),
    path(f"{SHEET}withdraw/", views.withdraw, name="schedule_withdraw"),
    path(f"{SHEET}accept/", views.accept, name="schedule_accept"),
    path(f"{SHEET}return/", views.return_, name="schedule_return"),
    path(f"{SHEET}extend/", views.extend, name="schedule_extend"),
]
