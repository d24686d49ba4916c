"""填报批次: when each round opens and is due, what it asks for; closed, opened again, added."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, require_roles
from guidance.core.dates import YEARS, wrong_year_message
from guidance.core.forms import add_bootstrap_classes
from guidance.core.workflow.steps import error_messages
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules import actions


class RoundForm(forms.ModelForm):
    """A round: its name, its days, and the columns that it asks for."""

    required_columns = forms.MultipleChoiceField(
        label="应填各栏（缺填只提醒，不拦截）",
        required=False,
        choices=ScheduleColumn.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ReportingRound
        fields = ("name", "opens_on", "due_on", "required_columns")
        widgets = {
            field: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for field in ("opens_on", "due_on")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)

    def clean(self) -> dict[str, Any]:
        """Refuse days of a year that cannot be meant."""
        data = super().clean() or self.cleaned_data
        for field in ("opens_on", "due_on"):
            if (day := data.get(field)) and day.year not in YEARS:
                self.add_error(field, f"{wrong_year_message(day.year)}。")
        return data


@require_roles(*PLAN_MANAGERS)
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds of the plan, and a form for one more (收尾填报)."""
    return _render_rounds(request)


@require_POST
@require_roles(*PLAN_MANAGERS)
def add_round(request: HttpRequest) -> HttpResponse:
    """One more round, numbered after the last."""
    plan = Plan.objects.current()
    if plan is None:
        raise Http404
    number = _next_number(plan)
    form = RoundForm(request.POST, instance=ReportingRound(plan=plan, number=number))
    if request.POST.get("number") != str(number):  # pressed twice, or two of the staff at once
        messages.warning(request, "没有添加：已经有人添加了一次填报，请核对下表；还需要的，请再添加。")
        return _render_rounds(request, new_form=form)
    if not form.is_valid():
        messages.error(request, "没有添加：" + " ".join(error_messages(form)))
        return _render_rounds(request, new_form=form)
    messages.success(request, f"已添加{actions.add_round(form.instance)}。")
    return redirect("guidance:schedule_rounds")


def _next_number(plan: Plan | None) -> int:
    last = ReportingRound.objects.in_plan(plan).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


@require_POST
@require_roles(*PLAN_MANAGERS)
def change_round(request: HttpRequest, number: int) -> HttpResponse:
    """Other days or columns of a round."""
    round_ = _get_round(number)
    form = RoundForm(request.POST, instance=round_, prefix=f"round-{number}")
    if not form.is_valid():
        messages.error(request, f"没有保存{_get_round(number)}：" + " ".join(error_messages(form)))
        return _render_rounds(request, invalid_form=form)
    messages.success(request, f"已保存{form.save()}。")
    return redirect("guidance:schedule_rounds")


@require_POST
@require_roles(*PLAN_MANAGERS)
def close_round(request: HttpRequest, number: int) -> HttpResponse:
    """关闭: nobody submits any more without an extension."""
    closed = actions.close_round(_get_round(number))
    messages.success(request, f"已关闭{closed}填报。确需补报的单位，可在该单位的表上办理延期。")
    return redirect("guidance:schedule_rounds")


@require_POST
@require_roles(*PLAN_MANAGERS)
def reopen_round(request: HttpRequest, number: int) -> HttpResponse:
    """重新开放."""
    messages.success(request, f"已重新开放{actions.reopen_round(_get_round(number))}填报。")
    return redirect("guidance:schedule_rounds")


def _get_round(number: int) -> ReportingRound:
    plan = Plan.objects.current()
    return get_object_or_404(ReportingRound.objects.in_plan(plan).select_related("plan"), number=number)


def _render_rounds(request: HttpRequest, *, new_form: Any = None, invalid_form: Any = None) -> HttpResponse:
    """The page; `new_form` and `invalid_form` keep what was typed and could not be used."""
    plan = Plan.objects.current()
    rounds = list(ReportingRound.objects.in_plan(plan).select_related("plan"))
    round_forms = [
        invalid_form
        if invalid_form is not None and invalid_form.instance.pk == round_.pk
        else RoundForm(instance=round_, prefix=f"round-{round_.number}")
        for round_ in rounds
    ]
    required = [column.value for column in ScheduleColumn if column.is_required]
    empty_form = RoundForm(
        initial={"name": "收尾填报", "opens_on": clock.today(), "required_columns": required}
    )
    context = {
        "rows": list(zip(rounds, round_forms, strict=True)),
        "new_form": new_form or empty_form,
        "next_number": _next_number(plan),
        "current_plan": plan,
    }
    return render(request, "guidance/reporting/schedules/rounds.html", context)
