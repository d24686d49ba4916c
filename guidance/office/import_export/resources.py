"""Reference tables as Excel or CSV: Chinese heads, rows named by what people know them by."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Result, RowResult

from guidance.office.import_export.widgets import (
    ChoiceWidget,
    DayWidget,
    ListWidget,
    NamedWidget,
    NamesWidget,
    Unreadable,
    WholeNumberWidget,
    is_blank,
)
from guidance.office.spreadsheets.formulas import escape_formula, unescape_formula


class Table(ModelResource):
    """A table that tells everything wrong with it by row and column, and is stored whole or not at all."""

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Take blanks and line breaks out of the heads; those that name a row must be there."""
        heads = ["".join(str(head or "").split()) for head in dataset.headers or []]
        needed = [self.fields[name].column_name for name in self.get_import_id_fields()]
        missing = [head for head in needed if head not in heads]
        if missing:
            raise Unreadable(f"第一行缺少这些列：{'、'.join(missing)}。请先导出一份，在导出的表上修改。")
        dataset.headers = heads

    def import_row(self, row: Any, instance_loader: Any, **kwargs: Any) -> RowResult:
        """As usual, but an empty row is passed over."""
        if all(is_blank(value) for value in row.values()):
            result = self.get_row_result_class()()
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return result
        cells = {head: unescape_formula(value) for head, value in row.items()}
        return super().import_row(cells, instance_loader, **kwargs)

    def get_or_init_instance(self, instance_loader: Any, row: Any) -> tuple[Any, bool]:
        """The row that is meant, or a new one; the names it and others are known by must be readable."""
        unreadable = {}
        for name in self._names_in(row):
            try:
                self.fields[name].clean(row)
            except Unreadable as error:
                unreadable[name] = str(error)
        if unreadable:
            raise ValidationError(unreadable)
        return super().get_or_init_instance(instance_loader, row)

    def _names_in(self, row: Any) -> list[str]:
        """The fields that the library reads where it does not expect an unreadable cell."""
        list_fields = [name for name, field in self.fields.items() if isinstance(field.widget, NamesWidget)]
        present = [name for name in list_fields if self.fields[name].column_name in row]
        return [*self.get_import_id_fields(), *present]

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        """No text is run as a formula by who opens the file."""
        return escape_formula(super().export_field(field, instance, **kwargs))


def resource_for(
    of_model: type[models.Model],
    *names: str,
    ids: tuple[str, ...],
    known_by: dict[str, str] | None = None,
    lists: dict[str, list[tuple[str, str]]] | None = None,
) -> type[Table]:
    """A resource with the fields `names`; `ids` tell which row is meant, `known_by` how others are named.

    `known_by={"township": "code"}` writes a township's code instead of our internal number; a
    reference that is left out is written as its natural key. `lists` names the columns that hold
    several values, and the choices among which they are (none: any text).
    """
    fields = {
        name: _field(of_model._meta.get_field(name), (known_by or {}).get(name, ""), (lists or {}).get(name))
        for name in names
    }

    class Meta:
        model = of_model
        fields = names
        import_id_fields = ids
        export_order = names
        clean_model_instances = True  # the model's validators speak, row by row
        skip_unchanged = True
        report_skipped = True

    return type(f"{of_model.__name__}Table", (Table,), {**fields, "Meta": Meta})


def _field(column: Any, known_by: str, choices: list[tuple[str, str]] | None) -> Field:
    head = str(column.verbose_name)
    return Field(attribute=column.name, column_name=head, widget=_widget(column, known_by, choices))


def _widget(column: Any, known_by: str, choices: list[tuple[str, str]] | None) -> Any:
    if choices is not None:
        return ListWidget(choices)
    if column.many_to_many:
        return NamesWidget(column.related_model, known_by)
    if column.is_relation:
        return NamedWidget(column.related_model, known_by)
    if column.choices:
        return ChoiceWidget(list(column.choices))
    if isinstance(column, models.DateField):
        return DayWidget()
    if isinstance(column, models.IntegerField):
        return WholeNumberWidget()
    return ModelResource.widget_from_django_field(column)()


# For what nobody foresaw: a sentence instead of a programmer's.
FILE_FAILED = "这份文件不能导入。请先导出一份，在导出的表上修改。"
ROW_FAILED = "：这一行不能导入，请核对各列，或在页面上修改。"


def describe_problems(result: Result, model: type[models.Model]) -> list[str]:
    """Everything wrong with an imported file, in the order of its rows; row 1 holds the heads."""
    if result.base_errors:  # without its heads, no row of the file can be read
        errors = [error.error for error in result.base_errors]
        return [str(error) if isinstance(error, Unreadable) else FILE_FAILED for error in errors]
    problems = [(row.number, ROW_FAILED) for row in result.error_rows]
    problems += [(row.number, text) for row in result.invalid_rows for text in _texts(row, model)]
    return [f"第{number + 1}行{text}" for number, text in sorted(problems)]


def _texts(row: Any, model: type[models.Model]) -> Iterator[str]:
    for name, texts in row.field_specific_errors.items():
        column: Any = model._meta.get_field(name)
        yield from (f"“{column.verbose_name}”：{text}" for text in texts)
    yield from (f"：{text}" for text in row.non_field_specific_errors)
