"""Reading schedules: one unit's sheet, what was sent last, and who has sent."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, QuerySet, Window, prefetch_related_objects

from guidance.core import clock
from guidance.core.access import LOCAL_REPORTERS, REPORTERS, User, get_scope, scope_q
from guidance.core.workflow.choices import Status
from guidance.core.workflow.deadlines import closed_reason
from guidance.core.workflow.models import SENT, Transition
from guidance.reference.people.models import Link
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.details import SpecialDay
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.schedules.cells import Content
from guidance.reporting.schedules.checks import Basis
from guidance.reporting.schedules.differences import carry_over
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.schedules.sheets import Sheet
from guidance.reporting.schedules.villages.cells import with_village_cells


def current_round(rounds: Iterable[ReportingRound]) -> ReportingRound | None:
    """Of a plan's rounds the one that is being filled in: the next due among those open, else the last."""
    opened = [round_ for round_ in rounds if round_.has_opened(clock.today())]
    coming = [round_ for round_ in opened if round_.due_on >= clock.today() and round_.closed_at is None]
    return next(iter(coming or opened[-1:]), None)


def link_day(round: ReportingRound) -> date:
    """The day whose links count: today within the round, else its first or last day."""
    return min(max(clock.today(), round.opens_on), round.due_on)


def get_round_links(user: User, round: ReportingRound) -> QuerySet[Link]:
    """The rows of Attachment 3 that the user may see in `round`."""
    return Link.objects.visible_to(user).in_plan(round.plan).valid_on(link_day(round))


def get_check_basis(round: ReportingRound) -> Basis:
    """What the checks hold the dates of `round` against."""
    plan = round.plan
    special_days = {day.day: day for day in SpecialDay.objects.filter(plan=plan).order_by()}
    return Basis(
        starts_on=plan.starts_on,
        issued_on=plan.issued_on,
        closes_on=plan.closes_on,
        today=clock.today(),
        required=tuple(round.required_columns),
        special_days=special_days,
    )


@dataclass(frozen=True)
class AcceptedContent:
    """What a unit's return said when it was last accepted, and in which round that was."""

    round: ReportingRound
    content: Content


def latest_accepted(round: ReportingRound, unit_ids: Collection[int]) -> dict[int, AcceptedContent]:
    """By unit, the last accepted version of the latest round before `round` that has one."""
    papers = (
        ScheduleReturn.objects.filter(
            round__plan=round.plan, round__number__lt=round.number, unit__in=unit_ids
        )
        .select_related("round")
        .order_by("round__number")
        .prefetch_related("transitions")
    )
    latest: dict[int, AcceptedContent] = {}
    for paper in papers:
        steps = [s for s in paper.transitions.all() if s.to_status == Status.ACCEPTED and s.content]
        if steps:
            latest[paper.unit_id] = AcceptedContent(paper.round, Content.from_json(steps[-1].content))
    return latest


def get_unit_sheet(user: User, round: ReportingRound, unit: ReportingUnit, *, carry: bool = False) -> Sheet:
    """The unit's sheet, with the rows that the user may see.

    With `carry`, a sheet that nobody has saved yet opens with what was accepted in the round before. Until
    it is sent, the cells that villages make are as the villages' days stand now.
    """
    links = list(get_round_links(user, round).filter(township__unit=unit).select_related("township__unit"))
    papers = ScheduleReturn.objects.visible_to(user).select_related("extended_by", "saved_by")
    paper = papers.filter(unit=unit, round=round).first()
    if paper:
        paper.round = round
    accepted = latest_accepted(round, [unit.pk]).get(unit.pk)
    sheet = Sheet(unit, round, paper, links, get_check_basis(round))
    if accepted:
        sheet.before, sheet.base_round = accepted.content, accepted.round
    if paper and paper.version:
        sheet.content, sheet.status = paper.content(), paper.status
        sheet.marks = get_return_marks(paper)
    elif accepted and carry:
        sheet.content = carry_over(accepted.content, [link.township_id for link in links])
        sheet.is_carried = True
    if not sheet.is_sent and (sheet.status or carry):
        townships = [link.township_id for link in links]
        sheet.content = with_village_cells(sheet.content, round.plan, townships)
    return sheet


def get_return_marks(paper: ScheduleReturn) -> frozenset[str]:
    """The cells that were pointed at when `paper` came back, as long as it is not sent again."""
    if not paper.is_open:
        return frozenset()
    returned = paper.transitions.filter(to_status=Status.RETURNED).order_by("pk").last()
    return frozenset(returned.marks) if returned else frozenset()


def get_unit_sheets(
    user: User,
    round: ReportingRound,
    links: Iterable[Link],
    moment: datetime | None = None,
    *,
    compares: bool = True,
) -> list[Sheet]:
    """The sheets of `links`, in their order; only what was sent has its cells.

    With `moment`, as they stood then. Without `compares`, they know nothing of the round before: a paper
    to print does not show it.
    """
    links = list(links)
    unit_ids = {link.township.unit_id for link in links}
    papers = ScheduleReturn.objects.filter(round=round, unit__in=unit_ids).prefetch_related("transitions")
    by_unit = {paper.unit_id: paper for paper in papers}
    accepted = latest_accepted(round, unit_ids) if compares else {}
    basis = get_check_basis(round)
    sees_drafts = get_scope(user, *REPORTERS)
    sheets: list[Sheet] = []
    for link in links:
        unit = link.township.unit
        if not sheets or sheets[-1].unit.pk != unit.pk:
            sheet = Sheet(unit, round, None, [], basis)
            if unit.pk in accepted:
                sheet.before, sheet.base_round = accepted[unit.pk].content, accepted[unit.pk].round
            own = sees_drafts.everything or unit.pk in sees_drafts.units
            own = own or link.township_id in sees_drafts.townships
            _fill_sheet(sheet, by_unit.get(unit.pk), moment, sees_drafts=own)
            sheets.append(sheet)
        sheets[-1].links.append(link)
    return sheets


def _fill_sheet(
    sheet: Sheet, paper: ScheduleReturn | None, moment: datetime | None, *, sees_drafts: bool
) -> None:
    if paper is None:
        sheet.before = None
        return
    paper.round = sheet.round
    steps = [step for step in paper.transitions.all() if moment is None or step.at <= moment]
    status = _status_at(paper, steps, moment)
    if status in SENT:
        sheet.content = Content.from_json(steps[-1].content)
    else:
        sheet.before = None  # nothing to hold against it yet
        if not sees_drafts:
            return
    sheet.paper, sheet.status = paper, status


def _status_at(paper: ScheduleReturn, steps: list[Transition], moment: datetime | None) -> str:
    if steps:
        return steps[-1].to_status
    return paper.status if moment is None and paper.version else ""


@dataclass(frozen=True)
class SentContent:
    """The latest return of a unit that is with the municipal office."""

    round: ReportingRound
    content: Content


def latest_sent(user: User, plan: Plan | None) -> dict[int, SentContent]:
    """By unit, what its latest return says that is with the office: the dates that all pages go by."""
    papers = ScheduleReturn.objects.visible_to(user).sent().filter(round__plan=plan)
    latest = {p.unit_id: p for p in papers.select_related("round").order_by("round__number")}
    prefetch_related_objects(list(latest.values()), "transitions")
    contents = {}
    for unit_id, paper in latest.items():
        step = list(paper.transitions.all())[-1]
        contents[unit_id] = SentContent(paper.round, Content.from_json(step.content))
    return contents


@dataclass(frozen=True)
class RoundProgress:
    """How many units have sent the schedule of a round, and who has not (the first MOST_NAMED of them)."""

    round: ReportingRound
    expected: int
    sent: int
    missing: list[ReportingUnit]

    @property
    def not_sent(self) -> int:
        """How many have not sent."""
        return self.expected - self.sent

    @property
    def unnamed(self) -> int:
        """How many more have not sent."""
        return self.not_sent - len(self.missing)


MAX_NAMED_UNITS = 30


def get_progress(user: User, round: ReportingRound) -> RoundProgress:
    """Of the units that the user sees, who has sent and who has not."""
    linked = get_round_links(user, round).order_by().values("township__unit")
    sent = ScheduleReturn.objects.filter(round=round, status__in=SENT).order_by().values("unit")
    units = ReportingUnit.objects.filter(pk__in=linked)
    # How many they are stands in each row: no third statement, whether any are missing or not.
    missing = units.exclude(pk__in=sent).annotate(number=Window(Count("pk"))).order_by("attachment_order")
    named: list[Any] = list(missing[:MAX_NAMED_UNITS])
    expected = units.count()
    return RoundProgress(round, expected, expected - (named[0].number if named else 0), named)


@dataclass(frozen=True)
class UnsentSheet:
    """A sheet that is not with the office yet and can be filled in now."""

    round: ReportingRound
    unit: ReportingUnit
    paper: ScheduleReturn | None

    @property
    def sheet(self) -> Sheet:
        """The sheet without its rows: its state and due day."""
        status = self.paper.status if self.paper and self.paper.version else ""
        nothing = Basis(date.min, date.min, date.max, date.min, (), {})
        return Sheet(self.unit, self.round, self.paper, [], nothing, status=status)


def get_unsent_sheets(user: User, plan: Plan | None) -> list[UnsentSheet]:
    """What the user has to fill in and send now, of all rounds: constant queries for any number of units."""
    rounds = list(ReportingRound.objects.in_plan(plan).select_related("plan"))
    papers = {
        (paper.round_id, paper.unit_id): paper
        for paper in ScheduleReturn.objects.visible_to(user).filter(round__in=rounds)
    }
    own = scope_q(
        get_scope(user, *LOCAL_REPORTERS),
        unit="township__unit",
        township="township",
    )
    links = Link.objects.in_plan(plan).filter(own).select_related("township__unit")
    unsent = []
    for round_ in rounds:
        day = link_day(round_)
        valid = [link for link in links if link.valid_from <= day and (link.valid_to or day) >= day]
        for unit in {link.township.unit_id: link.township.unit for link in valid}.values():
            paper = papers.get((round_.pk, unit.pk))
            if paper:
                paper.round = round_
            is_sent = paper is not None and paper.is_sent
            if not is_sent and not closed_reason(round_, paper, clock.today()):
                unsent.append(UnsentSheet(round_, unit, paper))
    return unsent
