"""Cells, heads and names as offices write them."""

from datetime import date

import pytest

from guidance.reference.places.choices import CommitteeType
from guidance.reference.places.matching import (
    TownshipIndex,
    TownshipName,
    VillageIndex,
    VillageName,
    without_committee,
)
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.forms import COLUMNS_OF, MAX_PEOPLE
from guidance.reporting.returns.imports import cell_values
from guidance.reporting.returns.imports.cell_values import UnreadableCell
from guidance.reporting.returns.imports.columns import COLUMNS, Column, find_column
from guidance.reporting.returns.imports.rules import COMMITTEE_LABELS, is_total

NUMBERS = [
    (5, 5),
    ("５", 5),
    ("3.0", 3),
    (" 7 人", 7),
    ("0", 0),
    ("", None),
    (None, None),
    ("/", None),
    ("—", None),
]
ANSWERS: list[tuple[object, bool | None]] = [
    ("是", True),
    ("√", True),
    ("有", True),
    (1, True),
    (True, True),
    ("×", False),
    ("无", False),
]
ANSWERS += [("否", False), ("N", False), ("未换届", None), (None, None)]
DIRECTORS = [("女", (1, 1)), (" 男 ", (1, 0)), ("空缺", (0, 0)), ("暂缺", (0, 0)), ("", None)]
DAYS = ["2021-01-24", "2021.1.24", "2021/1/24", "2021年1月24日", "２０２１－１－２４", "20210124", 44220]
DAYS += ["2021-01-24 00:00:00", "2021/1/24 9:30", "44220"]


@pytest.mark.parametrize(("cell", "number"), NUMBERS)
def test_a_number(cell, number):
    assert cell_values.parse_number(cell) == number


@pytest.mark.parametrize("cell", ["五", 2.5, -1, 100, "3,000", True, "#错误值", "1e3"])
def test_no_number(cell):
    with pytest.raises(UnreadableCell, match="请填0至99的整数"):
        cell_values.parse_number(cell)


@pytest.mark.parametrize(("cell", "answer"), ANSWERS)
def test_an_answer(cell, answer):
    assert cell_values.parse_yes_no(cell) is answer


@pytest.mark.parametrize(("cell", "director"), DIRECTORS)
def test_a_director(cell, director):
    assert cell_values.parse_director(cell) == director


@pytest.mark.parametrize("cell", DAYS)
def test_a_day(cell):
    assert cell_values.parse_day(cell) == date(2021, 1, 24)


@pytest.mark.parametrize("cell", ["1月24日", "2021-02-30", "待定", 5, "2021"])
def test_no_day(cell):
    with pytest.raises(UnreadableCell, match="不是有效日期"):
        cell_values.parse_day(cell)


def test_a_day_of_another_century_is_a_slip():
    with pytest.raises(UnreadableCell, match="年份1921不对"):
        cell_values.parse_day("1921-01-24")


def test_a_long_text_is_told_in_short():
    with pytest.raises(UnreadableCell) as error:
        cell_values.parse_is_woman("长" * 500)
    assert len(str(error.value)) < 60


def test_the_words_are_those_of_the_models():
    assert {code: label for label, code in cell_values.SOURCES.items()} == dict(DataSource.choices)
    assert {code: label for label, code in cell_values.FLAGS.items()} == dict(Flag.choices)
    assert dict(CommitteeType.choices) == COMMITTEE_LABELS
    assert cell_values.MAX_PEOPLE == MAX_PEOPLE


@pytest.mark.parametrize("stage", Stage.values)
def test_a_stage_has_the_columns_of_its_page(stage):
    on_pages = {name for (key, _), names in COLUMNS_OF.items() if key == stage for name in names}
    assert {column.name for column in COLUMNS[stage]} == on_pages


HEADS = [("成员\n人数", "people"), ("主任（女/男/空缺）", "director"), ("书记、主任“一肩挑”", "one_shoulder")]
HEADS += [
    (" 妇联主席进“两委” ", "chair_in_two_committees"),
    ("村 （ 社 区 ）", "village"),
    ("乡镇", "township"),
]


@pytest.mark.parametrize(("head", "name"), HEADS)
def test_a_head(head, name):
    column = find_column(head, "elected")
    assert (column.name if isinstance(column, Column) else column) == name


@pytest.mark.parametrize("names", [["合计"], [None, " 小 计 "], ["示例镇合计", None], ["总计："]])
def test_a_total(names):
    assert is_total(names)


# Names.

TOWN = TownshipName(1, "示例镇", "示例民族镇", 1, ("示例县", "示例自治县"), True)
VILLAGES = VillageIndex(
    [
        VillageName(1, 1, "大塘村", "villagers", ("老塘村",)),
        VillageName(2, 1, "河西社区", "residents"),
        VillageName(3, 1, "桥头村", "villagers"),
        VillageName(4, 1, "桥头社区", "residents"),
        VillageName(5, 1, "大塘村", "villagers", merged_into="河西社区"),
        VillageName(6, 1, "小塘村", "villagers", merged_into="河西社区"),
    ],
    aliases={"塘边": 3},
)
FOUND = [
    ("大塘村", 1),
    ("大 塘", 1),
    ("大塘村委会", 1),
    ("大塘村民委员会", 1),
    ("示例镇大塘村", 1),
    ("河西居委会", 2),
]
FOUND += [
    ("河西社区居委会", 2),
    ("老塘", 1),
    ("老塘村", 1),
    ("塘边", 3),
    ("桥头村", 3),
    ("桥头社区居民委员会", 4),
]
FOUND += [("大塘村（已并入河西社区）", 5), ("小塘村", 6), ("示例自治县示例民族镇大塘村委会", 1)]


@pytest.mark.parametrize(("written", "pk"), FOUND)
def test_a_village_is_found(written, pk):
    assert VILLAGES.find(written, TOWN) == pk


@pytest.mark.parametrize("written", ["大糖村", "桥头", "示例镇", "村委会", ""])
def test_a_village_is_not_guessed(written):
    assert VILLAGES.find(written, TOWN) is None


def test_a_slip_of_the_pen_gets_suggestions():
    assert VILLAGES.similar("大糖村")[0] in (1, 5)
    assert VILLAGES.similar("完全不同") == []


def test_a_committee_is_named_by_its_village():
    assert without_committee("大塘村村民委员会") == "大塘村"
    assert without_committee("村委会") == "村委会"


def test_a_township_of_ones_own_comes_before_anothers():
    own = TownshipName(1, "城关镇", "城关镇", 1, ("甲县",), True)
    foreign = TownshipName(2, "城关镇", "城关镇", 2, ("乙县",), False)
    both = TownshipIndex([foreign, own])
    assert both.find("城关镇") == [own]
    assert both.find("甲县城关镇") == [own]
    assert both.find("城关镇", "乙县") == [foreign]
    assert both.find("城南镇") == []
    assert both.similar("城官镇") == ["城关镇"]
