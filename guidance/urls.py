"""The site map: one include() an area."""

from django.urls import include, path

from guidance.core.health import healthz
from guidance.reporting.visits.offline import views as offline_views

app_name = "guidance"

urlpatterns = [
    path("", include("guidance.reference.accounts.urls")),
    path("desk/", include("guidance.oversight.home.urls")),
    path("dashboard/snapshots/", include("guidance.oversight.snapshots.urls")),
    path("dashboard/", include("guidance.oversight.dashboard.urls")),
    path("schedules/", include("guidance.reporting.schedules.urls")),
    path("meetings/", include("guidance.oversight.meetings.urls")),
    path("visits/", include("guidance.reporting.visits.urls")),
    path("visits/", include("guidance.oversight.findings.urls")),
    path("duties/", include("guidance.oversight.duties.urls")),
    path("returns/import/", include("guidance.reporting.returns.imports.urls")),
    path("returns/", include("guidance.reporting.returns.urls")),
    path("papers/", include("guidance.reporting.attachments.urls")),
    path("briefings/", include("guidance.outputs.briefings.urls")),
    path("templates/", include("guidance.outputs.superior_templates.urls")),
    path("archives/", include("guidance.outputs.archives.urls")),
    path("remedies/", include("guidance.oversight.remedies.urls")),
    path("assignments/handover/", include("guidance.oversight.handovers.urls")),
    path("assignments/", include("guidance.reference.people.urls")),
    # At the root: a worker serves no address above its own.
    path("worker.js", offline_views.worker, name="worker"),
    path("app.webmanifest", offline_views.manifest, name="manifest"),
    path("healthz", healthz, name="healthz"),
]
