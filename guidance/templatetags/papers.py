"""Template words of papers: letters as large as their place allows, in classes that print.css knows."""

from django import template

from guidance.office.papers import styles
from guidance.office.papers.spec import Paper, Table, Text

register = template.Library()


@register.filter
def title_size(paper: Paper, title: Text) -> str:
    """Tenths of a point in which the title keeps its lines."""
    return _tenths(styles.title_size(title.text, paper.text_width))


@register.filter
def head_size(table: Table) -> str:
    """Tenths of a point in which the heads keep theirs."""
    return _tenths(styles.head_size(table))


@register.filter
def cell_size(table: Table) -> str:
    """Tenths of a point of the texts in the cells."""
    return _tenths(table.size)


@register.filter
def share(table: Table, width: float) -> str:
    """A column's width as a part of the table's."""
    return f"{100 * width / sum(column.width for column in table.columns):.2f}%"


@register.filter
def pixels(millimetres: float) -> int:
    """A height for an attribute, since the policy forbids styles in the page."""
    return round(millimetres * 96 / 25.4)


@register.filter
def tab_parts(text: str) -> list[str]:
    """What stands before and behind each tab."""
    return text.split("\t")


def _tenths(size: float) -> str:
    return str(round(size * 10))
