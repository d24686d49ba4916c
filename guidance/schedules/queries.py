"""Reading schedules: one unit's sheet, and all units merged in the order of Attachment 3."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from guidance import clock
from guidance.access import User
from guidance.people.models import Link
from guidance.places.models import ReportingUnit
from guidance.plans.models import Plan, ReportingRound, ScheduleColumn
from guidance.schedules.models import ScheduleLine, ScheduleReturn
from guidance.schedules.rules import Doubt, Meeting, missing_doubts, order_doubts

MEETINGS = (ScheduleColumn.PARTY, ScheduleColumn.COMMITTEE, ScheduleColumn.FEDERATION)


@dataclass
class SheetRow:
    """A row of Attachment 3: its link (number, township) and what was filled in."""

    link: Link
    line: ScheduleLine | None

    def cells(self, year: int) -> list[tuple[str, str, str]]:
        """Column, text and kind of each meeting; the kind only where there is a date."""
        return [self._cell(column, year) for column in MEETINGS]

    def _cell(self, column: ScheduleColumn, year: int) -> tuple[str, str, str]:
        if self.line is None:
            return (column.label, "", "")
        span = self.line.span(column)
        kind = getattr(self.line, f"get_{column}_kind_display")() if span.start else ""
        return (column.label, span.text(year), kind)


@dataclass
class Sheet:
    """One unit's part of Attachment 3 in one round."""

    unit: ReportingUnit
    round: ReportingRound
    paper: ScheduleReturn | None
    rows: list[SheetRow] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The year that dates without a year belong to."""
        return self.round.due_on.year

    @property
    def state(self) -> str:
        """Code of the state for a chip; `missing` and `overdue` are derived."""
        if self.paper and self.paper.version:
            return self.paper.status
        return "overdue" if self.round.due_on < clock.today() else "missing"

    @property
    def state_label(self) -> str:
        """The office's word for the state."""
        if self.paper and self.paper.version:
            return self.paper.get_status_display()
        return "逾期未报" if self.state == "overdue" else "未填报"

    @property
    def due_on(self) -> date:
        """The last day for this unit."""
        return self.paper.due_on if self.paper else self.round.due_on

    @property
    def late_days(self) -> int:
        """Days late, once sent."""
        return self.paper.late_days if self.paper else 0

    def table(self) -> list[tuple[Link, list[tuple[str, str, str]]]]:
        """Each row with its cells, for reading."""
        return [(row.link, row.cells(self.year)) for row in self.rows]

    @property
    def completion_text(self) -> str:
        """Column 6."""
        return self.paper.completion.text(self.year) if self.paper else ""

    @property
    def completion_kind(self) -> str:
        """Planned or actual, where there is a date."""
        if self.paper and self.paper.federations_done_on:
            return self.paper.get_federations_done_kind_display()
        return ""

    def doubts(self) -> list[Doubt]:
        """What to check again before 上报, row by row."""
        if self.paper is None or not self.paper.version:
            return []
        columns = [ScheduleColumn(column) for column in self.round.required_columns]
        labels = {column.value: column.label for column in columns if column in MEETINGS}
        texts = [(row.link.order, self._texts(row)) for row in self.rows]
        found = [*missing_doubts(texts, self.round.required_columns, labels)]
        if ScheduleColumn.COMPLETION in columns and not self.completion_text:
            label = ScheduleColumn.COMPLETION.label
            found.append(Doubt(None, ScheduleColumn.COMPLETION, f"“{label}”未填；未定的请填“待定”。"))
        found += order_doubts(self._meetings(), self._completion_meeting())
        return sorted(found, key=lambda doubt: (doubt.row is None, doubt.row))

    def _texts(self, row: SheetRow) -> dict[str, str]:
        return {c: row.line.span(c).text(self.year) for c in MEETINGS} if row.line else {}

    def _meetings(self) -> Iterator[tuple[int, list[Meeting]]]:
        for row in self.rows:
            if row.line:
                spans = [(column, row.line.span(column)) for column in MEETINGS]
                yield row.link.order, [Meeting(c, c.label, span.start, span.end) for c, span in spans]

    def _completion_meeting(self) -> Meeting:
        day = self.paper.federations_done_on if self.paper else None
        return Meeting(ScheduleColumn.COMPLETION, ScheduleColumn.COMPLETION.label, day, day)


def current_round(plan: Plan | None) -> ReportingRound | None:
    """The round that is being filled in: the next one due among those open, else the last."""
    rounds = [one for one in ReportingRound.objects.in_plan(plan) if one.is_open(clock.today())]
    coming = [one for one in rounds if one.due_on >= clock.today()]
    return (coming or rounds[-1:] or [None])[0]


def sheet_of(user: User, round: ReportingRound, unit: ReportingUnit) -> Sheet:
    """The unit's sheet, with the rows that the user may see."""
    links = Link.objects.visible_to(user).in_plan(round.plan).filter(township__unit=unit)
    paper = ScheduleReturn.objects.visible_to(user).filter(unit=unit, round=round).first()
    lines = {line.township_id: line for line in paper.lines.visible_to(user)} if paper else {}
    links = links.valid_on(_day_of(round)).select_related("township__unit")
    return Sheet(unit, round, paper, [SheetRow(link, lines.get(link.township_id)) for link in links])


def merged_sheets(user: User, round: ReportingRound) -> list[Sheet]:
    """All sheets that the user may see, in the attachment's order; only what was sent has its cells."""
    links = Link.objects.visible_to(user).in_plan(round.plan).valid_on(_day_of(round))
    papers = ScheduleReturn.objects.visible_to(user).filter(round=round).select_related("round")
    by_unit = {paper.unit_id: paper for paper in papers}
    sent = ScheduleLine.objects.visible_to(user).filter(schedule_return__in=papers.sent())
    lines = {line.township_id: line for line in sent}
    sheets: dict[int, Sheet] = {}
    for link in links.select_related("township__unit"):
        unit = link.township.unit
        sheet = sheets.setdefault(unit.pk, Sheet(unit, round, by_unit.get(unit.pk)))
        sheet.rows.append(SheetRow(link, lines.get(link.township_id)))
    return list(sheets.values())


def _day_of(round: ReportingRound) -> date:
    """The day whose links count: today within the round, else its first or last day."""
    return min(max(clock.today(), round.opens_on), round.due_on)
