"""The forms of a township's grid: one per village, saved together."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from guidance.core.conflicts import VersionedForm
from guidance.core.dates import YEARS, parse_day, wrong_year_message
from guidance.core.forms import add_bootstrap_classes
from guidance.reference.places.models import Village
from guidance.reporting.returns.actions import get_counts
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts, contradictions, oddity

# The director as one choice: directors and women directors.
DIRECTORS = {"": (None, None), "woman": (1, 1), "man": (1, 0), "vacant": (0, 0)}
DIRECTOR_CHOICES = [("", "未填"), ("woman", "女"), ("man", "男"), ("vacant", "空缺")]
SECRETARY_CHOICES = [("", "未填"), ("yes", "女"), ("no", "男")]
YES_NO = {"": None, "yes": True, "no": False}
YES_NO_CHOICES = [("", "未填"), ("yes", "是"), ("no", "否")]
MAX_PEOPLE = 99


class NumberField(forms.IntegerField):
    """A number of people; full-width digits are accepted."""

    def __init__(self, label: str) -> None:
        message = f"{label}请填0至{MAX_PEOPLE}的整数"
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MAX_PEOPLE,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "grid-number", "autocomplete": "off"}
            ),
            error_messages={"invalid": message, "min_value": message, "max_value": message},
        )


class DayField(forms.Field):
    """A day in the spellings that offices use: 2021-02-03, 2021.2.3, 2021年2月3日."""

    def __init__(self, label: str) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "grid-day"})
        super().__init__(label=label, required=False, widget=widget)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not str(value or "").strip():
            return value or None
        day = parse_day(str(value))
        if day is None:
            raise forms.ValidationError(f"{self.label}请填如 2021-02-03 的日期")
        if day.year not in YEARS:
            raise forms.ValidationError(wrong_year_message(day.year))
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day was typed than the hidden initial field holds."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except forms.ValidationError:
            return True


def _choice_field(label: str, choices: Any) -> forms.ChoiceField:
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


def get_sheets(stage: str) -> list[tuple[str, str]]:
    """Code and label of the sheets of a stage."""
    return [(code, label) for code, label in SHEETS.items() if (Stage(stage), code) in COLUMNS_OF]


class VillageForm(VersionedForm):
    """The figures of one village. Hidden initial fields tell what this user changed."""

    seats = NumberField("职数")
    people = NumberField("成员人数")
    women = NumberField("其中女性")
    director = _choice_field("主任", DIRECTOR_CHOICES)
    director_people = NumberField("主任候选人")
    director_women = NumberField("其中女候选人")
    chair_in_two_committees = _choice_field("妇联主席进“两委”", [("", "未换届"), ("yes", "是"), ("no", "否")])
    chair_full_subsidy = _choice_field("全额补贴", YES_NO_CHOICES)
    secretary_woman = _choice_field("书记", SECRETARY_CHOICES)
    one_shoulder = _choice_field("书记主任一肩挑", YES_NO_CHOICES)
    party_people = NumberField("党组织成员")
    party_women = NumberField("其中女性")
    party_held_on = DayField("党组织换届日期")
    held_on = DayField("选举日期")
    federation_held_on = DayField("妇联换届日期")
    data_source = _choice_field("数据来源", DataSource.choices)
    flag = _choice_field("数据状态", Flag.choices)

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
        super().__init__(data, initial=get_initial(stored), prefix=f"village-{village.pk}")
        self.number, self.village, self.stored, self.stage = number, village, stored, stage
        self.is_stale = False  # whether someone else saved the row meanwhile
        self.columns = list(COLUMNS_OF[Stage(stage), sheet])
        self.fields = {name: self.fields[name] for name in [*self.columns, "version"]}
        if stage == Stage.NOMINATED and sheet == "main":
            self._set_candidate_labels()
        for name in self.columns:
            self.fields[name].show_hidden_initial = True
        add_bootstrap_classes(self)

    def _set_candidate_labels(self) -> None:
        for name, label in (
            *(("seats", "应选人数"), ("people", "候选人数")),
            ("chair_in_two_committees", "妇联主席获“两委”提名"),
        ):
            self.fields[name].label = label
        self.fields["chair_in_two_committees"].choices = YES_NO_CHOICES  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Whether this user changed a figure; a changed version does not count."""
        return not set(self.columns).isdisjoint(self.changed_data)

    @property
    def cells(self) -> list[forms.BoundField]:
        """The visible fields."""
        return [self[name] for name in self.columns]

    @property
    def where(self) -> str:
        """第3行 大塘村."""
        return f"第{self.number}行 {self.village}"

    def clean(self) -> dict[str, Any]:
        """Report contradictory figures at their columns."""
        if not self.errors:
            for column, message in contradictions(self.counts, self.stage):
                field = next((name for name in (column, f"{column}_people") if name in self.fields), None)
                self.add_error(field, message)
        return self.cleaned_data

    @property
    def counts(self) -> Counts:
        """The stored figures updated by the typed ones; other sheets hold the other columns."""
        data = self.cleaned_data
        typed = {name: _to_model_value(name, data.get(name)) for name in self.columns if name != "director"}
        if "director" in self.columns:
            typed["director_people"], typed["director_women"] = DIRECTORS[data.get("director", "")]
        return replace(get_counts(self.stored), **typed)

    @property
    def messages(self) -> list[str]:
        """Every error of the row with its place: 第3行 大塘村：女性人数（6）多于成员人数（5）。"""
        return [f"{self.where}：{message}。" for messages in self.errors.values() for message in messages]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Label and stored value of each column, as text."""
        return [(str(self.fields[name].label), self._format(name)) for name in self.columns]

    @property
    def stored_text(self) -> str:
        """The stored figures in one line, to show beside the typed ones."""
        return "，".join(f"{label} {text}" for label, text in self.texts)

    def _format(self, name: str) -> str:
        value = self.initial[name]
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, "—" if value is None else value))

    @property
    def oddity(self) -> str:
        """A warning about the stored figures."""
        return oddity(self.village.committee_type, self.stage, get_counts(self.stored))


def posted_over_rows(posted: QueryDict, rows: Iterable[VillageReturn]) -> QueryDict:
    """The posted data with the stored values of these rows as the new base."""
    data = posted.copy()
    for row in rows:
        name = f"village-{row.village_id}"
        for field, value in get_initial(row).items():
            data[f"initial-{name}-{field}"] = "" if value is None else str(value)
        data[f"{name}-version"] = str(row.version)
    return data


def _to_model_value(name: str, value: Any) -> Any:
    """A cleaned value as the model stores it."""
    if name in YES_NO_FIELDS:
        return YES_NO[value or ""]
    if name in ("data_source", "flag"):
        return value or getattr(Counts, name)
    return value


YES_NO_FIELDS = ("secretary_woman", "one_shoulder", "chair_in_two_committees", "chair_full_subsidy")


def get_initial(stored: VillageReturn | None) -> dict[str, Any]:
    """The stored figures as initial values of the form."""
    counts = get_counts(stored)
    codes = {value: code for code, value in YES_NO.items()}
    directors = {value: name for name, value in DIRECTORS.items()}
    initial = {name: codes[value] if name in YES_NO_FIELDS else value for name, value in vars(counts).items()}
    director = directors.get((counts.director_people, counts.director_women), "")
    return initial | {"director": director, "version": stored.version if stored else 0}


class ReasonForm(forms.Form):
    """The reason for correcting frozen figures; one for all rows saved together."""

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
