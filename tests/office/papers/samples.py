"""Papers with invented texts."""

from datetime import UTC, datetime

from guidance.office.papers.spec import (
    Cell,
    Column,
    DataSheet,
    Paper,
    Table,
    Text,
    TextRole,
    merge_equal_cells,
)

MADE_AT = datetime(2021, 2, 5, 1, 2, 3, tzinfo=UTC)


def paper(*blocks, **options):
    """Make a paper of these blocks."""
    return Paper("示例", blocks, MADE_AT, **options)


def table(*texts, **options):
    """Make a table of two columns: numbers, and the texts with equal neighbours merged."""
    rows = zip(
        [Cell(str(number)) for number, _ in enumerate(texts, 1)], merge_equal_cells(texts), strict=True
    )
    return Table([Column("序号", 16), Column("示例\n表头", 140)], list(rows), **options)


def full_paper():
    """Make a paper with many merged cells, so that a random order would show."""
    texts = [f"第{number // 2}组" for number in range(60)]
    return paper(
        *(
            Text(TextRole.MARK, "附件"),
            Text(TextRole.TITLE, "标题\n二行"),
            table(*texts),
            Text(TextRole.NOTE, "注：示例"),
        )
    )


DATA = DataSheet(["序号", "日期", "说明"], [[1, MADE_AT.date(), "示例"], [2, None, ""]], ["注：示例"])
