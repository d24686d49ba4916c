"""/schedules/…"""

from django.urls import path

from guidance.schedules import autosave, document_views, merged_views, round_views, views, village_views

SHEET = "<int:number>/<int:unit_id>/"  # the round and the unit

urlpatterns = [
    path("", merged_views.merged, name="schedules"),
    path("moved/", merged_views.moved, name="schedule_moved"),
    path("review/", merged_views.review, name="schedule_review"),
    path("review/accept/", merged_views.accept_many, name="schedule_accept_many"),
    path("rounds/", round_views.rounds, name="schedule_rounds"),
    path("rounds/add/", round_views.add_round, name="schedule_round_add"),
    path("rounds/<int:number>/", round_views.change_round, name="schedule_round"),
    path("rounds/<int:number>/close/", round_views.close_round, name="schedule_round_close"),
    path("rounds/<int:number>/reopen/", round_views.reopen_round, name="schedule_round_reopen"),
    path("villages/<int:township_id>/", village_views.villages, name="schedule_villages"),
    path("<int:number>/read/", autosave.read_text, name="schedule_read"),
    path("<int:number>/attachment3.docx", document_views.merged_word, name="schedules_docx"),
    path("<int:number>/attachment3.xlsx", document_views.merged_excel, name="schedules_xlsx"),
    path("<int:number>/attachment3.zip", document_views.units_zip, name="schedules_zip"),
    path("<int:number>/print/", document_views.merged_print, name="schedules_print"),
    path(SHEET, views.sheet, name="schedule"),
    path(f"{SHEET}attachment3.docx", document_views.unit_word, name="schedule_docx"),
    path(f"{SHEET}attachment3.xlsx", document_views.unit_excel, name="schedule_xlsx"),
    path(f"{SHEET}print/", document_views.unit_print, name="schedule_print"),
    path(f"{SHEET}autosave/", autosave.autosave, name="schedule_autosave"),
    path(f"{SHEET}submit/", views.submit, name="schedule_submit"),
    path(f"{SHEET}withdraw/", views.withdraw, name="schedule_withdraw"),
    path(f"{SHEET}accept/", views.accept, name="schedule_accept"),
    path(f"{SHEET}return/", views.return_, name="schedule_return"),
    path(f"{SHEET}extend/", views.extend, name="schedule_extend"),
]
