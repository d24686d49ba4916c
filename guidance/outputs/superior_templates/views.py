"""上级模板: the list, uploading, the placeholders that are known, and one template."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.office.uploads.container import Refused
from guidance.outputs.superior_templates import actions
from guidance.outputs.superior_templates.actions import Faulty
from guidance.outputs.superior_templates.contexts import PAGE_SIZE, find, plan_or_refuse, show_template
from guidance.outputs.superior_templates.forms import FileForm, NameForm, UploadForm
from guidance.outputs.superior_templates.grammar import CITY, ROW_SCOPES, normal
from guidance.outputs.superior_templates.models import SuperiorTemplate
from guidance.outputs.superior_templates.queries import Catalogue, PlaceFigures, Value, catalogue


@require_roles(*PLAN_MANAGERS)
def templates(request: HttpRequest) -> HttpResponse:
    """All templates of the plan; a POST uploads a new one and leads to it, or tells every fault at once."""
    plan = plan_or_refuse()
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form, faults = UploadForm(*data), None
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.upload(plan=plan, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name" if str(refused) == actions.NAME_TAKEN else "file", str(refused))
        except Faulty as faulty:
            faults = faulty.faults
        else:
            messages.success(request, f"已存下模板“{made.name}”。选好数据即可填充。")
            return redirect(made)
    found = (
        SuperiorTemplate.objects.visible_to(request.user)
        .filter(plan=plan)
        .annotate(
            latest=Max("versions__number"),
            fills=Count("versions__fills", distinct=True),
            last_filled=Max("versions__fills__filled_at"),
        )
        .order_by(F("withdrawn_at").asc(nulls_first=True), "name", "pk")
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"current_plan": plan, "form": form, "faults": faults, "page": page}
    return render(request, "guidance/outputs/superior_templates/index.html", context)


@require_roles(*PLAN_MANAGERS)
def placeholders(request: HttpRequest) -> HttpResponse:
    """Every placeholder with its present value: of the whole, of a unit, or of a row that is repeated."""
    plan = plan_or_refuse()
    figures = catalogue(request.user, plan, None)
    scope = request.GET.get("scope") or CITY
    typed = request.GET.get("q", "").strip()
    place = _place_of(figures, scope)
    known = [(f"{name}.{scope}", value) for name, value in _values(place, scope)]
    if scope == CITY:
        known = [*figures.texts.items(), *known]
    context = {
        "current_plan": plan,
        "scopes": [CITY, *ROW_SCOPES, *(unit.name for unit in figures.units)],
        "scope": scope,
        "example": place.name if scope in ROW_SCOPES else "",
        "typed": typed,
        "rows": [(text, value) for text, value in known if normal(typed) in normal(text)],
        "source": figures.source,
    }
    return render(request, "guidance/outputs/superior_templates/placeholders.html", context)


def _place_of(figures: Catalogue, scope: str) -> PlaceFigures:
    """A place by its name; of a repeated row its first, whose values are shown as an example."""
    if scope in ROW_SCOPES:
        return next(iter(figures.rows_of(scope)), PlaceFigures("", "", 0, {}))
    if scope not in figures.by_name:
        raise Http404
    return figures.by_name[scope]


def _values(place: PlaceFigures, scope: str) -> list[tuple[str, Value]]:
    own = scope in ROW_SCOPES  # only there a name is asked for
    return [
        (name, value) for name, value in place.values.items() if own or name not in ("名称", "序号", "全称")
    ]


@require_roles(*PLAN_MANAGERS)
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """One template: filling it, its placeholders, its versions, what was filled."""
    return show_template(request, find(request, pk))


@require_POST
@require_roles(*PLAN_MANAGERS)
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """A new version of the file."""
    found, form = find(request, pk), FileForm(request.POST, request.FILES)
    said: dict[str, Any] = {"file_form": form}
    if form.is_valid():
        try:
            version = actions.replace(found, file=form.cleaned_data["file"], by=request.user)
        except Refused as refused:
            form.add_error("file", str(refused))
        except Faulty as faulty:
            said["faults"] = faulty.faults
        else:
            messages.success(request, f"已换成第{version.number}版。以前填好的文件不变。")
            return redirect(found)
    return show_template(request, found, **said)


@require_POST
@require_roles(*PLAN_MANAGERS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    found, form = find(request, pk), NameForm(request.POST)
    if form.is_valid():
        try:
            actions.rename(found, name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, "已改名。")
            return redirect(found)
    return show_template(request, found, name_form=form)


@require_POST
@require_roles(*PLAN_MANAGERS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """停用: it fills nothing any more, and everything stays."""
    found = find(request, pk)
    actions.set_withdrawn(found, withdrawn=True)
    messages.success(request, "已停用。以前填好的文件仍可下载，需要时可恢复使用。")
    return redirect(found)


@require_POST
@require_roles(*PLAN_MANAGERS)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复使用."""
    found = find(request, pk)
    actions.set_withdrawn(found, withdrawn=False)
    messages.success(request, "已恢复使用。")
    return redirect(found)
