"""What the pages of a template show; used by the views that answer with them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from guidance.outputs.superior_templates.forms import FileForm, FillForm, NameForm
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill
from guidance.outputs.superior_templates.queries import catalogue, repeated_by
from guidance.oversight.snapshots.queries import snapshots_of
from guidance.reference.plans.models import Plan
from guidance.reference.plans.queries import get_current_plan

PAGE_SIZE = 50


@dataclass(frozen=True)
class Standing:
    """A placeholder of a template: where it stands, and what it would become now."""

    text: str
    place: str
    shown: str


def plan_or_refuse() -> Plan:
    """The current plan; 403 with the sentence where none is loaded."""
    return get_current_plan("没有可以填写的数据")


def find(request: HttpRequest, pk: int) -> SuperiorTemplate:
    """A template of the current plan, by its key; 404 otherwise."""
    templates = SuperiorTemplate.objects.visible_to(request.user).select_related("plan")
    found: SuperiorTemplate = get_object_or_404(templates, pk=pk, plan=plan_or_refuse())
    return found


def show_template(request: HttpRequest, template: SuperiorTemplate, **said: Any) -> HttpResponse:
    """The page of a template; `said` are bound forms and the faults of a file that was not taken."""
    versions = list(template.versions.visible_to(request.user).select_related("uploaded_by"))
    fills = (
        TemplateFill.objects.visible_to(request.user)
        .filter(version__template=template)
        .select_related("version", "snapshot", "filled_by")
        .defer("figures", "version__placeholders")
    )
    snapshots = snapshots_of(request.user, template.plan)
    context = {
        "current_plan": template.plan,
        "template": template,
        "versions": versions,
        "standing": _standing(request, template, versions[0].placeholders),
        "page": Paginator(fills, PAGE_SIZE).get_page(request.GET.get("page")),
        "fill_form": FillForm(snapshots=snapshots),
        "file_form": FileForm(),
        "name_form": NameForm(initial={"name": template.name}),
    }
    return render(request, "guidance/outputs/superior_templates/template.html", context | said)


def _standing(request: HttpRequest, template: SuperiorTemplate, kept: list[dict[str, str]]) -> list[Standing]:
    figures = catalogue(request.user, template.plan, None)

    def shown(text: str) -> str:
        scope = repeated_by(text)
        if not scope:
            return figures.value_of(text)[0].shown
        return f"按{scope}重复，{len(figures.rows_of(scope))} 行"

    return [Standing(one["text"], one["place"], shown(one["text"])) for one in kept]
