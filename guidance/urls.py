"""The site map: one include() a slice."""

from django.urls import include, path

from guidance.health import healthz
from guidance.visits import app_views

app_name = "guidance"

urlpatterns = [
    path("", include("guidance.accounts.urls")),
    path("desk/", include("guidance.desk.urls")),
    path("dashboard/snapshots/", include("guidance.snapshots.urls")),
    path("dashboard/", include("guidance.dashboard.urls")),
    path("schedules/", include("guidance.schedules.urls")),
    path("meetings/", include("guidance.meetings.urls")),
    path("visits/", include("guidance.visits.urls")),
    path("visits/", include("guidance.reading.urls")),
    path("duties/", include("guidance.duties.urls")),
    path("returns/import/", include("guidance.intake.urls")),
    path("returns/", include("guidance.elections.urls")),
    path("papers/", include("guidance.readback.urls")),
    path("briefings/", include("guidance.briefings.urls")),
    path("templates/", include("guidance.superiors.urls")),
    path("archives/", include("guidance.archives.urls")),
    path("remedies/", include("guidance.remedies.urls")),
    path("assignments/handover/", include("guidance.handovers.urls")),
    path("assignments/", include("guidance.people.urls")),
    # At the root: a worker serves no address above its own.
    path("worker.js", app_views.worker, name="worker"),
    path("app.webmanifest", app_views.manifest, name="manifest"),
    path("healthz", healthz, name="healthz"),
]
