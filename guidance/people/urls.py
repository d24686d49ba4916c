"""/assignments/"""

from django.urls import path

from guidance.people import document_views, views

urlpatterns = [
    path("", views.assignments, name="assignments"),
    path("attachment1.docx", document_views.word, name="assignments_docx"),
    path("attachment1.xlsx", document_views.excel, name="assignments_xlsx"),
    path("print/", document_views.print_, name="assignments_print"),
]
