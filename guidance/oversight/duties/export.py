"""The duties as rows of a table to download."""

from collections.abc import Iterator
from typing import Any

from guidance.core import clock
from guidance.core.dates import format_day
from guidance.oversight.duties.queries import DutyMatrix
from guidance.oversight.duties.rules import LABELS, Duty
from guidance.reporting.visits.credit.rules import Visit

DUTY_HEADS = (
    *("领导班子成员", "指导组", "乡镇（街道）或单位", "事项", "具体要求", "应完成", "已计入", "期限"),
    *("完成情况", "说明", "佐证的情况统计表", "不计入的情况统计表及原因"),
)


def make_duty_rows(matrix: DutyMatrix) -> Iterator[list[Any]]:
    """All required duties as rows under DUTY_HEADS."""
    for row in matrix.rows:
        groups = "、".join(str(group) for group in row.groups)
        for place, duty in row.duties_with_places:
            yield [row.leader.name, groups, place, *_cells(duty)]


def _cells(duty: Duty) -> list[Any]:
    label = LABELS[duty.category]
    proofs = "；".join(_describe(visit) for visit in duty.proofs)
    rejected = "；".join(
        f"{_describe(rejection.visit)}：{'、'.join(rejection.reasons)}" for rejection in duty.rejected
    )
    requirement = "" if duty.label == label else duty.label
    return [
        label,
        requirement,
        duty.required,
        duty.count,
        duty.due_on,
        duty.status_text,
        duty.note,
        proofs,
        rejected,
    ]


def _describe(visit: Visit) -> str:
    day = format_day(visit.ended_on, year=clock.today().year)
    return f"{day} {visit.township_name} {visit.leader_name}"
