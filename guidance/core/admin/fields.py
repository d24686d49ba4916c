"""Controls of the administration where Django's own would ask people to type code."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from guidance.core.dates import YEARS, wrong_year_message

SEPARATOR = "、"


def split_values(value: Any) -> list[str]:
    """The texts of a cell that holds several."""
    text = "" if value is None else str(value)
    return [value.strip() for value in re.split("[、,，;；\n]", text) if value.strip()]


def validate_year(day: date) -> None:
    """Refuse a year that can only be a slip of the pen; the pages have their own, narrower bounds."""
    if day.year not in YEARS:
        raise ValidationError(f"{wrong_year_message(day.year)}。")


class WordsField(forms.CharField):
    """Several words in one control, with 、 between them."""

    def prepare_value(self, value: Any) -> Any:
        """The words as one text."""
        return SEPARATOR.join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The list of words."""
        return split_values(super().to_python(value))


def list_field(column: Any, choices: list[tuple[str, str]]) -> forms.Field:
    """The control of a column that holds several values: of `choices`, or any words where there are none."""
    options = {"label": column.verbose_name, "required": False}
    if not choices:
        return WordsField(help_text="几个之间用“、”分开", **options)
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, help_text=column.help_text, **options
    )
