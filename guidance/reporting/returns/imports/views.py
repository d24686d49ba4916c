"""导入 Excel: the unit's workbook, the upload, its preview, decisions and confirmation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import REPORTERS, require_roles
from guidance.core.lists import get_page
from guidance.office.uploads.container import FileRefused
from guidance.reference.plans.queries import get_current_plan
from guidance.reporting.returns.actions import ReasonRequired
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.imports import actions
from guidance.reporting.returns.imports.actions import ImportRefused
from guidance.reporting.returns.imports.annotated_copy import annotate
from guidance.reporting.returns.imports.choices import UploadState
from guidance.reporting.returns.imports.forms import ConfirmForm, UploadForm, WorkbookForm
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import (
    Evaluation,
    evaluate,
    get_recent_uploads,
    get_reportable_units,
)
from guidance.reporting.returns.imports.template_workbook import make_workbook

PAGE_SIZE = 50
MAX_PROBLEMS = 500  # on the page; the annotated copy holds all
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_roles(*REPORTERS)
def index(request: HttpRequest) -> HttpResponse:
    """Download of the workbook, and upload; a POST reads the file and redirects to its preview."""
    plan = get_current_plan()
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            upload = actions.create_upload(
                plan=plan, stage=chosen["stage"], file=chosen["file"], by=request.user
            )
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("guidance:returns_upload", upload.pk)
    context = {
        "form": form,
        "workbook_form": WorkbookForm(None, user=request.user),
        "uploads": get_recent_uploads(request.user),
    }
    return render(request, "guidance/reporting/returns/imports/index.html", context)


@require_roles(*REPORTERS)
def workbook(request: HttpRequest) -> HttpResponse:
    """The workbook of a unit and stage; of the first unit if none is named."""
    plan = get_current_plan()
    units = get_reportable_units(request.user)
    unit_key = request.GET.get("unit") or units.values_list("pk", flat=True).first()
    unit = get_object_or_404(
        units, pk=unit_key if str(unit_key).isdecimal() and len(str(unit_key)) < 10 else 0
    )
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else Stage.ELECTED.value
    name = f"{unit.short_name}换届结果（{Stage(stage).label}）{clock.today():%Y%m%d}.xlsx"
    return _file_response(make_workbook(plan=plan, unit=unit, stage=stage, by=request.user), name)


@require_roles(*REPORTERS)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The changes that the file would make, and its errors."""
    return _render(request, _get_upload(request, pk))


@require_roles(*REPORTERS)
def annotated(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the file with the errors beside its rows."""
    upload = _get_upload(request, pk)
    evaluation = evaluate(upload)
    content = annotate(upload.content, evaluation.problems, evaluation.head_rows)
    return _file_response(content, f"{upload.file_name.rsplit('.', 1)[0]}（带问题说明）.xlsx")


@require_POST
@require_roles(*REPORTERS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Store which villages the unknown names mean."""
    upload = _get_own_upload(request, pk)
    try:
        decided = actions.save_decisions(upload, chosen=request.POST.dict())
    except ImportRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"已判定 {decided} 个村名，确认导入后记住，下次不用再选。")
    return redirect("guidance:returns_upload", pk)


@require_POST
@require_roles(*REPORTERS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认导入."""
    upload = _get_own_upload(request, pk)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有导入，请改正标出的内容。")
        return _render(request, upload, form)
    posted = form.cleaned_data
    try:
        imported = actions.confirm_import(
            upload, seen=posted["seen"], by=request.user, reason=posted["reason"]
        )
    except ImportRefused as error:
        messages.error(request, str(error))
        return _render(request, upload, form)
    except ReasonRequired as needed:
        form.add_error("reason", "请填写更正原因。")
        number = len(needed.villages)
        messages.error(request, f"没有导入：其中 {number} 个村（社区）的数据已经定格，请填写更正原因。")
        return _render(request, upload, form)
    messages.success(request, f"已导入 {imported.written} 个村（社区）的数据。")
    return redirect("guidance:returns_import")


@require_POST
@require_roles(*REPORTERS)
def abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """放弃."""
    upload = actions.abandon_upload(_get_own_upload(request, pk))
    if upload.state == UploadState.IMPORTED:
        messages.info(request, "这份表已经导入，不能放弃；要改回请在村（社区）表中修改。")
    else:
        messages.success(request, "已放弃，没有写入任何数据。")
    return redirect("guidance:returns_import")


def _get_upload(request: HttpRequest, pk: int) -> ReturnUpload:
    uploads = ReturnUpload.objects.visible_to(request.user).select_related("plan", "uploaded_by")
    return get_object_or_404(uploads, pk=pk)


def _get_own_upload(request: HttpRequest, pk: int) -> ReturnUpload:
    """The upload if the user uploaded it; raise Http404 or PermissionDenied if not."""
    upload = _get_upload(request, pk)
    if not ReturnUpload.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("这份表由上传人确认或放弃。")
    return upload


def _render(request: HttpRequest, upload: ReturnUpload, form: ConfirmForm | None = None) -> HttpResponse:
    """Render the preview; the form then confirms the state that is shown now."""
    is_open = upload.state == UploadState.PREVIEWED
    evaluation = evaluate(upload) if is_open else Evaluation()
    if form is None:
        form = ConfirmForm(initial={"seen": evaluation.fingerprint})
    else:
        data = request.POST.copy()
        data["seen"] = evaluation.fingerprint
        form.data = data
    context: dict[str, Any] = {
        "upload": upload,
        "is_open": is_open,
        "is_own": upload.uploaded_by_id == request.user.pk,
        "evaluation": evaluation,
        "problems": evaluation.problems[:MAX_PROBLEMS],
        "page": get_page(request, evaluation.changes, PAGE_SIZE),
        "form": form,
    }
    return render(request, "guidance/reporting/returns/imports/preview.html", context)


def _file_response(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": str(content_disposition_header(True, name))}
    return HttpResponse(content, content_type=EXCEL, headers=headers)
