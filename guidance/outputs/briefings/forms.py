"""The choices for a briefing. They are in the address: nothing is stored, and a link can be sent on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from guidance.core.dates import YEARS, format_full_day, wrong_year_message
from guidance.core.forms import CHOICE_MESSAGES, DayInput, add_bootstrap_classes
from guidance.outputs.briefings.documents import BriefingChoices
from guidance.outputs.briefings.rules import BriefingKind, Chapter
from guidance.oversight.findings.queries import CollectedExcerpt
from guidance.reference.plans.models import Plan

OMITTED = "0"
POSITIONS = [(OMITTED, "不列入"), *((str(n), f"第{n}部分") for n in range(1, len(Chapter) + 1))]
GONE_EXCERPT_MESSAGE = "有一条摘录已不在摘录中（可能已被移除），没有列入；请核对勾选的摘录后重新生成。"


class BriefingForm(forms.Form):
    """Kind, day, number, position of each chapter, excerpts, and the addressees.

    What is not in the address has its default.
    """

    kind = forms.ChoiceField(
        label="种类",
        choices=[(kind.value, kind.label) for kind in BriefingKind],
        error_messages=CHOICE_MESSAGES,
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
    # Ten letters of this size fill a line.
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
        self,
        query: QueryDict,
        *,
        plan: Plan,
        today: date,
        excerpts: Sequence[CollectedExcerpt],
        all_offices: str,
    ) -> None:
        defaults = {
            "kind": BriefingKind.BULLETIN.value,
            "day": f"{today:%Y-%m-%d}",
            "number": "1",
            "masthead": "妇联换届工作简报",
            "addressees": all_offices,
            "reported_to": "自治区妇联，市委组织部",
            "sent_to": "市民政局",
            "issued_to": all_offices,
        } | {position_field_name(chapter): str(position) for position, chapter in enumerate(Chapter, 1)}
        data = query.copy()
        for name, value in defaults.items():
            data.setdefault(name, value)
        self.plan, self.today = plan, today
        self.excerpts = {str(collected.excerpt.pk): collected for collected in excerpts}
        super().__init__(data)
        for chapter in Chapter:
            self.fields[position_field_name(chapter)] = forms.ChoiceField(
                label=chapter.label, choices=POSITIONS, error_messages=CHOICE_MESSAGES
            )
        add_bootstrap_classes(self)

    @property
    def position_fields(self) -> list[Any]:
        """The fields for the position of each chapter."""
        return [self[position_field_name(chapter)] for chapter in Chapter]

    @property
    def query(self) -> str:
        """The choices as the query string of an address."""
        data: Any = self.data
        return data.urlencode()

    @property
    def selected_keys(self) -> list[str]:
        """The keys of the ticked excerpts."""
        data: Any = self.data
        return data.getlist("excerpt")

    def clean_day(self) -> date:
        """Accept days from the issue of the plan until today: there is no data of other days."""
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(wrong_year_message(day.year) + "。")
        if day > self.today:
            raise forms.ValidationError(
                f"截至日期晚于今天（{format_full_day(self.today)}），还没有数据，请填今天或以前的日期。"
            )
        if day < self.plan.issued_on:
            raise forms.ValidationError(
                f"截至日期早于工作方案印发日期（{format_full_day(self.plan.issued_on)}），请填这一天或以后的日期。"
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Accept only excerpts that still exist."""
        if set(self.selected_keys) - set(self.excerpts):
            self.add_error(None, GONE_EXCERPT_MESSAGE)
        return self.cleaned_data

    @property
    def selected_excerpts(self) -> list[CollectedExcerpt]:
        """The ticked excerpts, in the order of the collection."""
        return [collected for key, collected in self.excerpts.items() if key in self.selected_keys]

    @property
    def choices(self) -> BriefingChoices:
        """The choices of a valid form; chapters of the same position keep their usual order."""
        cleaned = self.cleaned_data
        positioned = [(cleaned[position_field_name(chapter)], chapter) for chapter in Chapter]
        text_names = ("masthead", "addressees", "reported_to", "sent_to", "issued_to")
        return BriefingChoices(
            kind=BriefingKind(cleaned["kind"]),
            number=cleaned["number"],
            chapters=[
                chapter
                for position, chapter in sorted(positioned, key=lambda pair: int(pair[0]))
                if position != OMITTED
            ],
            **{name: cleaned[name].strip().rstrip("。：:") for name in text_names},
        )


def position_field_name(chapter: Chapter) -> str:
    """The name of the field for the position of a chapter."""
    return f"place_{chapter.value}"
