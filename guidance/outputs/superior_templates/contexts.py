"""The page of a template, which several views answer with."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from guidance.core.lists import get_page
from guidance.outputs.superior_templates.forms import FileForm, FillForm, NameForm
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill
from guidance.outputs.superior_templates.queries import build_catalogue, row_scope
from guidance.oversight.snapshots.queries import get_snapshots
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan

PAGE_SIZE = 50


@dataclass(frozen=True)
class PlaceholderPreview:
    """A placeholder of a template: where it stands, and what it would be replaced by now."""

    text: str
    place: str
    shown: str


def get_plan() -> Plan:
    """The current plan; 403 with a message where none is loaded."""
    return get_current_plan("没有可以填写的数据")


def get_template(request: HttpRequest, pk: int) -> SuperiorTemplate:
    """A template of the current plan; 404 where there is none of this key."""
    templates = SuperiorTemplate.objects.visible_to(request.user).select_related("plan")
    template: SuperiorTemplate = get_object_or_404(templates, pk=pk, plan=get_plan())
    return template


def show_template(request: HttpRequest, template: SuperiorTemplate, **extra_context: Any) -> HttpResponse:
    """The page of a template; `extra_context` holds bound forms and the faults of a file that was refused."""
    versions = list(template.versions.visible_to(request.user).select_related("uploaded_by"))
    fills = (
        TemplateFill.objects.visible_to(request.user)
        .filter(version__template=template)
        .select_related("version", "snapshot", "filled_by")
        .defer("figures", "version__placeholders")
    )
    snapshots = get_snapshots(request.user, template.plan)
    context = {
        "current_plan": template.plan,
        "template": template,
        "versions": versions,
        "placeholders": _placeholder_previews(request, template, versions[0].placeholders),
        "page": get_page(request, fills, PAGE_SIZE),
        "fill_form": FillForm(snapshots=snapshots),
        "file_form": FileForm(),
        "name_form": NameForm(initial={"name": template.name}),
    }
    return render(request, "guidance/outputs/superior_templates/template.html", context | extra_context)


def _placeholder_previews(
    request: HttpRequest, template: SuperiorTemplate, placeholders: list[dict[str, str]]
) -> list[PlaceholderPreview]:
    catalogue = build_catalogue(request.user, template.plan, None)

    def preview_text(text: str) -> str:
        scope = row_scope(text)
        if not scope:
            return catalogue.get_value(text)[0].shown
        return f"按{scope}重复，{len(catalogue.get_rows(scope))} 行"

    return [
        PlaceholderPreview(placeholder["text"], placeholder["place"], preview_text(placeholder["text"]))
        for placeholder in placeholders
    ]
