"""/visits/…: files of a report."""

from django.urls import path

from guidance.reporting.visits.files import views

urlpatterns = [
    path("<int:pk>/files/begin/", views.start_upload, name="visit_file_begin"),
    path("<int:pk>/uploads/<uuid:key>/piece/", views.store_chunk, name="visit_file_piece"),
    path("<int:pk>/uploads/<uuid:key>/finish/", views.finish_upload, name="visit_file_finish"),
    path("<int:pk>/uploads/<uuid:key>/cancel/", views.cancel_upload, name="visit_file_cancel"),
    path("<int:pk>/files/<int:file>/", views.download_sheet, name="visit_file"),
    path("<int:pk>/files/<int:file>/remove/", views.remove_sheet, name="visit_file_remove"),
    path("<int:pk>/files/<int:file>/restore/", views.restore_sheet, name="visit_file_restore"),
    path("<int:pk>/signed/<int:file>/", views.download_scan, name="visit_scan"),
    path("<int:pk>/signed/<int:file>/remove/", views.remove_scan, name="visit_scan_remove"),
    path("<int:pk>/signed/<int:file>/restore/", views.restore_scan, name="visit_scan_restore"),
]
