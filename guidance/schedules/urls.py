"""/schedules/…"""

from django.urls import path

from guidance.schedules import views

urlpatterns = [
    path("", views.merged, name="schedules"),
    # /schedules/<round>/<unit>/
    path("<int:number>/<int:unit_id>/", views.sheet, name="schedule"),
    path("<int:number>/<int:unit_id>/submit/", views.submit, name="schedule_submit"),
    path("<int:number>/<int:unit_id>/withdraw/", views.withdraw, name="schedule_withdraw"),
    path("<int:number>/<int:unit_id>/accept/", views.accept, name="schedule_accept"),
    path("<int:number>/<int:unit_id>/return/", views.return_, name="schedule_return"),
]
