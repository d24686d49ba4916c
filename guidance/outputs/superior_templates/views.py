"""Pages of 上级模板: the list with the upload, the placeholders that can be used, and a single template."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.lists import get_page
from guidance.office.uploads.container import FileRefused
from guidance.outputs.superior_templates import actions
from guidance.outputs.superior_templates.actions import FaultyTemplate
from guidance.outputs.superior_templates.contexts import PAGE_SIZE, get_plan, get_template, show_template
from guidance.outputs.superior_templates.forms import FileForm, NameForm, UploadForm
from guidance.outputs.superior_templates.grammar import CITY, ROW_SCOPES, normalize_name
from guidance.outputs.superior_templates.models import SuperiorTemplate
from guidance.outputs.superior_templates.queries import FigureCatalogue, PlaceFigures, Value, build_catalogue


@require_roles(*PLAN_MANAGERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the templates of the plan; a POST uploads one and redirects to it, or shows all its faults."""
    plan = get_plan()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form, faults = UploadForm(*data), None
    if request.method == "POST" and form.is_valid():
        try:
            template = actions.upload_template(plan=plan, by=request.user, **form.cleaned_data)
        except FileRefused as refused:
            form.add_error("name" if str(refused) == actions.NAME_TAKEN_MESSAGE else "file", str(refused))
        except FaultyTemplate as faulty:
            faults = faulty.faults
        else:
            messages.success(request, f"已存下模板“{template.name}”。选好数据即可填充。")
            return redirect(template)
    templates = (
        SuperiorTemplate.objects.visible_to(request.user)
        .filter(plan=plan)
        .annotate(
            latest=Max("versions__number"),
            fills=Count("versions__fills", distinct=True),
            last_filled=Max("versions__fills__filled_at"),
        )
        .order_by(F("withdrawn_at").asc(nulls_first=True), "name", "pk")
    )
    page = get_page(request, templates, PAGE_SIZE)
    context = {"current_plan": plan, "form": form, "faults": faults, "page": page}
    return render(request, "guidance/outputs/superior_templates/index.html", context)


@require_roles(*PLAN_MANAGERS)
def placeholders(request: HttpRequest) -> HttpResponse:
    """List every placeholder with its current value: of the city, of a unit, or of a repeated row."""
    plan = get_plan()
    catalogue = build_catalogue(request.user, plan, None)
    scope = request.GET.get("scope") or CITY
    typed = request.GET.get("q", "").strip()
    place = _get_place(catalogue, scope)
    values = [(f"{name}.{scope}", value) for name, value in _values(place, scope)]
    if scope == CITY:
        values = [*catalogue.texts.items(), *values]
    context = {
        "current_plan": plan,
        "scopes": [CITY, *ROW_SCOPES, *(unit.name for unit in catalogue.units)],
        "scope": scope,
        "example": place.name if scope in ROW_SCOPES else "",
        "typed": typed,
        "rows": [(text, value) for text, value in values if normalize_name(typed) in normalize_name(text)],
        "source": catalogue.source,
    }
    return render(request, "guidance/outputs/superior_templates/placeholders.html", context)


def _get_place(catalogue: FigureCatalogue, scope: str) -> PlaceFigures:
    """The place of this name; for a repeated row the first place, whose values serve as an example."""
    if scope in ROW_SCOPES:
        return next(iter(catalogue.get_rows(scope)), PlaceFigures("", "", 0, {}))
    if scope not in catalogue.by_name:
        raise Http404
    return catalogue.by_name[scope]


def _values(place: PlaceFigures, scope: str) -> list[tuple[str, Value]]:
    is_row_scope = scope in ROW_SCOPES  # elsewhere the place is named already
    return [
        (name, value)
        for name, value in place.values.items()
        if is_row_scope or name not in ("名称", "序号", "全称")
    ]


@require_roles(*PLAN_MANAGERS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a template with its placeholders, versions and filled copies."""
    return show_template(request, get_template(request, pk))


@require_POST
@require_roles(*PLAN_MANAGERS)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a new version of the file."""
    template, form = get_template(request, pk), FileForm(request.POST, request.FILES)
    context: dict[str, Any] = {"file_form": form}
    if form.is_valid():
        try:
            version = actions.replace_file(template, file=form.cleaned_data["file"], by=request.user)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        except FaultyTemplate as faulty:
            context["faults"] = faulty.faults
        else:
            messages.success(request, f"已换成第{version.number}版。以前填好的文件不变。")
            return redirect(template)
    return show_template(request, template, **context)


@require_POST
@require_roles(*PLAN_MANAGERS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the template another name."""
    template, form = get_template(request, pk), NameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename_template(template, name=form.cleaned_data["name"])
        except FileRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, "已改名。")
            return redirect(template)
    return show_template(request, template, name_form=form)


@require_POST
@require_roles(*PLAN_MANAGERS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """停用: the template can be filled no more, and all its files stay."""
    template = get_template(request, pk)
    actions.set_withdrawn(template, withdrawn=True)
    messages.success(request, "已停用。以前填好的文件仍可下载，需要时可恢复使用。")
    return redirect(template)


@require_POST
@require_roles(*PLAN_MANAGERS)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复使用: undo 停用."""
    template = get_template(request, pk)
    actions.set_withdrawn(template, withdrawn=False)
    messages.success(request, "已恢复使用。")
    return redirect(template)
