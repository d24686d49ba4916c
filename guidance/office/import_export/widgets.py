"""What stands in the cells of an exchanged table: written in the office's words, read as offices type."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, Widget

from guidance.core.admin.fields import SEPARATOR, split_values
from guidance.core.dates import YEARS, parse_day, wrong_year_message


class Unreadable(ValueError):
    """A cell that cannot be read; the message says why, in Chinese."""


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing."""
    return value is None or not str(value).strip()


class ChoiceWidget(Widget):
    """A choice by its Chinese label; the code is understood too."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        self.labels = dict(choices)
        self.codes = {str(label): code for code, label in choices}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The code behind the label."""
        text = "" if value is None else str(value).strip()
        code = self.codes.get(text, text)
        if code and code not in self.labels:
            raise Unreadable(f"没有“{text}”这一项，可填：{SEPARATOR.join(self.codes)}。")
        return code

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The label."""
        return str(self.labels.get(value, value or ""))


class ListWidget(Widget):
    """Several texts in one cell, or several choices by their labels."""

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        super().__init__()
        self.choice = ChoiceWidget(choices) if choices else Widget()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Any]:
        """The texts or codes."""
        return [self.choice.clean(part) for part in split_values(value)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """All in one cell."""
        return SEPARATOR.join(str(self.choice.render(item)) for item in value or [])


class WholeNumberWidget(Widget):
    """A count; full-width digits and Excel's 3.0 are read as what they are."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        """The number; None for an empty cell."""
        if is_blank(value):
            return None
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if not re.fullmatch(r"-?[0-9]{1,9}(\.0*)?", text):
            raise Unreadable(f"“{value}”不是整数，请填整数。")
        return int(text.split(".")[0])

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """As a number where the file knows numbers."""
        return "" if value is None else value


class DayWidget(Widget):
    """A day with its year."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        """The day; None for an empty cell."""
        if is_blank(value):
            return None
        day = value.date() if isinstance(value, datetime) else parse_day(str(value))
        if day is None:
            raise Unreadable(f"“{value}”不是有效日期，请填如 2021-01-24 的日期。")
        if day.year not in YEARS:
            raise Unreadable(f"{wrong_year_message(day.year)}。")
        return day

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """A true date where the file knows dates, else 2021-01-24."""
        return "" if value is None else value


class NamedWidget(ForeignKeyWidget):
    """Another row by what people know it by: the value of one field, or its whole natural key."""

    def __init__(self, model: Any, field: str = "") -> None:
        super().__init__(model, field or "pk", use_natural_foreign_keys=not field)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The row that is meant."""
        if is_blank(value):
            return None
        name = self.model._meta.verbose_name
        try:
            return super().clean(value if self.use_natural_foreign_keys else str(value).strip(), row)
        except (self.model.DoesNotExist, TypeError):
            raise Unreadable(f"{name}中没有“{value}”，请核对或先登记。") from None
        except self.model.MultipleObjectsReturned:
            raise Unreadable(f"{name}中有几个“{value}”，分不清是哪一个，请在页面上修改这一条。") from None

    def get_instance_by_natural_key(self, value: Any) -> Any:
        """The row whose natural key stands in the cell."""
        return self.model._default_manager.get_by_natural_key(*split_values(value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Its name, or its natural key in one cell."""
        if value is None:
            return ""
        if self.use_natural_foreign_keys:
            return SEPARATOR.join(str(part) for part in value.natural_key())
        return str(getattr(value, self.field))


class NamesWidget(ManyToManyWidget):
    """Several rows by their names, all of which must exist."""

    def __init__(self, model: Any, field: str) -> None:
        super().__init__(model, separator=SEPARATOR, field=field)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The rows that are meant."""
        names = split_values(value)
        rows = self.model._default_manager.filter(**{f"{self.field}__in": names})
        unknown = set(names) - {str(getattr(row, self.field)) for row in rows}
        if unknown:
            raise Unreadable(f"{self.model._meta.verbose_name}中没有“{SEPARATOR.join(sorted(unknown))}”。")
        return rows
