"""日程安排汇总: the merged table, the meetings that moved, and the queue of returns to review."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from guidance.core import clock
from guidance.core.access import (
    PLAN_MANAGERS,
    PLAN_READERS,
    TOWNSHIP_REPORTERS,
    UNIT_REPORTERS,
    get_scope,
    has_role,
    require_roles,
)
from guidance.core.dates import YEARS
from guidance.core.forms import CHOICE_MESSAGES, add_bootstrap_classes
from guidance.core.lists import get_page
from guidance.core.records import Refused
from guidance.core.workflow.choices import Status
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.models import Township
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules import actions, queries
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.overview.queries import (
    PAGE_SIZE,
    ROW_FILTERS,
    Filters,
    get_merged_table,
    moved_meetings,
    review_queue,
)

MAX_LISTED_GROUPS = 60  # in one drop-down; of more, one is asked for by its number
UNKNOWN_GROUP_MESSAGE = "没有这个指导组，请填组号，如 12。"


class GroupNumberField(forms.IntegerField):
    """One of many groups, by its number."""

    def __init__(self, groups: QuerySet[GuidanceGroup]) -> None:
        super().__init__(label="指导组（组号）", required=False, widget=forms.TextInput)
        self.groups = groups
        self.error_messages["invalid"] = UNKNOWN_GROUP_MESSAGE

    def clean(self, value: Any) -> GuidanceGroup | None:
        """The group of this number."""
        number = super().clean(value)
        group = None if number is None else self.groups.filter(number=number).first()
        if number is not None and group is None:
            raise forms.ValidationError(UNKNOWN_GROUP_MESSAGE)
        return group


def _group_field(groups: QuerySet[GuidanceGroup]) -> forms.Field:
    """A drop-down of the groups, as long as there are few: many would cost more than the whole page."""
    groups_by_pk = {str(group.pk): group for group in groups[: MAX_LISTED_GROUPS + 1]}
    if len(groups_by_pk) > MAX_LISTED_GROUPS:
        return GroupNumberField(groups)
    return forms.TypedChoiceField(
        label="指导组",
        choices=[("", "全部"), *groups_by_pk.items()],
        coerce=groups_by_pk.__getitem__,
        empty_value=None,
        required=False,
        error_messages=CHOICE_MESSAGES,
    )


class FilterForm(forms.Form):
    """What of the merged table is shown."""

    show = forms.ChoiceField(
        label="显示",
        required=False,
        choices=[("", "全部"), *((key, words) for key, (words, _) in ROW_FILTERS.items())],
    )
    group = forms.Field()  # see _group_field
    name = forms.CharField(label="乡镇或单位", required=False, max_length=30)
    moment = forms.DateTimeField(
        label="截至时间",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "截至时间不对，请填如 2021-01-15 17:00。"},
    )

    def __init__(self, *args: Any, user: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = _group_field(GuidanceGroup.objects.visible_to(user).filter(plan=plan))
        add_bootstrap_classes(self)

    def clean_moment(self) -> Any:
        """A moment of a year that can be meant."""
        moment = self.cleaned_data["moment"]
        if moment and moment.year not in YEARS:
            raise forms.ValidationError("截至时间不对，请填如 2021-01-15 17:00。")
        return moment

    @property
    def filters(self) -> Filters:
        """What was asked; what cannot be understood is left out, and told beside its field."""
        self.is_valid()
        data = self.cleaned_data
        return Filters(
            show=data.get("show") or "",
            group=data.get("group"),
            name=data.get("name") or "",
            moment=data.get("moment"),
        )


@require_roles(*PLAN_READERS)
def merged(request: HttpRequest) -> HttpResponse:
    """One round, all units in the attachment's order."""
    plan = Plan.objects.current()
    rounds, round_ = _get_rounds(request, plan)
    form = FilterForm(request.GET, user=request.user, plan=plan)
    context: dict[str, Any] = {
        "rounds": rounds,
        "round": round_,
        "form": form,
        "filters": form.filters,
        "columns": list(ScheduleColumn),
        "is_staff": has_role(request.user, *PLAN_MANAGERS),
        "own_unit": _get_own_unit_id(request),
        "now": clock.now(),
        "current_plan": plan,
    }
    if round_:
        table = get_merged_table(request.user, round_, form.filters, request.GET.get("page"))
        context |= {"rows": table.rows, "page": table.page, "progress": table.progress}
    return render(request, "guidance/reporting/schedules/merged.html", context)


def _get_rounds(
    request: HttpRequest, plan: Plan | None
) -> tuple[list[ReportingRound], ReportingRound | None]:
    """The plan's rounds, and the one that was asked for, else the one being filled in."""
    rounds = list(ReportingRound.objects.in_plan(plan).select_related("plan"))
    number = request.GET.get("round")
    round_ = next((round_ for round_ in rounds if str(round_.number) == number), None)
    return rounds, round_ or queries.current_round(rounds)


def _get_own_unit_id(request: HttpRequest) -> int | None:
    """The unit that the user fills in for, to lead there with one press."""
    scope = get_scope(request.user, *UNIT_REPORTERS)
    if scope.units:
        return min(scope.units)
    townships = get_scope(request.user, *TOWNSHIP_REPORTERS).townships
    return Township.objects.get(pk=min(townships)).unit_id if townships else None


@require_roles(*PLAN_READERS)
def moved(request: HttpRequest) -> HttpResponse:
    """推迟清单: the meetings that moved since the round before."""
    plan = Plan.objects.current()
    rounds, round_ = _get_rounds(request, plan)
    meetings = moved_meetings(request.user, round_) if round_ else []
    page = get_page(request, meetings, PAGE_SIZE)
    is_staff = has_role(request.user, *PLAN_MANAGERS)
    context = {"rounds": rounds, "round": round_, "page": page, "is_staff": is_staff, "current_plan": plan}
    return render(request, "guidance/reporting/schedules/moved.html", context)


@require_roles(*PLAN_MANAGERS)
def review(request: HttpRequest) -> HttpResponse:
    """审核: what waits to be accepted or returned."""
    plan = Plan.objects.current()
    context = {"sheets": review_queue(request.user, plan), "current_plan": plan}
    return render(request, "guidance/reporting/schedules/review.html", context)


def _is_number(text: str) -> bool:
    """Whether a key or a version can be asked for by it."""
    return text.isdecimal() and len(text) < 16


@require_POST
@require_roles(*PLAN_MANAGERS)
def accept_many(request: HttpRequest) -> HttpResponse:
    """批量接收 of the versions that were listed, each by itself; those with warnings are left."""
    listed = [tuple(value.partition(":")[::2]) for value in request.POST.getlist("papers")]
    versions = {int(pk): int(version) for pk, version in listed if _is_number(pk) and _is_number(version)}
    if not versions:
        messages.error(request, "没有接收：请先勾选要接收的表。")
        return redirect("guidance:schedule_review")
    papers = ScheduleReturn.objects.visible_to(request.user).filter(pk__in=[*versions][:500])
    accepted = 0
    for paper in papers.select_related("unit", "round"):
        if paper.status == Status.ACCEPTED and paper.version == versions[paper.pk] + 1:
            continue  # pressed twice
        try:
            actions.accept_without_warnings(paper, by=request.user, version=versions[paper.pk])
            accepted += 1
        except Refused as refused:
            messages.error(request, f"{paper.unit.office_name}{paper.round}没有接收：{refused}")
    if accepted:
        messages.success(request, f"已接收 {accepted} 份。")
    return redirect("guidance:schedule_review")
