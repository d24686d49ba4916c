"""The columns of a workbook of returns: their heads, other heads in use, and parsers. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from guidance.reference.places.matching import normalize
from guidance.reporting.returns.imports.cell_values import (
    FLAGS,
    SOURCES,
    Cell,
    parse_day,
    parse_director,
    parse_flag,
    parse_is_woman,
    parse_number,
    parse_source,
    parse_yes_no,
)

UNIT, TOWNSHIP, VILLAGE, COMMITTEE = "unit", "township", "village", "committee"
NOMINATED = "nominated"


@dataclass(frozen=True)
class Column:
    """A column of figures: its field of a return, and the parser of its cells.

    `director` fills two fields. `choices` are the values that the workbook offers in a list.
    """

    name: str
    head: str
    parse: Callable[[Cell], Any]
    choices: tuple[str, ...] = ()
    other_heads: tuple[str, ...] = ()

    @property
    def is_day(self) -> bool:
        """Whether its cells are days."""
        return self.parse is parse_day

    @property
    def is_number(self) -> bool:
        """Whether its cells are counts."""
        return self.parse is parse_number

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a return that it fills."""
        return ("director_people", "director_women") if self.name == "director" else (self.name,)


PLACES = {
    UNIT: ("填报单位", "县区", "县(区)", "县市区", "单位", "所属县区", "区县"),
    TOWNSHIP: (
        *(
            "乡镇(街道)",
            "乡镇",
            "乡镇街道",
            "乡镇、街道",
            "乡(镇)",
            "镇(街道)",
            "乡镇名称",
            "镇街",
            "所属乡镇",
        ),
        *("街道", "乡镇(街道)名称", "所属乡镇(街道)"),
    ),
    VILLAGE: (
        *("村(社区)", "村社区", "村", "社区", "村居", "村(居)", "行政村", "村名", "村名称", "村(社区)名称"),
        *("村、社区", "村/社区", "村(居)名称", "社区(村)", "村级名称", "行政村(社区)", "村委会"),
    ),
    COMMITTEE: ("委员会", "委员会类型", "类型", "类别"),
}
PLACE_HEADS = {UNIT: "填报单位", TOWNSHIP: "乡镇（街道）", VILLAGE: "村（社区）", COMMITTEE: "委员会"}

YES_NO = ("是", "否")
SEATS = Column("seats", "职数", parse_number, other_heads=("委员会职数", "职数设置", "班子职数"))
PEOPLE = Column(
    *("people", "成员人数", parse_number),
    other_heads=("成员", "成员数", "成员总数", "村委会成员人数", "委员会成员人数", "实有人数", "当选人数"),
)
WOMEN = Column(
    *("women", "其中女性", parse_number),
    other_heads=("女性", "女性人数", "女成员", "女性成员", "女性成员人数", "女成员人数", "其中女性人数"),
)
DIRECTOR = Column(
    *("director", "主任", parse_director, ("女", "男", "空缺")),
    other_heads=("主任性别", "村(居)委会主任", "村委会主任", "主任(男/女)"),
)
SECRETARY = Column(
    *("secretary_woman", "书记", parse_is_woman, ("女", "男")),
    other_heads=("书记性别", "党组织书记", "党组织书记性别", "支部书记"),
)
ONE_SHOULDER = Column(
    *("one_shoulder", "一肩挑", parse_yes_no, YES_NO),
    other_heads=("书记主任一肩挑", "书记、主任一肩挑", "是否一肩挑"),
)
PARTY_PEOPLE = Column(
    *("party_people", "党组织成员", parse_number),
    other_heads=("党组织成员人数", "党组织人数", "党组织委员人数"),
)
PARTY_WOMEN = Column(
    *("party_women", "党组织女性", parse_number),
    other_heads=("党组织女性成员", "党组织女性人数", "党组织其中女性", "党组织女性成员人数"),
)
CHAIR = Column(
    *("chair_in_two_committees", "主席进“两委”", parse_yes_no, YES_NO),
    other_heads=("妇联主席进两委", "主席是否进两委", "妇联主席是否进两委", "进两委", "是否进两委"),
)
SUBSIDY = Column(
    *("chair_full_subsidy", "全额补贴", parse_yes_no, YES_NO),
    other_heads=("定员全额补贴", "是否全额补贴", "享受全额补贴", "是否享受定员全额补贴", "主席全额补贴"),
)
PARTY_DAY = Column(
    *("party_held_on", "党组织换届日期", parse_day), other_heads=("党组织换届时间", "党组织选举日期")
)
DAY = Column(
    *("held_on", "选举日期", parse_day),
    other_heads=("选举时间", "村(居)委会选举日期", "换届日期", "换届时间", "村(居)委会换届日期"),
)
FEDERATION_DAY = Column(
    *("federation_held_on", "妇联换届日期", parse_day), other_heads=("妇联换届时间", "妇联选举日期")
)
SOURCE = Column("data_source", "数据来源", parse_source, tuple(SOURCES), ("来源",))
FLAG = Column("flag", "数据状态", parse_flag, tuple(FLAGS), ("状态",))

COLUMNS = {
    "previous": (
        *(SEATS, PEOPLE, WOMEN, DIRECTOR, SECRETARY, ONE_SHOULDER, PARTY_PEOPLE, PARTY_WOMEN),
        *(CHAIR, SUBSIDY, DAY, SOURCE, FLAG),
    ),
    NOMINATED: (
        Column("seats", "应选人数", parse_number, other_heads=("应选", "职数", "应选职数")),
        Column(*("people", "候选人数", parse_number), other_heads=("候选人", "候选人总数", "正式候选人数")),
        Column(
            *("women", "女候选人", parse_number),
            other_heads=("女候选人数", "女性候选人", "其中女性", "女性", "女性候选人数"),
        ),
        Column("director_people", "主任候选人", parse_number, other_heads=("主任候选人数",)),
        Column(
            *("director_women", "女主任候选人", parse_number),
            other_heads=("女主任候选人数", "主任女候选人", "主任候选人女性", "其中女主任候选人"),
        ),
        Column(
            *("chair_in_two_committees", "主席获“两委”提名", parse_yes_no, YES_NO),
            other_heads=("主席获提名", "妇联主席获两委提名", "主席提名", "妇联主席获提名", "主席是否获提名"),
        ),
        *(SOURCE, FLAG),
    ),
    "elected": (
        *(SEATS, PEOPLE, WOMEN, DIRECTOR, SECRETARY, ONE_SHOULDER, PARTY_PEOPLE, PARTY_WOMEN),
        *(CHAIR, SUBSIDY, PARTY_DAY, DAY, FEDERATION_DAY, SOURCE, FLAG),
    ),
}

_IN_BRACKETS = re.compile(r"\([^)]*\)")


def find_column(head: Any, stage: str) -> Column | str | None:
    """The column of figures with this head, the code of a place column, or None if the head is unknown.

    A remark in brackets, 主任（女/男/空缺）, is ignored.
    """
    known = _KNOWN_HEADS[stage]
    text = normalize(head)
    return known.get(text) or known.get(_IN_BRACKETS.sub("", text))


def _get_known_heads(stage: str) -> dict[str, Column | str]:
    heads: dict[str, Column | str] = {
        normalize(head): code for code, written in PLACES.items() for head in written
    }
    for column in COLUMNS[stage]:
        heads |= {normalize(head): column for head in (column.head, *column.other_heads)}
    return heads


_KNOWN_HEADS = {stage: _get_known_heads(stage) for stage in COLUMNS}
