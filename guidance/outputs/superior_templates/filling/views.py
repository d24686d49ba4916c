"""Filling a template, the page of what was filled, and the files themselves."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.office.uploads.container import Refused
from guidance.office.uploads.disk import read_whole
from guidance.office.uploads.kinds import DOCX, XLSX
from guidance.outputs.superior_templates import actions
from guidance.outputs.superior_templates.actions import Faulty
from guidance.outputs.superior_templates.contexts import find, show_template
from guidance.outputs.superior_templates.forms import FillForm
from guidance.outputs.superior_templates.models import TemplateFill, TemplateVersion
from guidance.oversight.snapshots.queries import as_of_words, snapshots_of

FIGURES_A_PAGE = 100
MEDIA_TYPES = {"docx": DOCX.media_type, "xlsx": XLSX.media_type}
ADDRESSES = {"unit": "guidance:dashboard_unit", "township": "guidance:dashboard_township"}


@require_POST
@require_roles(*PLAN_MANAGERS)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the newest version, and lead to what stands behind each figure."""
    template = find(request, pk)
    if template.withdrawn_at:
        raise PermissionDenied("这个模板已停用，请先恢复使用。")
    form = FillForm(request.POST, snapshots=snapshots_of(request.user, template.plan))
    said: dict[str, Any] = {"fill_form": form}
    if form.is_valid():
        version = template.versions.visible_to(request.user).select_related("template__plan")[0]
        chosen = form.cleaned_data
        try:
            made = actions.fill(
                version, snapshot=chosen["snapshot"], by=request.user, key=chosen["submission_key"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except Faulty as faulty:
            said["faults"] = faulty.faults
        else:
            messages.success(
                request, "已填好，请下载核对。每个数字的来源列在下面，随时可以再来下载同一份文件。"
            )
            return redirect(made)
    return show_template(request, template, **said)


@require_roles(*PLAN_MANAGERS)
def filled(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled copy: every figure with its numbers and the page that shows it."""
    fills = TemplateFill.objects.visible_to(request.user)
    found = get_object_or_404(
        fills.select_related("version__template__plan", "snapshot__round", "filled_by"), pk=pk
    )
    page = Paginator(found.figures, FIGURES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filled": found,
        "as_of": as_of_words(found.snapshot) if found.snapshot else "",
        "page": page,
        "rows": [(figure, _address(figure, found)) for figure in page],
    }
    return render(request, "guidance/outputs/superior_templates/fill.html", context)


def _address(figure: dict[str, Any], filled: TemplateFill) -> str:
    """The page of the dashboard that shows this figure; empty for what is no figure."""
    if not figure.get("level"):
        return ""
    name = ADDRESSES.get(figure["level"])
    address = reverse(name, args=[figure["key"]]) if name else reverse("guidance:dashboard")
    return f"{address}?{urlencode({'snapshot': filled.snapshot.number})}" if filled.snapshot else address


@require_roles(*PLAN_MANAGERS)
def version_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A template as it was uploaded."""
    found = get_object_or_404(TemplateVersion.objects.visible_to(request.user), pk=pk)
    return _file(found, found.kind)


@require_roles(*PLAN_MANAGERS)
def fill_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A filled copy: the very bytes, however often it is fetched."""
    fills = TemplateFill.objects.visible_to(request.user).select_related("version")
    found = get_object_or_404(fills.defer("figures", "version__placeholders"), pk=pk)
    return _file(found, found.version.kind)


def _file(row: Any, kind: str) -> HttpResponse:
    content = read_whole(row.file.name)
    if not content:
        raise Http404
    headers = {"Content-Disposition": str(content_disposition_header(True, row.file_name))}
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)
