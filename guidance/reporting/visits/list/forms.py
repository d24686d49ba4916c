"""The filter of the list of reports."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from guidance.core.access import User
from guidance.core.dates import YEARS, read_day, wrong_year
from guidance.core.forms import add_bootstrap_classes
from guidance.core.workflow.choices import Lateness, Status
from guidance.reference.people.models import GuidanceGroup, Leader
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.list.queries import SIGNING, SORTS, Asked

MOST_TOWNSHIPS = 100  # in one drop-down; of more, those of the chosen unit
PAGE_SIZES = (20, 50, 100)
USUAL_SIZE = 50
MOST_LETTERS = 100
FROM_LIST = {"invalid_choice": "请从列表中选择。"}


class FilterDay(forms.Field):
    """A day as offices type it: 2021-02-03, 2021.2.3, 2021年2月3日."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        """The day; None where none was typed."""
        text = str(value or "").strip()
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise forms.ValidationError("日期写法不对，请填如 2021-02-05 的日期。")
        if day.year not in YEARS:
            raise forms.ValidationError(f"{wrong_year(day.year)}。")
        return day


class PlaceField(forms.ModelChoiceField):
    """People and places, named as the attachments print them."""

    def label_from_instance(self, row: Any) -> str:
        """融安县桥板乡; others by their name."""
        return getattr(row, "printed_name", "") or str(row)


def _place(label: str, everything: str) -> PlaceField:
    none = Township.objects.none()
    return PlaceField(
        label=label, queryset=none, required=False, empty_label=everything, error_messages=FROM_LIST
    )


def _choice(label: str, choices: Any, everything: str = "") -> forms.ChoiceField:
    offered = [("", everything), *choices] if everything else list(choices)
    return forms.ChoiceField(label=label, choices=offered, required=False, error_messages=FROM_LIST)


class PlaceFilter(forms.Form):
    """A group or a township in the user's scope."""

    group = _place("指导组", "请选择")
    township = _place("乡镇（街道）", "请选择")

    def __init__(self, data: Any, *, user: User, plan: Plan | None) -> None:
        super().__init__(data)
        self.user = user
        self.offer_rows(plan)
        add_bootstrap_classes(self)  # asks for errors, so the rows must be there

    def offer_rows(self, plan: Plan | None) -> None:
        """What can be chosen."""
        groups = GuidanceGroup.objects.visible_to(self.user).filter(plan=plan)
        self._offer("group", groups.order_by("number"))
        self._offer("township", self._townships(plan))

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows

    def _townships(self, plan: Plan | None) -> Any:
        """Linked ones: of the chosen unit; without one all, or where they are too many the chosen one."""
        linked = Township.objects.visible_to(self.user).filter(links__plan=plan).distinct().order_by("code")
        linked = linked.select_related("unit")
        unit, chosen = self._key("unit"), self._key("township")
        if unit:
            return linked.filter(Q(unit=unit) | Q(pk=chosen))
        if linked.count() > MOST_TOWNSHIPS:
            return linked.filter(pk=chosen)
        return linked

    def _key(self, name: str) -> int:
        """What the address names, or 0 where that is no number: the field itself says so."""
        text = str(self.data.get(name, ""))
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


class ReportFilter(PlaceFilter):
    """Which reports, in what order, how many a page; it stands in the address."""

    q = forms.CharField(
        label="全文检索（四栏内容）",
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "几个词用空格隔开"}),
        error_messages={"max_length": "检索内容现有%(show_value)d字，不能超过%(limit_value)d字。"},
    )
    group = _place("指导组", "全部指导组")
    leader = _place("领导班子成员", "全部领导")
    township = _place("乡镇（街道）", "全部乡镇（街道）")
    unit = _place("填报单位", "全部单位")
    method = _choice("方式", GuidanceMethod.choices, "全部方式")
    status = _choice("状态", Status.choices, "全部状态")
    in_time = _choice("是否按时", Lateness.choices, "全部")
    signed = _choice("签字（已上报的）", SIGNING.items(), "全部")
    from_on = FilterDay("联系指导自")
    to_on = FilterDay("联系指导至")
    sort = _choice("排列", [(code, label) for code, (label, _) in SORTS.items()])
    size = _choice("每页", [(str(size), f"{size} 份") for size in PAGE_SIZES])

    FIRST = ("q", "leader", "township", "status", "in_time")  # the others stand behind 更多条件
    field_order = [*FIRST, "signed", "group", "unit", "method"]

    def __init__(self, data: Any, *, user: User, plan: Plan | None) -> None:
        super().__init__({"size": str(USUAL_SIZE)} | data.dict(), user=user, plan=plan)

    def offer_rows(self, plan: Plan | None) -> None:
        """Also leaders and units."""
        super().offer_rows(plan)
        self._offer("leader", Leader.objects.visible_to(self.user))
        self._offer("unit", ReportingUnit.objects.visible_to(self.user))

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        data = self.cleaned_data
        first, last = data.get("from_on"), data.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "结束日期不能早于开始日期。")
        return data

    @property
    def asked(self) -> Asked:
        """What was chosen; only of a valid form."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name != "size"}
        return Asked(**chosen | {"sort": chosen["sort"] or "newest"})

    @property
    def page_size(self) -> int:
        """How many a page."""
        return int(self.cleaned_data.get("size") or USUAL_SIZE)

    @property
    def is_narrowed(self) -> bool:
        """Whether something was asked for that leaves reports out."""
        return any(self.data.get(name) for name in self.fields if name not in ("sort", "size"))

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Those asked most."""
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The others."""
        return [field for field in self if field.name not in self.FIRST]

    @property
    def asks_more(self) -> bool:
        """Whether one of the others was used, or holds something wrong."""
        usual = {"sort": "newest", "size": str(USUAL_SIZE)}
        used = (field.data not in ("", None, usual.get(field.name)) for field in self.more_fields)
        return any(used) or any(field.errors for field in self.more_fields)
