"""/visits/…"""

from django.urls import path

from guidance.visits import list_views, views

urlpatterns = [
    path("", list_views.index, name="visits"),
    path("new/", views.new, name="visit_new"),
    path("new/submit/", views.submit_new, name="visit_submit_new"),
    path("<int:pk>/", views.report, name="visit"),
    path("<int:pk>/submit/", views.submit, name="visit_submit"),
    path("<int:pk>/withdraw/", views.withdraw, name="visit_withdraw"),
    path("<int:pk>/accept/", views.accept, name="visit_accept"),
    path("<int:pk>/return/", views.return_, name="visit_return"),
]
