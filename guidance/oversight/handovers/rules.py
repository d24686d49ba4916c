"""Reasons why a post or a link cannot be handed over. Pure: no request, no database."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from guidance.core.dates import format_full_day


@dataclass(frozen=True)
class HandoverCheck:
    """A requested handover with what is known of its post."""

    post: str  # 指导一组组长
    from_on: date
    holder: tuple[str, str]  # name and post of whoever holds it before that day
    successor: tuple[str, str]
    first_day: date  # of the plan
    last_day: date
    recorded: Sequence[tuple[date, str]] = ()  # handovers of this post that are recorded: day and successor
    links: Sequence[tuple[str, date]] = ()  # what would move: the township, and since when it is hers


def day_before(day: date) -> date:
    """The predecessor's last day."""
    return day - timedelta(days=1)


def get_refusal_reasons(check: HandoverCheck) -> Iterator[str]:
    """Yield each reason against the handover, as a sentence that says what to do."""
    if not check.first_day < check.from_on <= check.last_day:
        yield (
            f"接替日期须在本次换届期间，晚于{format_full_day(check.first_day)}、"
            f"不晚于{format_full_day(check.last_day)}，请核对。"
        )
    if check.successor == check.holder:
        yield f"{check.holder[0]}在接替日期前一天就是{check.post}，请选择另一位接任人。"
    for day, name in check.recorded:
        if day == check.from_on:
            yield f"{check.post}自{format_full_day(day)}起已登记由{name}接替；要改，请先撤销那一条。"
        elif day > check.from_on:
            yield f"{check.post}自{format_full_day(day)}起另有接替（{name}），请先撤销那一条，再按先后登记。"
    late = [
        f"{place}（{format_full_day(since)}起）" for place, since in check.links if since >= check.from_on
    ]
    if late:
        yield f"接替日期须晚于联系点的起始日期：{'、'.join(late)}。"
