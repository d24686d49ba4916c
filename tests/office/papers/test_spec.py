"""Equal neighbours of a column are merged, and a page ends where no cell is cut."""

from guidance.core import clock
from guidance.office.papers.spec import (
    COVERED,
    Cell,
    Column,
    Paper,
    Table,
    Text,
    TextRole,
    count_first_page_rows,
    merge_equal_cells,
)

HEAD = [Column("示例", 78), Column("二", 78)]


def column(*texts):
    return [[cell] for cell in merge_equal_cells(texts)]


def test_equal_neighbours_are_one_cell():
    assert merge_equal_cells(["甲", "甲", "乙", "甲"]) == [Cell("甲", 2), COVERED, Cell("乙"), Cell("甲")]
    assert merge_equal_cells([]) == []


def test_equal_by_their_keys():
    """Two leaders of one name are two cells; one leader whose post reads differently is one."""
    assert merge_equal_cells(["甲", "甲"], [1, 2]) == [Cell("甲"), Cell("甲")]
    assert merge_equal_cells(["甲", "乙"], [1, 1]) == [Cell("甲", 2), COVERED]


def test_a_page_ends_where_no_cell_is_cut():
    rows = column("一", "二", "二", "三", "三")
    assert [count_first_page_rows(rows, most) for most in (1, 2, 3, 4, 5, 9)] == [1, 1, 3, 3, 5, 5]


def test_one_cell_longer_than_the_page_is_not_moved():
    assert count_first_page_rows(column("一", "一", "一"), 2) == 3


def test_a_new_page_begins_where_a_block_says_so():
    mark, table = Text(TextRole.MARK, "附件"), Table(HEAD, [])
    heading, text = Text(TextRole.MARK, "附页", new_page=True), Text(TextRole.SHEET, "示例")
    paper = Paper("示例", [mark, table, heading, text], clock.now())
    assert paper.pages == [[mark, table], [heading, text]]


def test_of_each_row_its_own_height():
    assert Table(HEAD, [[], []], heights=(5, 9)).get_row_height(1) == 9
    assert Table(HEAD, [[], []], row_height=7).get_row_height(1) == 7
