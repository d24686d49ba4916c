"""Files of a visit report: sent piece by piece by `uploads.js`, and given back by access."""

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
from guidance.reporting.visits.files.actions import Gone, Stored
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan

INCOMPLETE = "页面发来的内容不完整，文件没有存下；请刷新页面后重新选择。"
HEADERS = {
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class BeginForm(forms.Form):
    """What the script tells of a file before it sends any of it."""

    key = forms.UUIDField()
    section = forms.ChoiceField(choices=[*Section.choices, (FileUpload.SIGNED, "签字页")])
    name = forms.CharField(max_length=1000, required=False)
    size = forms.IntegerField(min_value=0)


@require_POST
@require_roles(*GUIDES)
def begin(request: HttpRequest, pk: int) -> JsonResponse:
    """A file is going to be sent: how much of it is here already, or why it cannot be taken."""
    report = get_own_report(request.user, pk)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"refused": INCOMPLETE})
    return _answer(lambda: files_actions.begin(report, by=request.user, **form.cleaned_data))


@require_POST
@require_roles(*GUIDES)
def piece(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    """The bytes from `?at=` on, as the body."""
    report = get_own_report(request.user, pk)
    at, length = request.GET.get("at", ""), request.headers.get("Content-Length") or "0"
    if not (_is_number(at) and _is_number(length) and int(length) <= files_actions.MOST_PIECE):
        return JsonResponse({"refused": INCOMPLETE})
    try:
        content = request.body  # whole, before any lock is taken: the network may be slow
    except UnreadablePostError:  # it broke off: the script asks where to go on
        content = b""
    return _answer(lambda: files_actions.receive(report, key=key, at=int(at), content=content))


@require_POST
@require_roles(*GUIDES)
def finish(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    """All was sent: it is judged and kept, or refused."""
    report = get_own_report(request.user, pk)
    return _answer(lambda: files_actions.finish(report, key=key, by=request.user))


@require_POST
@require_roles(*GUIDES)
def cancel(request: HttpRequest, pk: int, key: UUID) -> JsonResponse:
    """取消 of a file that has not arrived whole."""
    files_actions.give_up(get_own_report(request.user, pk), key=key)
    return JsonResponse({"cancelled": True})


@require_safe
@require_roles(*GUIDANCE_READERS)
@csp({"sandbox": "", "default-src": NONE})  # type: ignore[arg-type]
def sheet(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A continuation sheet."""
    return _given_back(request, _find_file(request, ContinuationSheet, pk, file))


@require_safe
@require_roles(*GUIDANCE_READERS)
@csp({"sandbox": "", "default-src": NONE})  # type: ignore[arg-type]
def scan(request: HttpRequest, pk: int, file: int) -> HttpResponseBase:
    """A signed page."""
    return _given_back(request, _find_file(request, SignedScan, pk, file))


@require_POST
@require_roles(*GUIDES)
def remove_sheet(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """移除 of a continuation sheet."""
    found = _find_own_file(request, ContinuationSheet, pk, file)
    return _answer(lambda: files_actions.remove(found))


@require_POST
@require_roles(*GUIDES)
def restore_sheet(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """恢复 of a continuation sheet."""
    found = _find_own_file(request, ContinuationSheet, pk, file)
    return _answer(lambda: files_actions.bring_back(found))


@require_POST
@require_roles(*GUIDES)
def remove_scan(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """移除 of a signed page."""
    found = _find_own_file(request, SignedScan, pk, file)
    return _answer(lambda: files_actions.remove(found))


@require_POST
@require_roles(*GUIDES)
def restore_scan(request: HttpRequest, pk: int, file: int) -> JsonResponse:
    """恢复 of a signed page."""
    found = _find_own_file(request, SignedScan, pk, file)
    return _answer(lambda: files_actions.bring_back(found))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _find_file(request: HttpRequest, model: type[Stored], pk: int, file: int) -> Stored:
    """A file of a visible report; removed ones are there for those only who may bring them back."""
    files = model.objects.visible_to(request.user).select_related("report")
    found: Any = get_object_or_404(files, report=pk, pk=file)
    if found.removed_at and not can_write(request.user, found.report, *GUIDES):
        raise Http404
    return found


def _find_own_file(request: HttpRequest, model: type[Stored], pk: int, file: int) -> Stored:
    found = _find_file(request, model, pk, file)
    if not can_write(request.user, found.report, *GUIDES):
        raise PermissionDenied
    return found


def _answer(act: Callable[[], FileUpload | Stored]) -> JsonResponse:
    """What became of it, for the script: `received`, `done` with the row to show, `refused` or `gone`."""
    try:
        found = act()
    except Refused as refused:
        return JsonResponse({"refused": str(refused)})
    except Gone:
        return JsonResponse({"gone": True})
    except OperationalError as error:
        if not _tells_full_disk(error):
            raise
        return JsonResponse({"refused": files_actions.DISK_FULL})
    if isinstance(found, FileUpload):
        return JsonResponse({"received": found.received})
    row = render_to_string("guidance/reporting/visits/file_row.html", {"file": found, "writes": True})
    return JsonResponse({"done": True, "row": row})


def _tells_full_disk(error: Exception) -> bool:
    """The database's own words for a full disk: SQLite's and PostgreSQL's."""
    return any(words in str(error) for words in ("disk is full", "No space left"))


def _given_back(request: HttpRequest, found: Stored) -> HttpResponseBase:
    """The file under its given name; only pictures open in the browser. `?small` gives the small copy."""
    name = str(found.file.name)
    is_picture = found.media_type in ("image/jpeg", "image/png")
    if "small" in request.GET and is_picture and disk.size_of(files_actions.small_of(name)):
        name = files_actions.small_of(name)
    if not disk.size_of(name):
        raise Http404
    answer = FileResponse(
        disk.path_of(name).open("rb"),
        as_attachment=not is_picture,
        filename=found.original_name,
        content_type=found.media_type if found.media_type else "application/octet-stream",
    )
    for header, value in HEADERS.items():
        answer[header] = value
    return answer
