"""Filling in Attachment 3: a text a cell, read as days, and whether it is planned or actual."""

from dataclasses import dataclass
from typing import Any

from django import forms

from guidance.forms import dress
from guidance.places.models import Township
from guidance.plans.models import ScheduleColumn
from guidance.schedules.cells import DateKind
from guidance.schedules.models import ScheduleLine, ScheduleReturn
from guidance.schedules.rules import BadDate, DateSpan, read_date_span
from guidance.workflow.forms import PaperForm

CELL_LIMIT = 100
Cell = tuple[DateSpan, str]  # what the cell says, planned or actual


class DateSpanField(forms.CharField):
    """A cell such as "2月5日", "2.5-2.8", 待定 or a note, read in `year`."""

    def __init__(self, *, where: str, year: int, one_day: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=CELL_LIMIT, **kwargs)
        self.where, self.year, self.one_day = where, year, one_day
        self.error_messages["max_length"] = f"说明不能超过{CELL_LIMIT}个字。"

    def clean(self, value: Any) -> DateSpan:
        """The days, or a ValidationError that names row and column."""
        try:
            return self._read(super().clean(value))
        except forms.ValidationError as error:
            raise forms.ValidationError([f"{self.where}：{text}" for text in error.messages]) from error

    def _read(self, text: str) -> DateSpan:
        try:
            span = read_date_span(text, self.year)
        except BadDate as error:
            raise forms.ValidationError(f"{error}。") from error
        if self.one_day and span.start != span.end:
            raise forms.ValidationError("请只填一个日期（最后完成的那一天）。")
        return span


class CellsForm(forms.Form):
    """Cells of one row; `columns` names them, each with its kind beside it."""

    columns: tuple[ScheduleColumn, ...] = ()

    def __init__(self, *args: Any, where: str, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column in self.columns:
            place = f"{where}“{column.label}”"
            self.fields[column] = DateSpanField(
                where=place, year=year, one_day=column == ScheduleColumn.COMPLETION, label=place
            )
            self.fields[f"{column}_kind"] = forms.ChoiceField(
                choices=DateKind,
                label=f"{place}计划或实际",
                required=False,
                error_messages={"invalid_choice": f"{place}：请选择计划或实际。"},
            )
        dress(self)

    def clean(self) -> dict[str, Any]:
        """A kind left out is a plan."""
        for column in self.columns:
            kind = f"{column}_kind"
            self.cleaned_data[kind] = self.cleaned_data.get(kind) or DateKind.PLANNED
        return self.cleaned_data

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Label, text field and kind field of each cell."""
        return [(column.label, self[column], self[f"{column}_kind"]) for column in self.columns]

    @property
    def cells(self) -> dict[str, Cell]:
        """What was typed, by column."""
        return {c: (self.cleaned_data[c], self.cleaned_data[f"{c}_kind"]) for c in self.columns}


class LineForm(CellsForm):
    """The three meetings of a township."""

    columns = (ScheduleColumn.PARTY, ScheduleColumn.COMMITTEE, ScheduleColumn.FEDERATION)

    def __init__(self, *args: Any, number: int, township: Township, **kwargs: Any) -> None:
        super().__init__(*args, where=f"第{number}行", prefix=f"township-{township.pk}", **kwargs)
        self.number, self.township = number, township


class CompletionForm(CellsForm):
    """The day on which all federations of the unit are done."""

    columns = (ScheduleColumn.COMPLETION,)

    def __init__(self, *args: Any, unit_name: str, **kwargs: Any) -> None:
        super().__init__(*args, where=f"{unit_name}：", prefix="unit", **kwargs)


class ScheduleForm(PaperForm):
    """The head of the whole form; `checked` confirms the warnings before 上报."""

    checked = forms.BooleanField(required=False, label="以上各处已核对，仍要上报")


def line_initial(line: ScheduleLine | None, year: int) -> dict[str, str]:
    """What stands in the cells of a line, as text."""
    if line is None:
        return {}
    values: dict[str, str] = {}
    for column in LineForm.columns:
        span = line.span(column)
        values[column] = span.text(year)
        values[f"{column}_kind"] = getattr(line, f"{column}_kind")
    return values


def completion_initial(paper: ScheduleReturn | None, year: int) -> dict[str, str]:
    """What stands in the completion cell, as text."""
    if paper is None:
        return {}
    return {
        ScheduleColumn.COMPLETION: paper.completion.text(year),
        f"{ScheduleColumn.COMPLETION}_kind": paper.federations_done_kind,
    }


@dataclass
class Forms:
    """All forms of a sheet, bound to the same request."""

    head: ScheduleForm
    lines: list[LineForm]
    completion: CompletionForm | None

    @property
    def of_cells(self) -> list[CellsForm]:
        """Those that hold cells."""
        return [*self.lines, *([self.completion] if self.completion else [])]

    @property
    def all(self) -> list[forms.Form]:
        """Every form there is."""
        return [self.head, *self.of_cells]

    def are_valid(self) -> bool:
        """All of them; every one is asked, so that all errors show at once."""
        return not [form for form in self.all if not form.is_valid()]

    def show_stored(self) -> None:
        """Write beside each cell that differs what is stored now (after a conflict)."""
        for form in self.of_cells:
            for _, text, kind in form.pairs:
                typed = (text.data or "").strip(), kind.data or DateKind.PLANNED
                stored = text.initial or "", kind.initial or DateKind.PLANNED
                if typed != stored and (typed[0] or stored[0]):
                    words = f"{stored[0]}（{DateKind(stored[1]).label}）" if stored[0] else "空"
                    form.fields[text.name].stored = words  # type: ignore[attr-defined]
