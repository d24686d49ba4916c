"""The grid of a township: a row a village, saved at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from guidance.core.conflicts import VersionedForm
from guidance.core.dates import YEARS, read_day, wrong_year
from guidance.core.forms import add_bootstrap_classes
from guidance.reference.places.models import Village
from guidance.reporting.returns.actions import counts_of
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts, contradictions, oddity

# Director in one choice: is there one, and is it a woman.
DIRECTORS = {"": (None, None), "woman": (1, 1), "man": (1, 0), "vacant": (0, 0)}
DIRECTOR_CHOICES = [("", "未填"), ("woman", "女"), ("man", "男"), ("vacant", "空缺")]
SECRETARY_CHOICES = [("", "未填"), ("yes", "女"), ("no", "男")]
YES_NO = {"": None, "yes": True, "no": False}
YES_NO_CHOICES = [("", "未填"), ("yes", "是"), ("no", "否")]
MOST_PEOPLE = 99


class NumberField(forms.IntegerField):
    """A count; full-width digits are read as what they are."""

    def __init__(self, label: str) -> None:
        wrong = f"{label}请填0至{MOST_PEOPLE}的整数"
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "grid-number", "autocomplete": "off"}
            ),
            error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
        )


class DayField(forms.Field):
    """A day as offices type it: 2021-02-03, 2021.2.3, 2021年2月3日."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "grid-day"})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        """The day; None for an empty cell."""
        if isinstance(value, date) or not str(value or "").strip():
            return value or None
        day = read_day(str(value))
        if day is None:
            raise forms.ValidationError(f"{self.label}请填如 2021-02-03 的日期")
        if day.year not in YEARS:
            raise forms.ValidationError(wrong_year(day.year))
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed; the hidden field holds the old one as text."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.Select(attrs={"class": "grid-choice"}),
        error_messages={"invalid_choice": f"{label}请从列表中选择"},
    )


SHEETS = {"main": "委员会和妇联", "party": "党组织", "source": "来源和状态"}
COLUMNS_OF = {
    (Stage.PREVIOUS, "main"): (
        *("seats", "people", "women", "director", "chair_in_two_committees", "chair_full_subsidy"),
    ),
    (Stage.NOMINATED, "main"): (
        *("seats", "people", "women", "director_people", "director_women", "chair_in_two_committees"),
    ),
    (Stage.ELECTED, "main"): (
        *("seats", "people", "women", "director", "held_on"),
        *("chair_in_two_committees", "chair_full_subsidy"),
    ),
    (Stage.PREVIOUS, "party"): ("secretary_woman", "one_shoulder", "party_people", "party_women"),
    (Stage.ELECTED, "party"): (
        *("secretary_woman", "one_shoulder", "party_people", "party_women", "party_held_on"),
    ),
    (Stage.PREVIOUS, "source"): ("held_on", "data_source", "flag"),
    (Stage.NOMINATED, "source"): ("data_source", "flag"),
    (Stage.ELECTED, "source"): ("federation_held_on", "data_source", "flag"),
}


def sheets_of(stage: str) -> list[tuple[str, str]]:
    """The sheets that a stage has: code and label."""
    return [(code, label) for code, label in SHEETS.items() if (Stage(stage), code) in COLUMNS_OF]


class VillageForm(VersionedForm):
    """The figures of one village. Hidden twins of the fields tell what this user changed."""

    seats = NumberField("职数")
    people = NumberField("成员人数")
    women = NumberField("其中女性")
    director = _choice("主任", DIRECTOR_CHOICES)
    director_people = NumberField("主任候选人")
    director_women = NumberField("其中女候选人")
    chair_in_two_committees = _choice("妇联主席进“两委”", [("", "未换届"), ("yes", "是"), ("no", "否")])
    chair_full_subsidy = _choice("全额补贴", YES_NO_CHOICES)
    secretary_woman = _choice("书记", SECRETARY_CHOICES)
    one_shoulder = _choice("书记主任一肩挑", YES_NO_CHOICES)
    party_people = NumberField("党组织成员")
    party_women = NumberField("其中女性")
    party_held_on = DayField("党组织换届日期")
    held_on = DayField("选举日期")
    federation_held_on = DayField("妇联换届日期")
    data_source = _choice("数据来源", DataSource.choices)
    flag = _choice("数据状态", Flag.choices)

    def __init__(
        self,
        data: Any,
        *,
        number: int,
        village: Village,
        stage: str,
        stored: VillageReturn | None,
        sheet: str = "main",
    ) -> None:
        super().__init__(data, initial=initial_of(stored), prefix=f"village-{village.pk}")
        self.number, self.village, self.stored, self.stage = number, village, stored, stage
        self.is_stale = False  # whether someone else saved the row meanwhile
        self.columns = list(COLUMNS_OF[Stage(stage), sheet])
        self.fields = {name: self.fields[name] for name in [*self.columns, "version"]}
        if stage == Stage.NOMINATED and sheet == "main":
            self._speak_of_candidates()
        for name in self.columns:
            self.fields[name].show_hidden_initial = True
        add_bootstrap_classes(self)

    def _speak_of_candidates(self) -> None:
        for name, label in (
            *(("seats", "应选人数"), ("people", "候选人数")),
            ("chair_in_two_committees", "妇联主席获“两委”提名"),
        ):
            self.fields[name].label = label
        self.fields["chair_in_two_committees"].choices = YES_NO_CHOICES  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether this user changed a figure; a version that rose meanwhile is someone else's doing."""
        return not set(self.columns).isdisjoint(self.changed_data)

    @property
    def cells(self) -> list[forms.BoundField]:
        """The fields that are typed, bound."""
        return [self[name] for name in self.columns]

    @property
    def where(self) -> str:
        """第3行 大塘村."""
        return f"第{self.number}行 {self.village}"

    def clean(self) -> dict[str, Any]:
        """Figures that contradict each other, each at its column."""
        if not self.errors:
            for column, message in contradictions(self.counts, self.stage):
                found = next((name for name in (column, f"{column}_people") if name in self.fields), None)
                self.add_error(found, message)
        return self.cleaned_data

    @property
    def counts(self) -> Counts:
        """What was typed over what is stored: other sheets hold the other columns."""
        data = self.cleaned_data
        typed = {name: _meant(name, data.get(name)) for name in self.columns if name != "director"}
        if "director" in self.columns:
            typed["director_people"], typed["director_women"] = DIRECTORS[data.get("director", "")]
        return replace(counts_of(self.stored), **typed)

    @property
    def messages(self) -> list[str]:
        """Every error of the row with its place: 第3行 大塘村：女性人数（6）多于成员人数（5）。"""
        return [f"{self.where}：{message}。" for found in self.errors.values() for message in found]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and stored value of each column, in words, for reading."""
        return [(str(self.fields[name].label), self._shown(name)) for name in self.columns]

    @property
    def stored_text(self) -> str:
        """What is stored, in a line, to stand beside what was typed."""
        return "，".join(f"{label} {text}" for label, text in self.texts)

    def _shown(self, name: str) -> str:
        value = self.initial[name]
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, "—" if value is None else value))

    @property
    def oddity(self) -> str:
        """A warning on the stored figures."""
        return oddity(self.village.committee_type, self.stage, counts_of(self.stored))


def posted_over_rows(posted: QueryDict, rows: Iterable[VillageReturn]) -> QueryDict:
    """What was posted, as though it had been typed over these rows as they are stored now."""
    data = posted.copy()
    for row in rows:
        name = f"village-{row.village_id}"
        for field, value in initial_of(row).items():
            data[f"initial-{name}-{field}"] = "" if value is None else str(value)
        data[f"{name}-version"] = str(row.version)
    return data


def _meant(name: str, value: Any) -> Any:
    """A cleaned value as the model keeps it."""
    if name in ANSWERS:
        return YES_NO[value or ""]
    if name in ("data_source", "flag"):
        return value or getattr(Counts, name)
    return value


ANSWERS = ("secretary_woman", "one_shoulder", "chair_in_two_committees", "chair_full_subsidy")


def initial_of(stored: VillageReturn | None) -> dict[str, Any]:
    """What is stored, as the fields show it."""
    counts = counts_of(stored)
    answers = {value: name for name, value in YES_NO.items()}
    directors = {value: name for name, value in DIRECTORS.items()}
    shown = {name: answers[value] if name in ANSWERS else value for name, value in vars(counts).items()}
    director = directors.get((counts.director_people, counts.director_women), "")
    return shown | {"director": director, "version": stored.version if stored else 0}


class ReasonForm(forms.Form):
    """Why frozen figures are corrected; one reason for what is saved together."""

    reason = forms.CharField(
        label="更正原因",
        required=False,
        max_length=100,
        help_text="数据定格后改动已报的数字须填写，如：另行选举、漏报、录入有误",
        error_messages={"max_length": "更正原因最多100字，现有%(show_value)d字。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)
