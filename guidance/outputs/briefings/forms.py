"""What is chosen for a briefing. It stands in the address: nothing is stored, a choice can be sent on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from guidance.core.dates import YEARS, full_day, wrong_year
from guidance.core.forms import FROM_LIST, DayInput, add_bootstrap_classes
from guidance.outputs.briefings.documents import Wishes
from guidance.outputs.briefings.rules import Chapter, Kind
from guidance.oversight.findings.queries import Collected
from guidance.reference.plans.models import Plan

LEFT_OUT = "0"
PLACES = [(LEFT_OUT, "不列入"), *((str(n), f"第{n}部分") for n in range(1, len(Chapter) + 1))]
GONE = "有一条摘录已不在摘录中（可能已被移除），没有列入；请核对勾选的摘录后重新生成。"


class BriefingForm(forms.Form):
    """Kind, day, number, the place of each chapter, the excerpts, and to whom the paper goes.

    What the address leaves out has its usual value.
    """

    kind = forms.ChoiceField(
        label="种类", choices=[(one.value, one.label) for one in Kind], error_messages=FROM_LIST
    )
    day = forms.DateField(
        label="截至日期",
        widget=DayInput(),
        error_messages={
            "required": "请填截至日期，如 2021-02-12。",
            "invalid": "截至日期不对，请填如 2021-02-12。",
        },
    )
    number = forms.IntegerField(
        label="第几期",
        min_value=1,
        max_value=999,
        error_messages={
            "required": "请填期号，如 1。",
            "invalid": "期号不是整数，请填如 1。",
            "min_value": "期号从1开始。",
            "max_value": "期号不能大于%(limit_value)s。",
        },
    )
    # Ten letters of this size are a line.
    masthead = forms.CharField(
        label="简报名称",
        max_length=10,
        error_messages={
            "required": "请填简报名称。",
            "max_length": "现有%(show_value)d字，报头一行不能超过%(limit_value)d字。",
        },
    )
    addressees = forms.CharField(label="主送", max_length=200, required=False)
    reported_to = forms.CharField(label="报", max_length=200, required=False)
    sent_to = forms.CharField(label="送", max_length=200, required=False)
    issued_to = forms.CharField(label="发", max_length=200, required=False)

    def __init__(
        self, asked: QueryDict, *, plan: Plan, today: date, excerpts: Sequence[Collected], everyone: str
    ) -> None:
        usual = {
            "kind": Kind.BULLETIN.value,
            "day": f"{today:%Y-%m-%d}",
            "number": "1",
            "masthead": "妇联换届工作简报",
            "addressees": everyone,
            "reported_to": "自治区妇联，市委组织部",
            "sent_to": "市民政局",
            "issued_to": everyone,
        } | {place_name(chapter): str(place) for place, chapter in enumerate(Chapter, 1)}
        data = asked.copy()
        for name, value in usual.items():
            data.setdefault(name, value)
        self.plan, self.today = plan, today
        self.excerpts = {str(one.excerpt.pk): one for one in excerpts}
        super().__init__(data)
        for chapter in Chapter:
            self.fields[place_name(chapter)] = forms.ChoiceField(
                label=chapter.label, choices=PLACES, error_messages=FROM_LIST
            )
        add_bootstrap_classes(self)

    @property
    def places(self) -> list[Any]:
        """The fields that say where each chapter stands."""
        return [self[place_name(chapter)] for chapter in Chapter]

    @property
    def query(self) -> str:
        """What was chosen, as it stands in an address."""
        data: Any = self.data
        return data.urlencode()

    @property
    def chosen(self) -> list[str]:
        """The keys of the excerpts that are ticked."""
        data: Any = self.data
        return data.getlist("excerpt")

    def clean_day(self) -> date:
        """From the plan's day of issue to today: nothing is known of other days."""
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(wrong_year(day.year) + "。")
        if day > self.today:
            raise forms.ValidationError(
                f"截至日期晚于今天（{full_day(self.today)}），还没有数据，请填今天或以前的日期。"
            )
        if day < self.plan.issued_on:
            raise forms.ValidationError(
                f"截至日期早于工作方案印发日期（{full_day(self.plan.issued_on)}），请填这一天或以后的日期。"
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Only excerpts that are still there; their order is that of the collection."""
        if set(self.chosen) - set(self.excerpts):
            self.add_error(None, GONE)
        return self.cleaned_data

    @property
    def picked(self) -> list[Collected]:
        """The ticked excerpts."""
        return [one for key, one in self.excerpts.items() if key in self.chosen]

    @property
    def wishes(self) -> Wishes:
        """What was chosen, once it is valid; chapters of one place keep their usual order."""
        said = self.cleaned_data
        placed = [(said[place_name(chapter)], chapter) for chapter in Chapter]
        words = ("masthead", "addressees", "reported_to", "sent_to", "issued_to")
        return Wishes(
            kind=Kind(said["kind"]),
            number=said["number"],
            chapters=[
                chapter for place, chapter in sorted(placed, key=lambda one: int(one[0])) if place != LEFT_OUT
            ],
            **{name: said[name].strip().rstrip("。：:") for name in words},
        )


def place_name(chapter: Chapter) -> str:
    """The name of the field that says where a chapter stands."""
    return f"place_{chapter.value}"
