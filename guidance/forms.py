"""How forms look."""

from django import forms
from django.forms.renderers import TemplatesSetting


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


def dress(form: forms.BaseForm) -> None:
    """Give each control its Bootstrap class, and mark the ones with errors."""
    for name, field in form.fields.items():
        css = next(css for kind, css in CONTROL_CLASSES if isinstance(field.widget, kind))
        invalid = " is-invalid" if form.is_bound and name in form.errors else ""
        field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} {css}{invalid}".strip()
