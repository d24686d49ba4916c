"""Whatever is entered in whatever order, a township's cell equals the summary of its villages."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.core.records import Refused
from guidance.core.workflow import actions as workflow
from guidance.reference.plans.choices import MEETINGS
from guidance.reporting.schedules.actions import save_cells, submit_schedule
from guidance.reporting.schedules.cells import Cell
from guidance.reporting.schedules.choices import DateKind
from guidance.reporting.schedules.date_spans import DateSpan
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn, VillageMeeting
from guidance.reporting.schedules.queries import get_unit_sheet
from guidance.reporting.schedules.typed_cells import TypedCell, base_text
from guidance.reporting.schedules.villages.actions import save_village_meetings
from guidance.reporting.schedules.villages.rules import VillageDay, derive_cell

YEAR = 2021
CELLS = st.one_of(
    st.just(Cell()),
    st.builds(
        lambda day, kind: Cell(DateSpan(day, day), kind),
        st.dates(date(2021, 1, 13), date(2021, 3, 20)),
        st.sampled_from(DateKind.values),
    ),
)
COLUMNS = st.sampled_from([column.value for column in MEETINGS])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("villages"), st.dictionaries(st.tuples(st.integers(0, 2), COLUMNS), CELLS)),
        st.tuples(st.just("sheet"), st.dictionaries(COLUMNS, CELLS)),
        st.tuples(st.just("merge"), st.integers(1, 2)),
        st.tuples(st.sampled_from(["send", "withdraw", "next day"]), st.none()),
    ),
    min_size=1,
    max_size=12,
)


class Office:
    """The cast's unit at work on round 2."""

    def __init__(self, cast, settings) -> None:
        self.cast, self.settings = cast, settings
        self.today = date(2021, 2, 5)

    @property
    def paper(self) -> ScheduleReturn | None:
        """The unit's return, if there is one."""
        return ScheduleReturn.objects.filter(unit=self.cast.unit, round=self.cast.round).first()

    def villages(self, typed) -> None:
        """Press 保存整表 for the villages that still exist."""
        now = {(row.village_id, row.column): row for row in VillageMeeting.objects.all()}
        cells = []
        for (number, column), cell in typed.items():
            village = self.cast.villages[number]
            if village.merged_into_id is None:
                row = now.get((village.pk, column))
                base = base_text(Cell(DateSpan(row.held_on, row.held_on), row.kind), YEAR) if row else ""
                cells.append(TypedCell(f"{village.pk}-{column}", cell, base))
        save_village_meetings(
            plan=self.cast.plan, township=self.cast.township, typed_cells=cells, by=self.cast.reporter
        )

    def sheet(self, typed) -> None:
        """Press 存草稿 with typed cells, as if none were derived."""
        sheet = get_unit_sheet(self.cast.reporter, self.cast.round, self.cast.unit, carry=True)
        cells = []
        for column, cell in typed.items():
            key = f"{self.cast.township.pk}-{column}"
            cells.append(TypedCell(key, cell, base_text(sheet.content.cell_at(key), YEAR)))
        save_cells(unit=self.cast.unit, round=self.cast.round, typed_cells=cells, by=self.cast.reporter)

    def merge(self, number: int) -> None:
        """Merge a village into the first one, as the administration does."""
        self.cast.villages[number].merged_into = self.cast.villages[0]
        self.cast.villages[number].save()

    def send(self, _) -> None:
        """Press 上报."""
        if self.paper:
            submit_schedule(self.paper, by=self.cast.reporter, version=self.paper.version)

    def withdraw(self, _) -> None:
        """Press 撤回."""
        if self.paper:
            workflow.withdraw_paper(self.paper, by=self.cast.reporter, version=self.paper.version)

    def next_day(self, _) -> None:
        """Advance the clock by a day, within the round."""
        self.today = min(self.today + timedelta(days=1), self.cast.round.due_on)
        self.settings.GUIDANCE_TODAY = self.today.isoformat()

    def expected(self, column: str) -> Cell:
        """The cell recomputed from the villages' days."""
        current = [village for village in self.cast.villages if village.merged_into_id is None]
        rows = VillageMeeting.objects.filter(column=column, village__in=current)
        return derive_cell([VillageDay(row.held_on, row.kind) for row in rows], len(current), self.today)

    def check(self, has_written: bool) -> None:
        """Check the page, and a sheet that was just written or sent, against the villages' days."""
        paper = self.paper
        sheet = get_unit_sheet(self.cast.reporter, self.cast.round, self.cast.unit, carry=True)
        for column in MEETINGS:
            expected = self.expected(column)
            if paper is None or paper.is_open:
                cell = sheet.content.cell(self.cast.township.pk, column)
                assert cell == expected if expected.is_derived else not cell.is_derived
            if has_written and expected.is_derived:
                line = ScheduleLine.objects.get(schedule_return=paper, township=self.cast.township)
                assert line.cell(column) == expected


@pytest.mark.django_db
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_the_cell_never_contradicts_the_villages(cast, settings, steps):
    for village in cast.villages:
        village.merged_into = None
        village.save()
    VillageMeeting.objects.all().delete()
    ScheduleLine.objects.all().delete()
    ScheduleReturn.objects.all().delete()
    cast.plan.meetings_by_village = True
    cast.plan.save()
    office = Office(cast, settings)
    settings.GUIDANCE_TODAY = "2021-02-05"
    for name, given_ in steps:
        before = office.paper.version if office.paper else 0
        with suppress(Refused):  # sent already, or typed over the villages: nothing was written
            getattr(office, name.replace(" ", "_"))(given_)
        paper = office.paper
        has_moved = bool(paper and paper.version > before)
        is_derived = name == "villages" and bool(paper and paper.version and paper.is_open)
        office.check(has_written=is_derived or (has_moved and name in ("sheet", "send")))
