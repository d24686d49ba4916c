"""The ledger of gaps as rows of a table to download."""

from collections.abc import Iterator
from typing import Any

from guidance.oversight.remedies.rules import get_state_label
from guidance.reporting.returns.gaps import GAPS_BY_CODE

GAP_HEADS = (
    *("填报单位", "乡镇（街道）", "村（社区）", "差距", "原因", "补救措施", "完成时限", "责任单位"),
    *("进展", "是否逾期"),
)


def make_gap_rows(lines: Any) -> Iterator[list[Any]]:
    """The ledger's lines as rows under GAP_HEADS, read in chunks."""
    for row in map(add_labels, lines.iterator(chunk_size=2000)):
        yield [
            *(row["unit_name"], row["township_name"], row["village_name"], row["gap_label"]),
            *(row["reason"], row["planned"], row["due_on"] or "", row["responsible"], row["state_label"]),
            "逾期" if row["is_overdue"] else "",
        ]


def add_labels(row: dict[str, Any]) -> dict[str, Any]:
    """The line with the labels of its gap and state."""
    gap = GAPS_BY_CODE[row["gap"]].label
    return row | {"gap_label": gap, "state_label": get_state_label(row["state"])}
