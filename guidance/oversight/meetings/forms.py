"""The filter of the calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from guidance.core import clock
from guidance.core.dates import parse_day
from guidance.core.forms import CHOICE_MESSAGES, add_bootstrap_classes, filter_field
from guidance.oversight.meetings.queries import LinkedTownships, MeetingSelection
from guidance.oversight.meetings.rules import parse_month
from guidance.reference.plans.choices import MEETINGS

MONTH, LIST = "month", "list"
MAX_TOWNSHIPS = 100  # in one drop-down; of more, those of the chosen unit


class CalendarFilter(forms.Form):
    """Month, view and selection of meetings, kept in the address. Only linked places can be chosen."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    month = forms.CharField(required=False, widget=forms.HiddenInput)
    day = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, linked: LinkedTownships) -> None:
        super().__init__(data)
        links = linked.links
        groups = {group.pk: str(group) for group in linked.groups.values()}
        units = {link.township.unit_id: link.township.unit.printed_name for link in links}
        leaders = sorted({link.leader for link in links}, key=lambda leader: (leader.sort_order, leader.pk))
        self.fields["group"] = filter_field("指导组", "全部指导组", dict(sorted(groups.items())))
        self.fields["unit"] = filter_field("填报单位", "全部单位", units)
        self.fields["leader"] = filter_field(
            "领导班子成员", "全部领导", {leader.pk: leader.name for leader in leaders}
        )
        self.fields["township"] = filter_field("乡镇（街道）", "全部乡镇（街道）", self._townships(linked))
        self.fields["body"] = forms.ChoiceField(
            label="会议",
            choices=[("", "三场会议"), *((column.value, column.short) for column in MEETINGS)],
            required=False,
            error_messages=CHOICE_MESSAGES,
        )
        add_bootstrap_classes(self)

    def _townships(self, linked: LinkedTownships) -> dict[int, str]:
        """Those of the chosen unit; without one all of them, or where they are too many the chosen one."""
        unit, township = self.data.get("unit", ""), self.data.get("township", "")
        links = linked.links
        if unit:
            links = [link for link in links if str(link.township.unit_id) == unit]
        elif len(links) > MAX_TOWNSHIPS:
            links = [link for link in links if str(link.township_id) == township]
        townships = {link.township_id: link.township.printed_name for link in links}
        linked_keys = {str(link.township_id) for link in linked.links}
        if unit and township in linked_keys - {str(pk) for pk in townships}:
            # The township belongs to the unit chosen before.
            self.data = dict(self.data.items()) | {"township": ""}
        return townships

    @property
    def choosers(self) -> Iterable[forms.BoundField]:
        """The drop-downs that leave a choice, and those with something wrong."""
        for field in self.visible_fields():
            if field.errors or len(field.field.choices) > 2:  # type: ignore[attr-defined]
                yield field

    def clean_view(self) -> str:
        """month or list."""
        return LIST if self.cleaned_data["view"] == LIST else MONTH

    def clean_month(self) -> date:
        """The first day of the month; this one where none is named."""
        text = self.cleaned_data["month"]
        first = parse_month(text) if text else clock.today().replace(day=1)
        if first is None:
            raise forms.ValidationError("月份写法不对，请用 2021-02 这样的写法，或点“本月”。")
        return first

    def clean_day(self) -> date | None:
        """The chosen day, if any."""
        text = self.cleaned_data["day"]
        if text and parse_day(text) is None:
            raise forms.ValidationError("日期写法不对，请用 2021-02-05 这样的写法。")
        return parse_day(text) if text else None

    @property
    def selection(self) -> MeetingSelection:
        """The choices of a valid form."""
        return MeetingSelection(
            **{name: self.cleaned_data[name] for name in MeetingSelection.__dataclass_fields__}
        )
