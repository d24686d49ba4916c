"""How forms look, and the fields that several areas use."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting


class BootstrapRenderer(TemplatesSetting):
    """Fields drawn by one template of our own (`templates/guidance/core/forms/field.html`)."""

    field_template_name = "guidance/core/forms/field.html"


CONTROL_CLASSES = (
    (forms.CheckboxInput, "form-check-input"),
    (forms.CheckboxSelectMultiple, "btn-check"),
    (forms.RadioSelect, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.HiddenInput, ""),
    (forms.Widget, "form-control"),
)


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LongTextField(forms.CharField):
    """A long text; a line break counts as one character, as the counter beside it counts."""

    def to_python(self, value: Any) -> Any:
        """The text with the line breaks of the database."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class DocumentField(forms.FileField):
    """A file of these endings, not larger than is read: its size in megabytes, and what to do beyond it."""

    MISSING = "请选择文件。"
    MESSAGES = {
        "required": MISSING,
        "missing": MISSING,
        "invalid": MISSING,
        "empty": "文件是空的，请重新选择。",
    }

    def __init__(self, *, accept: str, max_megabytes: int, too_large: str, **kwargs: Any) -> None:
        self.max_megabytes, self.too_large = max_megabytes, too_large
        widget = forms.FileInput(attrs={"accept": accept})
        super().__init__(widget=widget, error_messages=self.MESSAGES, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; ValidationError where it is too large."""
        file = super().clean(data, initial)
        if file and file.size > self.max_megabytes << 20:
            raise forms.ValidationError(self.too_large)
        return file


CHOICE_MESSAGES = {"invalid_choice": "请从列表中选择。"}


def filter_field(label: str, everything: str, choices: Mapping[int, str]) -> forms.TypedChoiceField:
    """A drop-down of a filter: one of `choices` by its number, or None for `everything`."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", everything), *choices.items()],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages=CHOICE_MESSAGES,
    )


# Django's own Chinese sentence says that an empty text is not allowed.
NULL_CHARACTER_MESSAGE = "含有看不见的字符（空字符），请删去后重新输入。"


def add_bootstrap_classes(form: forms.BaseForm) -> None:
    """Give each control its Bootstrap class, and mark the ones with errors."""
    for field in form.fields.values():
        field.error_messages["null_characters_not_allowed"] = NULL_CHARACTER_MESSAGE
        # A browser cuts off in silence what is pasted beyond it; the field's own sentence says so instead.
        field.widget.attrs.pop("maxlength", None)
    for name, field in form.fields.items():
        css = next(css for kind, css in CONTROL_CLASSES if isinstance(field.widget, kind))
        invalid = " is-invalid" if form.is_bound and name in form.errors else ""
        field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {css}{invalid}".strip()
