"""Schedules of the demonstration (Attachment 3): round 1 over but for a few, round 2 on its way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from guidance.demonstration.papers import Step, accept_at, return_at, submit_at, take_steps
from guidance.demonstration.time_travel import acting_as, moment
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
from guidance.reporting.schedules.queries import get_unit_sheet
from guidance.reporting.schedules.typed_cells import TypedCell, base_text

UNDECIDED = Cell(DateSpan(note=UNDETERMINED))
IN_BATCHES = Cell(DateSpan(note="演示：分两批进行，具体日期另报", understood=False))
POSTPONED_ROW = 6  # planned for 28 January in round 1
DOUBTFUL_ROW = 11  # in sanjiang's draft the committee is elected before the Party organisation


@dataclass(frozen=True)
class DemoSchedule:
    """The schedule of a unit in a round: when it was saved, and its steps."""

    username: str
    number: int
    saved_at: datetime
    steps: tuple[Step, ...] = ()


# Round 1: liudong never sent it; luzhai was late; liunan has not yet corrected what came back.
# Round 2: rongan, yufeng, yanghe, liunan and liudong have not begun.
SCHEDULES = (
    DemoSchedule("rongan", 1, moment(1, 14, 10, 20), (submit_at(1, 15, 9, 5), accept_at(1, 15, 16, 30))),
    DemoSchedule("rongshui", 1, moment(1, 14, 17, 10), (submit_at(1, 14, 17, 40), accept_at(1, 15, 16, 32))),
    DemoSchedule("liujiang", 1, moment(1, 15, 10, 50), (submit_at(1, 15, 11, 15), accept_at(1, 15, 16, 35))),
    DemoSchedule(
        "liucheng",
        1,
        moment(1, 14, 15, 30),
        (
            submit_at(1, 14, 15, 45),
            return_at(
                "演示：第7行党组织换届选举大会时间跨度较大，请与县换届办核实后重新上报。", 1, 15, 9, 20
            ),
            submit_at(1, 15, 14, 10),
            accept_at(1, 15, 17, 5),
        ),
    ),
    DemoSchedule("luzhai", 1, moment(1, 17, 19, 30), (submit_at(1, 17, 20, 10), accept_at(1, 18, 9, 0))),
    DemoSchedule("yufeng", 1, moment(1, 15, 16, 10), (submit_at(1, 15, 16, 20), accept_at(1, 15, 17, 20))),
    DemoSchedule("sanjiang", 1, moment(1, 15, 8, 40), (submit_at(1, 15, 8, 55), accept_at(1, 15, 16, 40))),
    DemoSchedule("liubei", 1, moment(1, 14, 11, 0), (submit_at(1, 14, 11, 25), accept_at(1, 14, 17, 0))),
    DemoSchedule("yanghe", 1, moment(1, 15, 17, 10), (submit_at(1, 15, 17, 30),)),
    DemoSchedule("chengzhong", 1, moment(1, 15, 9, 45), (submit_at(1, 15, 10, 0), accept_at(1, 15, 16, 45))),
    DemoSchedule(
        "liunan",
        1,
        moment(1, 15, 15, 0),
        (
            submit_at(1, 15, 15, 30),
            return_at(
                "演示：第17行党组织换届选举大会时间与区换届办掌握的不一致，请核实后重新上报。", 1, 16, 9, 30
            ),
        ),
    ),
    DemoSchedule("rongshui", 2, moment(2, 3, 16, 0)),
    DemoSchedule("liujiang", 2, moment(2, 4, 9, 30), (submit_at(2, 4, 9, 50),)),
    DemoSchedule("liucheng", 2, moment(2, 3, 10, 15), (submit_at(2, 3, 10, 40), accept_at(2, 4, 8, 50))),
    DemoSchedule(
        "luzhai",
        2,
        moment(2, 2, 17, 0),
        (
            submit_at(2, 3, 8, 40),
            return_at("演示：第8行妇联换届选举大会时间仍为“待定”，请与乡里确认后填报计划日期。", 2, 4, 9, 10),
        ),
    ),
    DemoSchedule("sanjiang", 2, moment(2, 4, 15, 20)),
    DemoSchedule("liubei", 2, moment(2, 4, 16, 30), (submit_at(2, 4, 17, 0),)),
    DemoSchedule("chengzhong", 2, moment(2, 4, 11, 0), (submit_at(2, 4, 11, 10),)),
)


def make_schedules(plan: Plan, users: dict[str, User]) -> list[ScheduleReturn]:
    """Write every schedule with the real actions, each step at its moment."""
    rounds = {round_.number: round_ for round_ in ReportingRound.objects.in_plan(plan)}
    return [_make_schedule(schedule, plan, rounds[schedule.number], users) for schedule in SCHEDULES]


def _make_schedule(
    schedule: DemoSchedule, plan: Plan, round_: ReportingRound, users: dict[str, User]
) -> ScheduleReturn:
    reporter = users[schedule.username]
    unit = ReportingUnit.objects.get(rolegrant__user=reporter)
    links = Link.objects.in_plan(plan).filter(township__unit=unit)
    with acting_as(reporter, schedule.saved_at):
        cells_by_key = {
            cell_key(column, link.township_id): cell
            for link in links
            for column, cell in _cells(link.order, schedule).items()
        }
        cells_by_key[cell_key(ScheduleColumn.COMPLETION)] = _completion(
            schedule.number, unit.attachment_order
        )
        paper = _fill_sheet(unit, round_, cells_by_key, reporter)
    return take_steps(
        paper, schedule.steps, author=reporter, reviewer=users["staff"], plan=plan, submit=submit_schedule
    )


def _fill_sheet(
    unit: ReportingUnit, round_: ReportingRound, cells_by_key: dict[str, Cell], by: User
) -> ScheduleReturn:
    """Fill in the sheet as on its page, over the cells that it opens with."""
    opened = get_unit_sheet(by, round_, unit, carry=True).content
    typed_cells = [
        TypedCell(key, cell, base_text(opened.cell_at(key), round_.due_on.year))
        for key, cell in cells_by_key.items()
    ]
    return save_cells(unit=unit, round=round_, typed_cells=typed_cells, by=by).paper


def _cells(order: int, schedule: DemoSchedule) -> dict[str, Cell]:
    """The cells of the linked township number `order`: few days are known in round 1, most in round 2."""
    if schedule.number == 1:
        party = _span(date(2021, 1, 17) + timedelta(days=order % 3), 3 + order % 5)
        committee = _span(date(2021, 1, 26) + timedelta(days=order % 4), 9) if order % 3 == 0 else UNDECIDED
        return _row(party, committee, UNDECIDED)
    party = _span(date(2021, 1, 16) + timedelta(days=order % 3), order % 5, DateKind.ACTUAL)
    committee = _span(date(2021, 1, 18) + timedelta(days=order % 3), 17)
    if order == POSTPONED_ROW:
        committee = _span(date(2021, 2, 1), 8)
    if order == DOUBTFUL_ROW:
        committee = _span(date(2021, 1, 12), 0)
    federation = _span(date(2021, 1, 24) + timedelta(days=order % 4), 24 + order % 4)
    if order in (8, 13):
        federation = UNDECIDED if order == 8 else IN_BATCHES
    return _row(party, committee, federation)


def _row(party: Cell, committee: Cell, federation: Cell) -> dict[str, Cell]:
    return {
        ScheduleColumn.PARTY: party,
        ScheduleColumn.COMMITTEE: committee,
        ScheduleColumn.FEDERATION: federation,
    }


def _completion(number: int, order: int) -> Cell:
    """Column 6, the day when every federation of the unit is done; unknown in round 1."""
    day = date(2021, 3, 1) + timedelta(days=order % 6)
    return UNDECIDED if number == 1 else Cell(DateSpan(day, day))


def _span(start: date, days: int, kind: DateKind = DateKind.PLANNED) -> Cell:
    return Cell(DateSpan(start, start + timedelta(days=days)), kind)
