"""Forms to fill in the days of the villages: three cells a village, each one exact day or nothing."""

from typing import Any

from django import forms

from guidance.reference.places.models import Village
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.forms import CellsForm, DateSpanField
from guidance.reporting.schedules.typed_cells import TypedCell
from guidance.reporting.schedules.villages.queries import VillageSheet

EXACT_DAY_MESSAGE = "请填具体日期（如2月5日）；未定的请留空。"


class VillageDayField(DateSpanField):
    """The day of a meeting in one village: one day, and no words beside it."""

    def clean(self, value: Any) -> DateSpan:
        """The day or nothing, or a ValidationError that names row and column."""
        span = super().clean(value)
        if not span.is_blank and (not span.is_exact or span.start != span.end):
            raise forms.ValidationError(f"{self.where}：{EXACT_DAY_MESSAGE}")
        return span


class VillageForm(CellsForm):
    day_field = VillageDayField

    def __init__(self, *args: Any, number: int, village: Village, **kwargs: Any) -> None:
        super().__init__(*args, where=f"第{number}行{village}", prefix=f"village-{village.pk}", **kwargs)
        self.number, self.village = number, village


class VillageForms:
    """The forms of all villages of a township, bound to the same request."""

    def __init__(self, sheet: VillageSheet, data: Any = None) -> None:
        self.data = data
        self.lines = [
            VillageForm(data, number=row.number, village=row.village, cells=row.cells) for row in sheet.rows
        ]

    def are_valid(self) -> bool:
        """Whether all of them are; each is validated, so that all errors show at once."""
        return not [form for form in self.lines if not form.is_valid()]

    @property
    def typed_cells(self) -> list[TypedCell]:
        """Every cell that could be read."""
        return [cell for form in self.lines for cell in form.typed_cells]

    def has_out_of_scope_fields(self) -> bool:
        """Whether cells were posted of a village that is not on this page."""
        known = {str(form.prefix) for form in self.lines}
        return any(
            name.startswith("village-") and name.rpartition("-")[0] not in known for name in self.data or ()
        )
