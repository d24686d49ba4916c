"""How forms look."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from guidance.exchange.cells import SEPARATOR, parts_of


class BootstrapRenderer(TemplatesSetting):
    """Fields drawn by one template of our own (`templates/guidance/forms/field.html`)."""

    field_template_name = "guidance/forms/field.html"


CONTROL_CLASSES = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "btn-check"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


# Django's own Chinese sentence says that an empty text is not allowed.
NULL_CHARACTER = "含有看不见的字符（空字符），请删去后重新输入。"


def dress(form: forms.BaseForm) -> None:
    """Give each control its Bootstrap class, and mark the ones with errors."""
    for field in form.fields.values():
        field.error_messages["null_characters_not_allowed"] = NULL_CHARACTER
        # A browser cuts off in silence what is pasted beyond it; the field's own sentence says so instead.
        field.widget.attrs.pop("maxlength", None)
    for name, field in form.fields.items():
        css = next(css for kind, css in CONTROL_CLASSES if isinstance(field.widget, kind))
        invalid = " is-invalid" if form.is_bound and name in form.errors else ""
        field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {css}{invalid}".strip()


class WordsField(forms.CharField):
    """Several words in one control, with 、 between them."""

    def prepare_value(self, value: Any) -> Any:
        """The words as one text."""
        return SEPARATOR.join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The list of words."""
        return parts_of(super().to_python(value))


def list_field(column: Any, choices: list[tuple[str, str]]) -> forms.Field:
    """The control of a column that holds several values: of `choices`, or any words where there are none."""
    labels = {"label": column.verbose_name, "required": False}
    if not choices:
        return WordsField(help_text="几个之间用“、”分开", **labels)
    return forms.MultipleChoiceField(
        choices=choices, widget=forms.CheckboxSelectMultiple, help_text=column.help_text, **labels
    )
