"""Files of a visit report: uploaded in chunks by `uploads.js`, and downloaded by those who see the report."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp
from django import forms
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.http.request import UnreadablePostError
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from guidance.core.access import GUIDANCE_READERS, GUIDES, require_roles
from guidance.core.records import Refused
from guidance.office.uploads import disk
from guidance.reporting.visits.access import can_write, get_own_report
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files import actions as files_actions
from guidance.reporting.visits.files.actions import StoredFile, UnknownUpload
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan

INCOMPLETE_MESSAGE = "页面发来的内容不完整，文件没有存下；请刷新页面后重新选择。"
DOWNLOAD_HEADERS = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class UploadForm(forms.Form):
    """The description of a file, sent before its content."""

    key = forms.UUIDField()
    section = forms.ChoiceField(choices=[*Section.choices, (FileUpload.SIGNED, "签字页")])
    name = forms.CharField(max_length=1000, required=False)
    size = forms.IntegerField(min_value=0)


@require_POST
@require_roles(*GUIDES)
def start_upload(request: HttpRequest, pk: int) -> JsonResponse:
    """Answer how many bytes of the file have been received already, or why it is not accepted."""
    report = get_own_report(request.user, pk)
    form = UploadForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": INCOMPLETE_MESSAGE})
    return _json_response(lambda: files_actions.start_upload(report, by=request.user, **form.cleaned_data))


@require_POST
@require_roles(*GUIDES)
def store_chunk(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    """Store the body, which holds the bytes from `?at=` on."""
    report = get_own_report(request.user, pk)
    offset, length = request.GET.get("at", ""), request.headers.get("Content-Length") or "0"
    if not (_is_number(offset) and _is_number(length) and int(length) <= files_actions.MAX_CHUNK_BYTES):
        return JsonResponse({"refused": INCOMPLETE_MESSAGE})
    try:
        content = request.body  # read before any lock is taken: the network may be slow
    except UnreadablePostError:  # the connection broke: the script asks where to continue
        content = b""
    return _json_response(
        lambda: files_actions.store_chunk(report, key=key, offset=int(offset), content=content)
    )


@require_POST
@require_roles(*GUIDES)
def finish_upload(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    report = get_own_report(request.user, pk)
    return _json_response(lambda: files_actions.finish_upload(report, key=key, by=request.user))


@require_POST
@require_roles(*GUIDES)
def cancel_upload(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    """取消."""
    files_actions.cancel_upload(get_own_report(request.user, pk), key=key)
    return JsonResponse({"cancelled": True})


@require_safe
@require_roles(*GUIDANCE_READERS)
@csp({"sandbox": "", "default-src": NONE})  # type: ignore[arg-type]
def download_sheet(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    return _file_response(request, _get_file(request, ContinuationSheet, pk, file))


@require_safe
@require_roles(*GUIDANCE_READERS)
@csp({"sandbox": "", "default-src": NONE})  # type: ignore[arg-type]
def download_scan(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    return _file_response(request, _get_file(request, SignedScan, pk, file))


@require_POST
@require_roles(*GUIDES)
def remove_sheet(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """移除."""
    sheet = _get_own_file(request, ContinuationSheet, pk, file)
    return _json_response(lambda: files_actions.remove_file(sheet))


@require_POST
@require_roles(*GUIDES)
def restore_sheet(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """恢复."""
    sheet = _get_own_file(request, ContinuationSheet, pk, file)
    return _json_response(lambda: files_actions.restore_file(sheet))


@require_POST
@require_roles(*GUIDES)
def remove_scan(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """移除."""
    scan = _get_own_file(request, SignedScan, pk, file)
    return _json_response(lambda: files_actions.remove_file(scan))


@require_POST
@require_roles(*GUIDES)
def restore_scan(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """恢复."""
    scan = _get_own_file(request, SignedScan, pk, file)
    return _json_response(lambda: files_actions.restore_file(scan))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _get_file(request: HttpRequest, model: type[StoredFile], pk: int, file: int) -> StoredFile:
    """A file of a visible report, or 404; removed files only for those who may restore them."""
    files = model.objects.visible_to(request.user).select_related("report")
    stored: Any = get_object_or_404(files, report=pk, pk=file)
    if stored.removed_at and not can_write(request.user, stored.report, *GUIDES):
        raise Http404
    return stored


def _get_own_file(request: HttpRequest, model: type[StoredFile], pk: int, file: int) -> StoredFile:
    stored = _get_file(request, model, pk, file)
    if not can_write(request.user, stored.report, *GUIDES):
        raise PermissionDenied
    return stored


def _json_response(action: Callable[[], FileUpload | StoredFile]) -> JsonResponse:
    """The outcome for the script: `received`, `done` with the row to show, `refused` or `gone`."""
    try:
        outcome = action()
    except Refused as refused:
        return JsonResponse({"refused": str(refused)})
    except UnknownUpload:
        return JsonResponse({"gone": True})
    except OperationalError as error:
        if not _is_disk_full(error):
            raise
        return JsonResponse({"refused": files_actions.DISK_FULL_MESSAGE})
    if isinstance(outcome, FileUpload):
        return JsonResponse({"received": outcome.received})
    row = render_to_string("guidance/reporting/visits/file_row.html", {"file": outcome, "can_edit": True})
    return JsonResponse({"done": True, "row": row})


def _is_disk_full(error: Exception) -> bool:
    """Whether SQLite or PostgreSQL says so in its own words."""
    return any(text in str(error) for text in ("disk is full", "No space left"))


def _file_response(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """The file under its original name; only pictures open in the browser. `?small` is the thumbnail."""
    name = str(stored.file.name)
    is_picture = stored.media_type in ("image/jpeg", "image/png")
    if "small" in request.GET and is_picture and disk.get_size(files_actions.thumbnail_path(name)):
        name = files_actions.thumbnail_path(name)
    if not disk.get_size(name):
        raise Http404
    response = FileResponse(
        disk.get_path(name).open("rb"),
        as_attachment=not is_picture,
        filename=stored.original_name,
        content_type=stored.media_type if stored.media_type else "application/octet-stream",
    )
    for header, value in DOWNLOAD_HEADERS.items():
        response[header] = value
    return response
