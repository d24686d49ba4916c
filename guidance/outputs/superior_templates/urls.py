"""/templates/…"""

from django.urls import path

from guidance.outputs.superior_templates import views
from guidance.outputs.superior_templates.filling import views as filling_views

urlpatterns = [
    path("", views.index, name="superior_templates"),
    path("placeholders/", views.placeholders, name="template_placeholders"),
    path("<int:pk>/", views.detail, name="superior_template"),
    path("<int:pk>/replace/", views.replace, name="superior_template_replace"),
    path("<int:pk>/rename/", views.rename, name="superior_template_rename"),
    path("<int:pk>/withdraw/", views.withdraw, name="superior_template_withdraw"),
    path("<int:pk>/restore/", views.restore, name="superior_template_restore"),
    path("<int:pk>/fill/", filling_views.fill, name="superior_template_fill"),
    path("versions/<int:pk>/file/", filling_views.version_file, name="template_version_file"),
    path("fills/<int:pk>/", filling_views.fill_detail, name="template_fill"),
    path("fills/<int:pk>/file/", filling_views.fill_file, name="template_fill_file"),
]
