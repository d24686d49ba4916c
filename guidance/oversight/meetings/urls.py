"""/meetings/…"""

from django.urls import path

from guidance.oversight.meetings import views
from guidance.oversight.meetings.feed import views as feed_views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("<int:township_id>/observe/", views.observe, name="meeting_observe"),
    path("<int:township_id>/stop-observing/", views.stop_observing, name="meeting_stop_observing"),
    path("changes/seen/", views.dismiss_changes, name="meetings_changes_seen"),
    path("feed/", feed_views.feed_page, name="meetings_feed"),
    path("feed/renew/", feed_views.renew, name="meetings_feed_renew"),
    path("feed/stop/", feed_views.stop, name="meetings_feed_stop"),
    path("feed/<slug:token>.ics", feed_views.feed_file, name="meetings_feed_file"),
]
