"""The duties as rows of a table to download."""

from collections.abc import Iterator
from typing import Any

from guidance.core import clock
from guidance.core.dates import format_day
from guidance.oversight.duties.queries import Matrix
from guidance.oversight.duties.rules import LABELS, Duty
from guidance.reporting.visits.credit.rules import Visit

HEADS = (
    *("领导班子成员", "指导组", "乡镇（街道）或单位", "事项", "具体要求", "应完成", "已计入", "期限"),
    *("完成情况", "说明", "佐证的情况统计表", "不计入的情况统计表及原因"),
)


def lines_of(matrix: Matrix) -> Iterator[list[Any]]:
    """All that is asked as rows under HEADS."""
    for row in matrix.rows:
        groups = "、".join(str(group) for group in row.groups)
        for place, duty in row.placed:
            yield [row.leader.name, groups, place, *_cells(duty)]


def _cells(duty: Duty) -> list[Any]:
    label = LABELS[duty.kind]
    proofs = "；".join(_describe(visit) for visit in duty.proofs)
    misses = "；".join(f"{_describe(miss.visit)}：{'、'.join(miss.reasons)}" for miss in duty.misses)
    said = "" if duty.label == label else duty.label
    return [label, said, duty.asked, duty.count, duty.due_on, duty.word, duty.note, proofs, misses]


def _describe(visit: Visit) -> str:
    day = format_day(visit.ended_on, year=clock.today().year)
    return f"{day} {visit.township_name} {visit.leader_name}"
