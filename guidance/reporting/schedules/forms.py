"""Forms to fill in Attachment 3: the text and the kind of each cell, and what stood there before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from guidance.core.access import User
from guidance.core.forms import add_bootstrap_classes
from guidance.reporting.schedules.access import can_submit_for_unit, editable_township_ids
from guidance.reporting.schedules.cells import CELL_LIMIT, TOO_LONG_MESSAGE, Cell, CellText, read_cell
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import BadDate, DateSpan, describe_reading
from guidance.reporting.schedules.sheets import Sheet, ShownCell
from guidance.reporting.schedules.typed_cells import TypedCell, base_text

OUT_OF_SCOPE_MESSAGE = "没有保存：表中有不属于您填报范围的乡镇（街道）或栏目。请刷新本页后再填。"


class DateSpanField(forms.CharField):
    """A cell such as "2月5日", "2.5-2.8", 待定 or a note, read in `year`."""

    def __init__(self, *, where: str, year: int, one_day: bool = False, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=CELL_LIMIT, **kwargs)
        self.where, self.year, self.one_day = where, year, one_day
        self.error_messages["max_length"] = TOO_LONG_MESSAGE

    def clean(self, value: Any) -> DateSpan:
        """The days, or a ValidationError that names row and column."""
        try:
            return read_cell(super().clean(value), self.year, one_day=self.one_day)
        except BadDate as error:
            raise forms.ValidationError(f"{self.where}：{error}") from error
        except forms.ValidationError as error:
            raise forms.ValidationError([f"{self.where}：{text}" for text in error.messages]) from error


@dataclass
class CellFields:
    """One cell of a form: its fields, and the cell as the page shows it.

    A derived cell (made of the villages' days) has no fields to type in.
    """

    shown: ShownCell
    text: forms.BoundField | None = None
    kind: forms.BoundField | None = None
    base: forms.BoundField | None = None
    one_day: bool = False
    other_version: Cell | None = None  # what someone else stored there meanwhile
    original: str = ""  # what stands in the file from which the form was filled in

    @property
    def other_text(self) -> str:
        """What someone else stored there meanwhile: 2月6日（计划）, or 空."""
        if self.other_version is None:
            return ""
        kind = self.other_version.kind_label
        return (self.other_version.text(self.shown.year) or "空") + (f"（{kind}）" if kind else "")

    @property
    def reading(self) -> str:
        """How the text in the field is understood; "" where it cannot be."""
        if self.text is None:
            return ""
        text, year = str(self.text.value() or ""), self.shown.year
        try:
            reading = describe_reading(read_cell(text, year, one_day=self.one_day), year)
        except BadDate:
            return ""
        return "" if reading == text else reading

    @property
    def is_words(self) -> bool:
        """Whether the text in the field is kept as words, since no day could be read from it."""
        return self.shown.cell.span.is_words


class CellsForm(forms.Form):
    """The cells of one row, or the completion of the unit; each with its kind and its base.

    The base (`…_was`) says what stood in the cell when the page was opened: what differs from it was typed
    here, and what is stored and differs from it was changed by someone else. A derived cell (made of the
    villages' days) has its base only.
    """

    day_field: type[DateSpanField] = DateSpanField

    def __init__(self, *args: Any, cells: list[ShownCell], where: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_shown = cells
        self.shown = {cell.column.value: cell for cell in cells if not cell.cell.is_derived}
        self.other_versions: dict[str, Cell] = {}
        self.originals: dict[str, str] = {}
        for cell in cells:
            if not cell.cell.is_derived:
                self._add_cell_fields(cell.column.value, cell, f"{where}“{cell.column.label}”")
            self._add_base_field(cell)
        add_bootstrap_classes(self)

    def _add_cell_fields(self, column: str, cell: ShownCell, place: str) -> None:
        one_day = not cell.column.is_meeting
        reading = {"autocomplete": "off", "data-cell": cell.key, "aria-describedby": f"reading-{cell.key}"}
        self.fields[column] = self.day_field(
            where=place,
            year=cell.year,
            one_day=one_day,
            label=place,
            initial=cell.text,
            widget=forms.TextInput(attrs=reading),
        )
        self.fields[f"{column}_kind"] = forms.ChoiceField(
            choices=DateKind,
            label=f"{place}计划或实际",
            required=False,
            initial=cell.cell.kind,
            error_messages={"invalid_choice": f"{place}：请选择计划或实际。"},
        )

    def _add_base_field(self, cell: ShownCell) -> None:
        self.fields[f"{cell.column.value}_was"] = forms.CharField(
            required=False, strip=False, initial=base_text(cell.cell, cell.year), widget=forms.HiddenInput
        )

    @property
    def cells(self) -> list[CellFields]:
        return [self._get_cell_fields(shown) for shown in self.all_shown]

    def _get_cell_fields(self, shown: ShownCell) -> CellFields:
        column = shown.column.value
        if column not in self.shown:
            return CellFields(shown, base=self[f"{column}_was"])
        return CellFields(
            shown,
            *(self[column], self[f"{column}_kind"], self[f"{column}_was"]),
            one_day=not shown.column.is_meeting,
            other_version=self.other_versions.get(shown.key),
            original=self.originals.get(shown.key, ""),
        )

    def fill_in_texts(self, texts: Mapping[str, CellText]) -> None:
        """Fill in these cells of a form that nobody has sent, and mark those that cannot be read."""
        for column, shown in self.shown.items():
            if not (text := texts.get(shown.key)):
                continue
            self.initial[column], self.initial[f"{column}_kind"] = text.text, text.kind
            if text.error:
                field: Any = self.fields[column]
                field.widget.attrs["class"] += " is-invalid"
                messages = [f"{field.where}：{text.error}"]
                self.errors[column] = self.error_class(messages, renderer=self.renderer)

    @property
    def typed_cells(self) -> Iterator[TypedCell]:
        """What was typed into each cell that could be read; a kind left out means planned.

        A cell that the page did not have is left out. One that it only showed comes without a new value.
        """
        for shown in self.all_shown:
            column = shown.column.value
            kind, base = f"{column}_kind", self.cleaned_data.get(f"{column}_was", "")
            if column not in self.shown:
                if self.add_prefix(f"{column}_was") in self.data:
                    yield TypedCell(shown.key, None, base)
            elif self._is_posted(column) and column in self.cleaned_data and kind in self.cleaned_data:
                cell = Cell(self.cleaned_data[column], self.cleaned_data[kind] or DateKind.PLANNED)
                yield TypedCell(shown.key, cell, base)

    def _is_posted(self, column: str) -> bool:
        return self.add_prefix(column) in self.data

    def show_other_version(self, cells: Mapping[str, Cell]) -> None:
        """Write beside each of these cells what someone else stored meanwhile."""
        keys = [cell.key for cell in self.shown.values() if cell.key in cells]
        self.other_versions = {key: cells[key] for key in keys}

    @property
    def overwritten_fields(self) -> dict[str, str]:
        """Texts, by key, typed into cells that have become derived since the page was opened."""
        overwritten = {}
        for shown in self.all_shown:
            column = shown.column.value
            if column not in self.shown and self._is_posted(column):
                text = self.data[self.add_prefix(column)].strip()
                base = self.data.get(self.add_prefix(f"{column}_was"), "")
                if text not in (base, base.partition("|")[0]):
                    overwritten[shown.key] = text
        return overwritten


class LineForm(CellsForm):
    def __init__(self, *args: Any, number: int, township: Any, **kwargs: Any) -> None:
        super().__init__(*args, where=f"第{number}行", prefix=f"township-{township.pk}", **kwargs)
        self.number, self.township = number, township


class ScheduleForm(forms.Form):
    """The field of the whole sheet: `checked` confirms the warnings before 上报."""

    checked = forms.BooleanField(required=False, label="以上各处已核对，仍要上报")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)


@dataclass
class SheetForms:
    """All forms of a sheet, bound to the same request."""

    head: ScheduleForm
    lines: list[LineForm]
    completion: CellsForm | None

    @classmethod
    def for_user(cls, user: User, sheet: Sheet, data: QueryDict | None = None) -> "SheetForms":
        """The forms of the rows that the user may change, and the unit's own for whoever submits for it."""
        townships = editable_township_ids(user, sheet.unit)
        lines = [
            LineForm(data, number=row.link.order, township=row.link.township, cells=row.cells)
            for row in sheet.rows
            if row.link.township_id in townships
        ]
        completion = None
        if can_submit_for_unit(user, sheet.unit):
            where = f"{sheet.unit.printed_name}："
            completion = CellsForm(data, cells=[sheet.completion], where=where, prefix="unit")
        return cls(ScheduleForm(data), lines, completion)

    @property
    def cell_forms(self) -> list[CellsForm]:
        return [*self.lines, *([self.completion] if self.completion else [])]

    @property
    def all_forms(self) -> list[forms.Form]:
        return [self.head, *self.cell_forms]

    def are_valid(self) -> bool:
        """Whether all of them are; each is validated, so that all errors show at once."""
        return not [form for form in self.all_forms if not form.is_valid()]

    @property
    def typed_cells(self) -> list[TypedCell]:
        """Every cell that could be read."""
        return [cell for form in self.cell_forms for cell in form.typed_cells]

    def out_of_scope_fields(self) -> list[str]:
        """Prefixes of posted fields that are not on this sheet, or not the user's to fill in."""
        known = {form.prefix for form in self.cell_forms}
        named = {
            name.rpartition("-")[0] for name in self.head.data if name.startswith(("township-", "unit-"))
        }
        return sorted(named - known)

    def get_overwritten_message(self, sheet: Sheet) -> str:
        """Why texts typed over the villages' days are refused; "" where there are none."""
        texts = {key: text for form in self.cell_forms for key, text in form.overwritten_fields.items()}
        places = "、".join(f"{sheet.describe_place(key)}填的“{text or '空'}”" for key, text in texts.items())
        return (
            f"没有保存：{places}没有采用，这里的日期已改由各村（社区）日期得出。"
            "请刷新本页，如需修改请点“逐村填报”。"
            if texts
            else ""
        )

    def fill_in_file(self, texts: Mapping[str, CellText], originals: dict[str, str]) -> None:
        """Fill in what a file says, and show beside each cell the full text of the file."""
        for form in self.cell_forms:
            form.fill_in_texts(texts)
            form.originals = originals
