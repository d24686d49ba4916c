"""导入 Excel: the unit's workbook, the upload, its preview, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import REPORTERS, require_roles
from guidance.office.uploads.container import FileRefused
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.returns.actions import ReasonNeeded
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.imports import actions
from guidance.reporting.returns.imports.actions import NotReady
from guidance.reporting.returns.imports.annotated_copy import annotated as annotated_copy
from guidance.reporting.returns.imports.choices import UploadState
from guidance.reporting.returns.imports.forms import ConfirmForm, UploadForm, WorkbookForm
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import Evaluation, evaluate, recent_uploads, units_of
from guidance.reporting.returns.imports.template_workbook import workbook as workbook_of

PAGE_SIZE = 50
MOST_PROBLEMS = 500  # on the page; the annotated copy holds all
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_roles(*REPORTERS)
def index(request: HttpRequest) -> HttpResponse:
    """Where to get the workbook and to upload it; a POST reads the file and leads to its preview."""
    plan = get_current_plan()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            made = actions.take_in(plan=plan, stage=chosen["stage"], file=chosen["file"], by=request.user)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("guidance:returns_upload", made.pk)
    context = {
        "form": form,
        "workbook_form": WorkbookForm(None, user=request.user),
        "uploads": recent_uploads(request.user),
    }
    return render(request, "guidance/reporting/returns/imports/index.html", context)


@require_roles(*REPORTERS)
def workbook(request: HttpRequest) -> HttpResponse:
    """The workbook of a unit and stage; of the first unit where none is named."""
    plan = get_current_plan()
    units = units_of(request.user)
    asked = request.GET.get("unit") or units.values_list("pk", flat=True).first()
    unit = get_object_or_404(units, pk=asked if str(asked).isdecimal() and len(str(asked)) < 10 else 0)
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else Stage.ELECTED.value
    name = f"{unit.short_name}换届结果（{Stage(stage).label}）{clock.today():%Y%m%d}.xlsx"
    return _file(workbook_of(plan=plan, unit=unit, stage=stage, by=request.user), name)


@require_roles(*REPORTERS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, and all that is wrong with it."""
    return _show(request, _find(request, pk))


@require_roles(*REPORTERS)
def annotated(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was read, with the reasons beside its rows."""
    upload = _find(request, pk)
    found = evaluate(upload)
    content = annotated_copy(upload.content, found.problems, found.head_rows)
    return _file(content, f"{upload.file_name.rsplit('.', 1)[0]}（带问题说明）.xlsx")


@require_POST
@require_roles(*REPORTERS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Which villages the unknown names mean."""
    upload = _find_own(request, pk)
    try:
        decided = actions.decide(upload, chosen=request.POST.dict())
    except NotReady as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已判定 {decided} 个村名，确认导入后记住，下次不用再选。")
    return redirect("guidance:returns_upload", pk)


@require_POST
@require_roles(*REPORTERS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认导入 of what the preview showed."""
    upload = _find_own(request, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有导入，请改正标出的内容。")
        return _show(request, upload, form)
    posted = form.cleaned_data
    try:
        done = actions.confirm(upload, seen=posted["seen"], by=request.user, reason=posted["reason"])
    except NotReady as error:
        messages.error(request, str(error))
        return _show(request, upload, form)
    except ReasonNeeded as needed:
        form.add_error("reason", "请填写更正原因。")
        number = len(needed.villages)
        messages.error(request, f"没有导入：其中 {number} 个村（社区）的数据已经定格，请填写更正原因。")
        return _show(request, upload, form)
    messages.success(request, f"已导入 {done.written} 个村（社区）的数据。")
    return redirect("guidance:returns_import")


@require_POST
@require_roles(*REPORTERS)
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃: nothing of the file is written."""
    upload = actions.abandon(_find_own(request, pk))
    if upload.state == UploadState.IMPORTED:
        messages.info(request, "这份表已经导入，不能放弃；要改回请在村（社区）表中修改。")
    else:
        messages.success(request, "已放弃，没有写入任何数据。")
    return redirect("guidance:returns_import")


def _find(request: HttpRequest, pk: int) -> ReturnUpload:
    uploads = ReturnUpload.objects.visible_to(request.user).select_related("plan", "uploaded_by")
    return get_object_or_404(uploads, pk=pk)


def _find_own(request: HttpRequest, pk: int) -> ReturnUpload:
    """A visible upload that is the user's to confirm: 403 for staff who only look at it."""
    upload = _find(request, pk)
    if not ReturnUpload.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("这份表由上传人确认或放弃。")
    return upload


def _show(request: HttpRequest, upload: ReturnUpload, form: ConfirmForm | None = None) -> HttpResponse:
    """The preview. Whatever the form had seen, it goes on from what is shown now."""
    is_open = upload.state == UploadState.PREVIEWED
    found = evaluate(upload) if is_open else Evaluation()
    if form is None:
        form = ConfirmForm(initial={"seen": found.fingerprint})
    else:
        data = request.POST.copy()
        data["seen"] = found.fingerprint
        form.data = data
    context: dict[str, Any] = {
        "upload": upload,
        "is_open": is_open,
        "is_own": upload.uploaded_by_id == request.user.pk,
        "found": found,
        "problems": found.problems[:MOST_PROBLEMS],
        "page": Paginator(found.changes, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form,
    }
    return render(request, "guidance/reporting/returns/imports/preview.html", context)


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}
    return HttpResponse(content, content_type=EXCEL, headers=headers)
