"""The page 归档: what is missing, 制作归档 with its progress, and the downloads."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.lists import get_page
from guidance.office.uploads import disk
from guidance.outputs.archives import queries
from guidance.outputs.archives.actions import DEAD_MESSAGE, request_archive
from guidance.outputs.archives.choices import JobState
from guidance.outputs.archives.models import ArchiveJob
from guidance.reference.plans.queries import get_current_plan

PAGE_SIZE = 20


@require_GET
@require_roles(*PLAN_MANAGERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the archives, newest first, and what would be missing in a new one."""
    plan = get_current_plan("没有可以归档的材料")
    page = get_page(request, queries.get_archives(request.user, plan), PAGE_SIZE)
    running = next((job for job in page if job.is_ongoing and not job.is_dead), None)
    checks = queries.completeness_checks(request.user, plan)
    context: dict[str, Any] = {
        "current_plan": plan,
        "page": page,
        "running": running,
        "dead_message": DEAD_MESSAGE,
        "checks": checks,
        "incomplete_count": sum(1 for check in checks if check.missing),
        "total_size": queries.total_size(request.user, plan),
    }
    return render(request, "guidance/outputs/archives/index.html", context)


@require_POST
@require_roles(*PLAN_MANAGERS)
def make(request: HttpRequest) -> HttpResponse:
    """制作归档; where an archive is being made already, no second one is started."""
    job, is_new = request_archive(plan=get_current_plan("没有可以归档的材料"), by=request.user)
    if is_new:
        messages.success(request, "已开始制作归档。可以离开本页，做好后在这里下载。")
    else:
        messages.info(request, f"{job.asked_by}要求的归档正在制作，请等它完成。")
    return redirect("guidance:archives")


@never_cache
@require_GET
@require_roles(*PLAN_MANAGERS)
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress of a job, as JSON for the script of the page."""
    job = _get_job(request, pk)
    return JsonResponse(
        {
            "percent": job.percent,
            "done": job.done,
            "total": job.total,
            "under_way": job.is_ongoing and not job.is_dead,
            "said": DEAD_MESSAGE if job.is_dead else job.get_state_display(),
        }
    )


@require_GET
@require_roles(*PLAN_MANAGERS)
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download the zip; where the file is gone from the disk, the page says so."""
    job = _get_job(request, pk)
    path = disk.get_path(str(job.file.name)) if job.state == JobState.DONE else None
    if path is None or not path.is_file():
        messages.error(request, "这份归档的文件不在服务器上，请重新制作。")
        return redirect("guidance:archives")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=job.file_name, content_type="application/zip"
    )


def _get_job(request: HttpRequest, pk: int) -> ArchiveJob:
    job: ArchiveJob = get_object_or_404(
        ArchiveJob.objects.visible_to(request.user).select_related("plan"), pk=pk
    )
    return job
