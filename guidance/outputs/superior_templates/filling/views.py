"""Fill a template, show what was filled, and download the files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.lists import get_page
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.disk import read_whole
from guidance.office.uploads.kinds import DOCX, XLSX
from guidance.outputs.superior_templates import actions
from guidance.outputs.superior_templates.actions import FaultyTemplate
from guidance.outputs.superior_templates.contexts import get_template, show_template
from guidance.outputs.superior_templates.forms import FillForm
from guidance.outputs.superior_templates.models import TemplateFill, TemplateVersion
from guidance.oversight.snapshots.queries import describe_as_of, get_snapshots

PAGE_SIZE = 100
MEDIA_TYPES = {"docx": DOCX.media_type, "xlsx": XLSX.media_type}
DASHBOARD_PAGES = {"unit": "guidance:dashboard_unit", "township": "guidance:dashboard_township"}


@require_POST
@require_roles(*PLAN_MANAGERS)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the newest version, and redirect to the page with the origin of each figure."""
    template = get_template(request, pk)
    if template.withdrawn_at:
        raise PermissionDenied("这个模板已停用，请先恢复使用。")
    form = FillForm(request.POST, snapshots=get_snapshots(request.user, template.plan))
    context: dict[str, Any] = {"fill_form": form}
    if form.is_valid():
        version = template.versions.visible_to(request.user).select_related("template__plan")[0]
        options = form.cleaned_data
        try:
            template_fill = actions.fill(
                version, snapshot=options["snapshot"], by=request.user, key=options["submission_key"]
            )
        except FileRefused as refused:
            form.add_error(None, str(refused))
        except FaultyTemplate as faulty:
            context["faults"] = faulty.faults
        else:
            messages.success(
                request, "已填好，请下载核对。每个数字的来源列在下面，随时可以再来下载同一份文件。"
            )
            return redirect(template_fill)
    return show_template(request, template, **context)


@require_roles(*PLAN_MANAGERS)
def fill_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a filled copy: every figure with its numbers and the dashboard page that shows it."""
    fills = TemplateFill.objects.visible_to(request.user)
    template_fill = get_object_or_404(
        fills.select_related("version__template__plan", "snapshot__round", "filled_by"), pk=pk
    )
    page = get_page(request, template_fill.figures, PAGE_SIZE)
    context = {
        "template_fill": template_fill,
        "as_of": describe_as_of(template_fill.snapshot) if template_fill.snapshot else "",
        "page": page,
        "rows": [(figure, _address(figure, template_fill)) for figure in page],
    }
    return render(request, "guidance/outputs/superior_templates/fill.html", context)


def _address(figure: dict[str, Any], template_fill: TemplateFill) -> str:
    """The page of the dashboard that shows this figure; empty for a text, such as a date."""
    if not figure.get("level"):
        return ""
    url_name = DASHBOARD_PAGES.get(figure["level"])
    address = reverse(url_name, args=[figure["key"]]) if url_name else reverse("guidance:dashboard")
    return (
        f"{address}?{urlencode({'snapshot': template_fill.snapshot.number})}"
        if template_fill.snapshot
        else address
    )


@require_roles(*PLAN_MANAGERS)
def version_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a template as it was uploaded."""
    version = get_object_or_404(TemplateVersion.objects.visible_to(request.user), pk=pk)
    return _file(version, version.kind)


@require_roles(*PLAN_MANAGERS)
def fill_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Download a filled copy; the bytes are the same every time."""
    fills = TemplateFill.objects.visible_to(request.user).select_related("version")
    template_fill = get_object_or_404(fills.defer("figures", "version__placeholders"), pk=pk)
    return _file(template_fill, template_fill.version.kind)


def _file(row: Any, kind: str) -> HttpResponse:
    content = read_whole(row.file.name)
    if not content:
        raise Http404
    headers = {"Content-Disposition": str(content_disposition_header(True, row.file_name))}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)
