"""Filters for papers: letters as large as their place allows, in classes that print.css knows."""

from django import template

from guidance.office.papers import styles
from guidance.office.papers.spec import Paper, Table, Text

register = template.Library()


@register.filter
def title_size(paper: Paper, title: Text) -> str:
    """Tenths of a point in which the title keeps its lines."""
    return _format_tenths(styles.title_size(title.text, paper.text_width))


@register.filter
def head_size(table: Table) -> str:
    """Tenths of a point in which the heads keep theirs."""
    return _format_tenths(styles.head_size(table))


@register.filter
def cell_size(table: Table) -> str:
    """Tenths of a point of the texts in the cells."""
    return _format_tenths(table.size)


@register.filter
def width_percent(table: Table, width: float) -> str:
    """A column's width in per cent of the table's."""
    return f"{100 * width / sum(column.width for column in table.columns):.2f}%"


@register.filter
def pixels(millimetres: float) -> int:
    """A height for an attribute, since the policy forbids styles in the page."""
    return round(millimetres * 96 / 25.4)


@register.filter
def tab_parts(text: str) -> list[str]:
    """The text before, between and behind its tabs."""
    return text.split("\t")


def _format_tenths(size: float) -> str:
    return str(round(size * 10))
