"""The form that marks a sentence as a problem."""

from typing import Any

from django import forms

from guidance.core import clock
from guidance.core.dates import YEARS, format_day, wrong_year_message
from guidance.core.forms import LongTextField, add_bootstrap_classes
from guidance.reference.places.models import Township, Village

MAX_LENGTH = 500


class ProblemForm(forms.Form):
    """Description, village and due day of a problem."""

    description = LongTextField(
        label="问题",
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "请写明是什么问题。",
            "max_length": "现有%(show_value)d字，不能超过%(limit_value)d字。",
        },
    )
    village = forms.ModelChoiceField(
        label="村（社区）",
        queryset=Village.objects.none(),
        required=False,
        empty_label="不限于一个村（社区）",
        error_messages={"invalid_choice": "请从列表中选择该乡镇（街道）的村（社区）。"},
    )
    due_on = forms.DateField(
        label="完成时限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期不对，请填如 2021-02-12。"},
    )

    def __init__(self, data: Any = None, *, township: Township, sentence: str) -> None:
        super().__init__(data, initial={"description": sentence})
        villages: Any = self.fields["village"]
        villages.queryset = Village.objects.filter(township=township).current()
        add_bootstrap_classes(self)

    def clean_due_on(self) -> Any:
        """Reject days before today and years outside YEARS."""
        day = self.cleaned_data["due_on"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(f"{wrong_year_message(day.year)}。")
        if day and day < clock.today():
            raise forms.ValidationError(f"完成时限不能早于今天（{format_day(clock.today())}）。")
        return day
