"""What makes the site an app on a phone: its manifest, and the worker that opens drafts without a network."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

# Of the page that opens without a network, with what its sheets and modules ask for in their turn.
FILES = (
    "bootstrap/bootstrap.min.css",
    "bootstrap/bootstrap.bundle.min.js",
    "icons/bootstrap-icons.min.css",
    "icons/fonts/bootstrap-icons.woff2",
    "guidance/mark.svg",
    "guidance/site.css",
    "guidance/visit.css",
    "guidance/files.css",
    "guidance/app.js",
    "guidance/core/clash.js",
    "guidance/core/counters.js",
    "guidance/core/dom.js",
    "guidance/core/forms.js",
    "guidance/core/queue.js",
    "guidance/core/server.js",
    "guidance/core/site.js",
    "guidance/core/store.js",
    "guidance/logout.js",
    "guidance/reporting/schedules/kept.js",
    "guidance/reporting/visits/draft.js",
    "guidance/reporting/visits/drafts.js",
    "guidance/reporting/visits/drafts_page.js",
    "guidance/reporting/visits/fields.js",
    "guidance/reporting/visits/files.js",
    "guidance/reporting/visits/form.js",
    "guidance/reporting/visits/kept_page.js",
    "guidance/reporting/visits/unsynced.js",
    "guidance/reporting/visits/upload_row.js",
    "guidance/reporting/visits/uploads.js",
)


@require_GET
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Public: a browser asks for it with nobody at the keyboard, and it names no data."""
    context = {"files": [static(name) for name in FILES], "page": reverse("guidance:visit_drafts")}
    answer = render(request, "guidance/reporting/visits/worker.js", context, content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
@login_not_required
def manifest(request: HttpRequest) -> JsonResponse:
    """The name and the mark under which a phone keeps the site."""
    icon = static("guidance/mark.svg")
    return JsonResponse(
        {
            "name": "妇联换届联系指导",
            "short_name": "联系指导",
            "lang": "zh-CN",
            "start_url": reverse("guidance:home"),
            "scope": reverse("guidance:home"),
            "display": "standalone",
            "background_color": "#f6f6f8",
            "theme_color": "#8a1c4a",
            "icons": [{"src": icon, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
        },
        content_type="application/manifest+json",
    )
