"""/briefings/…"""

from django.urls import path

from guidance.outputs.briefings import views

urlpatterns = [
    path("", views.briefing, name="briefing"),
    path("briefing.docx", views.briefing_docx, name="briefing_docx"),
]
