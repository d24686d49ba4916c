"""/assignments/"""

from django.urls import path

from guidance.reference.people import views
from guidance.reference.people.printing import views as printing_views

urlpatterns = [
    path("", views.assignments, name="assignments"),
    path("attachment1.docx", printing_views.word, name="assignments_docx"),
    path("attachment1.xlsx", printing_views.excel, name="assignments_xlsx"),
    path("print/", printing_views.print_, name="assignments_print"),
]
