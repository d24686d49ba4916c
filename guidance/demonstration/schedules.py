"""Schedules of the demonstration (Attachment 3): round 1 over but for a few, round 2 on its way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guidance.demonstration.papers import Step, accepted, returned, sent, take_steps
from guidance.demonstration.telling import as_if, moment
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.choices import ScheduleColumn
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.actions import save_cells, submit_schedule
from guidance.reporting.schedules.cells import Cell, cell_key
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import UNDETERMINED, DateSpan
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.queries import sheet_of
from guidance.reporting.schedules.typed_cells import TypedCell, base_text

LATER = Cell(DateSpan(note=UNDETERMINED))
IN_BATCHES = Cell(DateSpan(note="演示：分两批进行，具体日期另报", understood=False))
POSTPONED_ROW = 6  # planned for 28 January in round 1
DOUBTFUL_ROW = 11  # in sanjiang's draft the committee is elected before the Party organisation


@dataclass(frozen=True)
class Story:
    """One unit's return in one round: when it was saved, and what happened to it then."""

    username: str
    number: int
    saved_at: datetime
    steps: tuple[Step, ...] = ()


# Round 1: liudong never sent it; luzhai was late; liunan has not yet corrected what came back.
# Round 2: rongan, yufeng, yanghe, liunan and liudong have not begun.
STORIES = (
    Story("rongan", 1, moment(1, 14, 10, 20), (sent(1, 15, 9, 5), accepted(1, 15, 16, 30))),
    Story("rongshui", 1, moment(1, 14, 17, 10), (sent(1, 14, 17, 40), accepted(1, 15, 16, 32))),
    Story("liujiang", 1, moment(1, 15, 10, 50), (sent(1, 15, 11, 15), accepted(1, 15, 16, 35))),
    Story(
        "liucheng",
        1,
        moment(1, 14, 15, 30),
        (
            sent(1, 14, 15, 45),
            returned("演示：第7行党组织换届选举大会时间跨度较大，请与县换届办核实后重新上报。", 1, 15, 9, 20),
            sent(1, 15, 14, 10),
            accepted(1, 15, 17, 5),
        ),
    ),
    Story("luzhai", 1, moment(1, 17, 19, 30), (sent(1, 17, 20, 10), accepted(1, 18, 9, 0))),
    Story("yufeng", 1, moment(1, 15, 16, 10), (sent(1, 15, 16, 20), accepted(1, 15, 17, 20))),
    Story("sanjiang", 1, moment(1, 15, 8, 40), (sent(1, 15, 8, 55), accepted(1, 15, 16, 40))),
    Story("liubei", 1, moment(1, 14, 11, 0), (sent(1, 14, 11, 25), accepted(1, 14, 17, 0))),
    Story("yanghe", 1, moment(1, 15, 17, 10), (sent(1, 15, 17, 30),)),
    Story("chengzhong", 1, moment(1, 15, 9, 45), (sent(1, 15, 10, 0), accepted(1, 15, 16, 45))),
    Story(
        "liunan",
        1,
        moment(1, 15, 15, 0),
        (
            sent(1, 15, 15, 30),
            returned(
                "演示：第17行党组织换届选举大会时间与区换届办掌握的不一致，请核实后重新上报。", 1, 16, 9, 30
            ),
        ),
    ),
    Story("rongshui", 2, moment(2, 3, 16, 0)),
    Story("liujiang", 2, moment(2, 4, 9, 30), (sent(2, 4, 9, 50),)),
    Story("liucheng", 2, moment(2, 3, 10, 15), (sent(2, 3, 10, 40), accepted(2, 4, 8, 50))),
    Story(
        "luzhai",
        2,
        moment(2, 2, 17, 0),
        (
            sent(2, 3, 8, 40),
            returned("演示：第8行妇联换届选举大会时间仍为“待定”，请与乡里确认后填报计划日期。", 2, 4, 9, 10),
        ),
    ),
    Story("sanjiang", 2, moment(2, 4, 15, 20)),
    Story("liubei", 2, moment(2, 4, 16, 30), (sent(2, 4, 17, 0),)),
    Story("chengzhong", 2, moment(2, 4, 11, 0), (sent(2, 4, 11, 10),)),
)


def make_schedules(plan: Plan, users: dict[str, User]) -> list[ScheduleReturn]:
    """Write every story with the real actions, each step at its moment."""
    rounds = {one.number: one for one in ReportingRound.objects.in_plan(plan)}
    return [_tell(story, plan, rounds[story.number], users) for story in STORIES]


def _tell(story: Story, plan: Plan, round_: ReportingRound, users: dict[str, User]) -> ScheduleReturn:
    reporter = users[story.username]
    unit = ReportingUnit.objects.get(rolegrant__user=reporter)
    links = Link.objects.in_plan(plan).filter(township__unit=unit)
    with as_if(reporter, story.saved_at):
        wanted = {
            cell_key(column, link.township_id): cell
            for link in links
            for column, cell in _cells(link.order, story).items()
        }
        wanted[cell_key(ScheduleColumn.COMPLETION)] = _completion(story.number, unit.attachment_order)
        paper = _type(unit, round_, wanted, reporter)
    return take_steps(
        paper, story.steps, author=reporter, reviewer=users["staff"], plan=plan, submit=submit_schedule
    )


def _type(unit: ReportingUnit, round_: ReportingRound, wanted: dict[str, Cell], by: User) -> ScheduleReturn:
    """Fill the sheet in as on its page, over what it opens with."""
    opened = sheet_of(by, round_, unit, carry=True).content
    typed_cells = [
        TypedCell(key, cell, base_text(opened.cell_at(key), round_.due_on.year))
        for key, cell in wanted.items()
    ]
    return save_cells(unit=unit, round=round_, typed_cells=typed_cells, by=by).paper


def _cells(order: int, story: Story) -> dict[str, Cell]:
    """The row of the linked township number `order`: few days are known in round 1, most in round 2."""
    if story.number == 1:
        party = _span(date(2021, 1, 17) + timedelta(days=order % 3), 3 + order % 5)
        committee = _span(date(2021, 1, 26) + timedelta(days=order % 4), 9) if order % 3 == 0 else LATER
        return _row(party, committee, LATER)
    party = _span(date(2021, 1, 16) + timedelta(days=order % 3), order % 5, DateKind.ACTUAL)
    committee = _span(date(2021, 1, 18) + timedelta(days=order % 3), 17)
    if order == POSTPONED_ROW:
        committee = _span(date(2021, 2, 1), 8)
    if order == DOUBTFUL_ROW:
        committee = _span(date(2021, 1, 12), 0)
    federation = _span(date(2021, 1, 24) + timedelta(days=order % 4), 24 + order % 4)
    if order in (8, 13):
        federation = LATER if order == 8 else IN_BATCHES
    return _row(party, committee, federation)


def _row(party: Cell, committee: Cell, federation: Cell) -> dict[str, Cell]:
    return {
        ScheduleColumn.PARTY: party,
        ScheduleColumn.COMMITTEE: committee,
        ScheduleColumn.FEDERATION: federation,
    }


def _completion(number: int, order: int) -> Cell:
    """Column 6: when every federation of the unit is done; unknown in round 1."""
    day = date(2021, 3, 1) + timedelta(days=order % 6)
    return LATER if number == 1 else Cell(DateSpan(day, day))


def _span(start: date, days: int, kind: DateKind = DateKind.PLANNED) -> Cell:
    return Cell(DateSpan(start, start + timedelta(days=days)), kind)
