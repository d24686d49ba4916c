"""/briefings/…"""

from django.urls import path

from guidance.outputs.briefings import views

urlpatterns = [
    path("", views.briefing, name="briefing"),
    path("briefing.docx", views.word, name="briefing_docx"),
]
