"""What a file would change: its rows against the database of this moment. Writes nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from guidance.core.access import User
from guidance.reference.places import lookup as places_lookup
from guidance.reference.places.matching import (
    MAX_NAME_LENGTH,
    TownshipName,
    Townships,
    VillageName,
    Villages,
    normal,
)
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import counts_of
from guidance.reporting.returns.bulk import frozen_rows, stored_rows
from guidance.reporting.returns.frozen import States
from guidance.reporting.returns.imports.gc_pause import collector_paused
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.questions import Question, ask
from guidance.reporting.returns.imports.rules import Reading, committee_problem, differences, read_row
from guidance.reporting.returns.imports.sheets import Line, Problem, Table, tables_of
from guidance.reporting.returns.rules import Counts, corrects, oddity

PREVIOUS = "previous"
RECENT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A village whose figures would become others."""

    sheet: str
    row: int
    township: TownshipName
    village: VillageName
    before: Counts
    counts: Counts  # as they would be stored
    version: int
    is_correction: bool
    stage: str

    @property
    def is_new(self) -> bool:
        """Whether nothing is stored of this village yet."""
        return self.version == 0 and self.before == Counts()

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Head, old and new text of each figure that changes."""
        return list(differences(self.before, self.counts, self.stage))

    @property
    def oddity(self) -> str:
        """A warning on the new figures."""
        return oddity(self.village.committee_type, self.stage, self.counts)


@dataclass
class Evaluation:
    """A file against the database: what it would change, and all that keeps it from doing so."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0  # sums, notes, and rows whose village was decided to be none
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    head_rows: dict[str, int] = field(default_factory=dict)  # of each sheet that was read

    @property
    def added(self) -> int:
        """Villages that had no figures."""
        return sum(change.is_new for change in self.changes)

    @property
    def altered(self) -> int:
        """Villages that had others."""
        return len(self.changes) - self.added

    @property
    def wrong_rows(self) -> int:
        """Rows with something wrong in them."""
        return len({(problem.sheet, problem.row) for problem in self.problems})

    @property
    def corrected(self) -> list[Change]:
        """Changes of figures that are frozen."""
        return [change for change in self.changes if change.is_correction]

    @cached_property
    def fingerprint(self) -> str:
        """What was shown, in short: another one means that the database has moved since."""
        rows = sorted((change.village.pk, change.version, change.is_correction) for change in self.changes)
        return hashlib.sha256(repr((rows, self.unchanged, len(self.problems))).encode()).hexdigest()


def evaluate(upload: ReturnUpload, *, lock: bool = False) -> Evaluation:
    """What the upload would change now, with the eyes of who uploaded it.

    With `lock`, inside a transaction, nobody else writes into its townships until the end.
    """
    with collector_paused():
        return _Evaluator(upload).evaluate(lock=lock)


def units_of(user: User) -> QuerySet[ReportingUnit]:
    """The units of which the user reports for a township at least."""
    townships = Township.objects.editable_by(user)
    return ReportingUnit.objects.filter(pk__in=townships.order_by().values("unit"))


def recent_uploads(user: User) -> QuerySet[ReturnUpload]:
    """One's own uploads, the newest first, without what was read from them."""
    own = ReturnUpload.objects.editable_by(user).select_related("plan")
    return own.defer("content", "decisions")[:RECENT]


class _Evaluator:
    """The steps of one evaluation: townships, villages, figures."""

    def __init__(self, upload: ReturnUpload) -> None:
        self.upload, self.plan, self.stage = upload, upload.plan, upload.stage
        self.result = Evaluation()
        self.frozen: States = {}
        self.townships: Townships = places_lookup.townships_for(upload.uploaded_by)

    def evaluate(self, *, lock: bool) -> Evaluation:
        """All of it; the database is asked as often for one row as for many."""
        found = tables_of(self.upload.content, self.stage)
        result = self.result
        result.problems, result.notes = found.problems, found.notes
        result.skipped = sum(table.skipped for table in found.tables)
        result.head_rows = {table.sheet: table.head_row for table in found.tables}
        placed = [(line, place) for table in found.tables for line, place in self._placed(table)]
        keys = sorted({place.pk for _, place in placed})
        if lock:
            tallies.lock(keys)
        by_township = places_lookup.villages_of(keys)
        named = list(self._named(placed, by_township))
        villages = [village.pk for _, _, village in named]
        stored = stored_rows(self.plan, self.stage, villages)
        self.frozen = frozen_rows(self.plan, self.stage, villages)
        readings = {table.sheet: table.reading for table in found.tables}
        for line, place, village in named:
            self._read(line, place, village, stored.get(village.pk), readings[line.sheet])
        result.problems.sort(key=lambda problem: (problem.sheet, problem.row))
        return result

    def _placed(self, table: Table) -> Iterator[tuple[Line, TownshipName]]:
        """Each row with its township; rows without one are problems."""
        known: dict[tuple[str, str], TownshipName | str] = {}
        for line in table.lines:
            key = (line.unit, line.township)
            if key not in known:
                known[key] = self._township_of(line, table)
            place = known[key]
            if isinstance(place, str):
                self._tell(line, "乡镇（街道）", place)
            else:
                yield line, place

    def _township_of(self, line: Line, table: Table) -> TownshipName | str:
        """The township that a row means, or why it means none."""
        unit = line.unit or f"{table.sheet} {table.title}"
        written = line.township or self._township_in(f"{table.sheet} {table.title}")
        if not written:
            own = [one for one in self.townships.townships if one.is_own]
            return own[0] if len(own) == 1 else "没有填乡镇（街道），不知道是哪里的村（社区）"
        found = self.townships.find(written, unit)
        if not found:
            similar = self.townships.similar(written)
            hint = f"；是不是“{'”或“'.join(similar)}”" if similar else ""
            return f"没有“{written}”这个乡镇（街道），请核对{hint}"
        if not found[0].is_own:
            return f"“{written}”属于{found[0].unit_names[0]}，不在您的填报范围内"
        if len(found) > 1:
            units = "、".join(one.unit_names[0] for one in found[:5])
            return f"有几个“{written}”（{units}），请加一列“填报单位”"
        return found[0]

    def _township_in(self, title: str) -> str:
        """The own township that the sheet's name or title names, where it has no column for it."""
        text = normal(title)
        named = [one.name for one in self.townships.townships if one.is_own and normal(one.name) in text]
        return max(named, key=len, default="")

    def _named(
        self, placed: list[tuple[Line, TownshipName]], by_township: dict[int, Villages]
    ) -> Iterator[tuple[Line, TownshipName, VillageName]]:
        """Each row with its village; unknown names become questions, doubled villages problems."""
        names = self._names(by_township)
        unknown: dict[tuple[int, str], list[Line]] = {}
        found = []
        for line, place in placed:
            pk = by_township[place.pk].find(line.village, place)
            if pk in names:
                found.append((line, place, names[pk]))
            else:
                unknown.setdefault((place.pk, normal(line.village)[:MAX_NAME_LENGTH]), []).append(line)
        by_pk = {one.pk: one for one in self.townships.townships}
        self.result.questions = ask(self.upload, unknown, by_township, by_pk, self.stage)
        for question in self.result.questions:
            for line in question.lines:
                if question.village:
                    found.append((line, question.township, question.village))
                elif question.is_decided:
                    self.result.skipped += 1
                else:
                    self._tell(line, "村（社区）", question.reason)
        return self._once(found)

    def _names(self, by_township: dict[int, Villages]) -> dict[int, VillageName]:
        """The villages by key; a remembered spelling may mean one that lies elsewhere by now."""
        names = {one.pk: one for villages in by_township.values() for one in villages.villages}
        moved = {pk for villages in by_township.values() for pk in villages.aliases.values()} - set(names)
        return names | (places_lookup.own_villages(self.upload.uploaded_by, sorted(moved)) if moved else {})

    def _once(
        self, named: list[tuple[Line, TownshipName, VillageName]]
    ) -> Iterator[tuple[Line, TownshipName, VillageName]]:
        seen: dict[int, Line] = {}
        for line, place, village in named:
            first = seen.setdefault(village.pk, line)
            if first is not line:
                both = f"{_where(first, line)}和第{line.row}行"
                self._tell(line, "村（社区）", f"“{village.name}”在{both}各填了一次，只能留一行")
            elif village.merged_into and self.stage != PREVIOUS:
                reason = f"“{village.name}”已并入“{village.merged_into}”，只有上届数据，请删去这一行"
                self._tell(line, "村（社区）", reason)
            else:
                yield line, place, village

    def _read(
        self, line: Line, place: TownshipName, village: VillageName, row: Any, reading: Reading
    ) -> None:
        before = counts_of(row)
        said = read_row(line.cells, reading, before, self.stage)
        problem = committee_problem(line.committee, village.committee_type)
        if problem:
            self._tell(line, "委员会", problem)
        for head, reason in said.problems:
            self._tell(line, head, reason)
        if problem or said.problems:
            return
        if said.counts == before:
            self.result.unchanged += 1
            return
        self.result.changes.append(
            Change(
                sheet=line.sheet,
                row=line.row,
                township=place,
                village=village,
                before=before,
                counts=said.counts,
                version=row.version if row else 0,
                is_correction=corrects(before, said.counts, self.frozen.get(village.pk, {})),
                stage=self.stage,
            )
        )

    def _tell(self, line: Line, column: str, reason: str) -> None:
        self.result.problems.append(Problem(line.sheet, line.row, column, reason))


def _where(first: Line, second: Line) -> str:
    sheet = f"“{first.sheet}”" if first.sheet != second.sheet else ""
    return f"{sheet}第{first.row}行"
