"""The filters of the list of reports and of the timeline."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from guidance.core.access import User
from guidance.core.dates import YEARS, parse_day, wrong_year_message
from guidance.core.forms import CHOICE_MESSAGES, add_bootstrap_classes
from guidance.core.workflow.choices import Lateness, Status
from guidance.reference.people.models import GuidanceGroup, Leader
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.list.queries import SIGNING_CHOICES, SORTS, ReportCriteria

MAX_TOWNSHIPS = 100  # in one select; if there are more, a unit must be chosen first
PAGE_SIZES = (20, 50, 100)
DEFAULT_PAGE_SIZE = 50
MAX_QUERY_LENGTH = 100


class FilterDay(forms.Field):
    """A day in the spellings that offices use: 2021-02-03, 2021.2.3, 2021年2月3日."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            raise forms.ValidationError("日期写法不对，请填如 2021-02-05 的日期。")
        if day.year not in YEARS:
            raise forms.ValidationError(f"{wrong_year_message(day.year)}。")
        return day


class PlaceField(forms.ModelChoiceField):
    """A choice of people or places, named as the attachments print them."""

    def label_from_instance(self, row: Any) -> str:
        """融安县桥板乡, or the name if there is no printed one."""
        return getattr(row, "printed_name", "") or str(row)


def _place_field(label: str, empty_label: str) -> PlaceField:
    none = Township.objects.none()
    return PlaceField(
        label=label, queryset=none, required=False, empty_label=empty_label, error_messages=CHOICE_MESSAGES
    )


def _choice_field(label: str, choices: Any, empty_label: str = "") -> forms.ChoiceField:
    options = [("", empty_label), *choices] if empty_label else list(choices)
    return forms.ChoiceField(label=label, choices=options, required=False, error_messages=CHOICE_MESSAGES)


class PlaceFilter(forms.Form):
    """A group or a township in the user's scope."""

    group = _place_field("指导组", "请选择")
    township = _place_field("乡镇（街道）", "请选择")

    def __init__(self, data: Any, *, user: User, plan: Plan | None) -> None:
        super().__init__(data)
        self.user = user
        self.set_querysets(plan)
        add_bootstrap_classes(self)  # validates the form, so the querysets must be set

    def set_querysets(self, plan: Plan | None) -> None:
        """Limit each choice to what the user sees."""
        groups = GuidanceGroup.objects.visible_to(self.user).filter(plan=plan)
        self._set_queryset("group", groups.order_by("number"))
        self._set_queryset("township", self._townships(plan))

    def _set_queryset(self, name: str, queryset: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = queryset

    def _townships(self, plan: Plan | None) -> Any:
        """Linked townships of the chosen unit; without a unit all, or the chosen one if these are many."""
        linked = Township.objects.visible_to(self.user).filter(links__plan=plan).distinct().order_by("code")
        linked = linked.select_related("unit")
        unit, chosen = self._get_pk("unit"), self._get_pk("township")
        if unit:
            return linked.filter(Q(unit=unit) | Q(pk=chosen))
        if linked.count() > MAX_TOWNSHIPS:
            return linked.filter(pk=chosen)
        return linked

    def _get_pk(self, name: str) -> int:
        """The key in the URL, or 0 if it is no number, which the field itself reports."""
        text = str(self.data.get(name, ""))
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


class ReportFilter(PlaceFilter):
    """Filter, order and page size of the list of reports, all kept in the URL."""

    q = forms.CharField(
        label="全文检索（四栏内容）",
        required=False,
        max_length=MAX_QUERY_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "几个词用空格隔开"}),
        error_messages={"max_length": "检索内容现有%(show_value)d字，不能超过%(limit_value)d字。"},
    )
    group = _place_field("指导组", "全部指导组")
    leader = _place_field("领导班子成员", "全部领导")
    township = _place_field("乡镇（街道）", "全部乡镇（街道）")
    unit = _place_field("填报单位", "全部单位")
    method = _choice_field("方式", GuidanceMethod.choices, "全部方式")
    status = _choice_field("状态", Status.choices, "全部状态")
    in_time = _choice_field("是否按时", Lateness.choices, "全部")
    signed = _choice_field("签字（已上报的）", SIGNING_CHOICES.items(), "全部")
    from_on = FilterDay("联系指导自")
    to_on = FilterDay("联系指导至")
    sort = _choice_field("排列", [(code, label) for code, (label, _) in SORTS.items()])
    size = _choice_field("每页", [(str(size), f"{size} 份") for size in PAGE_SIZES])

    MAIN_FIELDS = ("q", "leader", "township", "status", "in_time")  # the others are under 更多条件
    field_order = [*MAIN_FIELDS, "signed", "group", "unit", "method"]

    def __init__(self, data: Any, *, user: User, plan: Plan | None) -> None:
        super().__init__({"size": str(DEFAULT_PAGE_SIZE)} | data.dict(), user=user, plan=plan)

    def set_querysets(self, plan: Plan | None) -> None:
        """Also limit leaders and units."""
        super().set_querysets(plan)
        self._set_queryset("leader", Leader.objects.visible_to(self.user))
        self._set_queryset("unit", ReportingUnit.objects.visible_to(self.user))

    def clean(self) -> dict[str, Any]:
        """Check the order of the days."""
        data = self.cleaned_data
        first, last = data.get("from_on"), data.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "结束日期不能早于开始日期。")
        return data

    @property
    def criteria(self) -> ReportCriteria:
        """The criteria of a valid form."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "size"}
        return ReportCriteria(**chosen | {"sort": chosen["sort"] or "newest"})

    @property
    def page_size(self) -> int:
        """Reports per page."""
        return int(self.cleaned_data.get("size") or DEFAULT_PAGE_SIZE)

    @property
    def is_narrowed(self) -> bool:
        """Whether any field other than order and page size is set."""
        return any(self.data.get(name) for name in self.fields if name not in ("sort", "size"))

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """The fields used most."""
        return [self[name] for name in self.MAIN_FIELDS]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self if field.name not in self.MAIN_FIELDS]

    @property
    def has_more(self) -> bool:
        """Whether one of the other fields is set or has an error."""
        defaults = {"sort": "newest", "size": str(DEFAULT_PAGE_SIZE)}
        used = (field.data not in ("", None, defaults.get(field.name)) for field in self.more_fields)
        return any(used) or any(field.errors for field in self.more_fields)
