"""Reference tables as Excel or CSV: Chinese heads, rows named by what people know them by."""

from typing import Any

from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, Widget


class ChoiceWidget(Widget):
    """A choice by its Chinese label; the code is understood too."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        self.labels = dict(choices)
        self.codes = {str(label): code for code, label in choices}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The code behind the label."""
        text = str(value or "").strip()
        return self.codes.get(text, text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The label."""
        return str(self.labels.get(value, value or ""))


def resource_for(
    of_model: type[models.Model], *names: str, ids: tuple[str, ...], known_by: dict[str, str] | None = None
) -> type[ModelResource]:
    """A resource with the fields `names`; `ids` tell which row is meant, `known_by` how others are named.

    `known_by={"township": "code"}` writes a township's code instead of our internal number.
    """
    fields = {name: _field(of_model, name, (known_by or {}).get(name)) for name in names}

    class Meta:
        model = of_model
        fields = names
        import_id_fields = ids
        export_order = names
        clean_model_instances = True  # the model's validators speak, row by row
        skip_unchanged = True
        report_skipped = True

    return type(f"{of_model.__name__}Resource", (ModelResource,), {**fields, "Meta": Meta})


def _field(model: type[models.Model], name: str, known_by: str | None) -> Field:
    column: Any = model._meta.get_field(name)
    return Field(attribute=name, column_name=str(column.verbose_name), widget=_widget(column, known_by))


def _widget(column: Any, known_by: str | None) -> Widget:
    if column.many_to_many:
        return ManyToManyWidget(column.related_model, field=known_by, separator="、")
    if known_by:
        return ForeignKeyWidget(column.related_model, known_by)
    if column.choices:
        return ChoiceWidget(list(column.choices))
    return ModelResource.widget_from_django_field(column)()
