"""Evaluation of an uploaded file: its rows compared with the database. Writes nothing."""

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
    TownshipIndex,
    TownshipName,
    VillageIndex,
    VillageName,
    normalize,
)
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.returns import tallies
from guidance.reporting.returns.actions import get_counts
from guidance.reporting.returns.bulk import frozen_rows, stored_rows
from guidance.reporting.returns.frozen import States
from guidance.reporting.returns.imports.gc_pause import pause_gc
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.questions import NameQuestion, get_questions
from guidance.reporting.returns.imports.rules import (
    ColumnPlaces,
    committee_problem,
    get_differences,
    parse_row,
)
from guidance.reporting.returns.imports.sheets import ImportProblem, Table, VillageLine, find_tables
from guidance.reporting.returns.rules import Counts, corrects, oddity

PREVIOUS = "previous"
MAX_RECENT = 20


@dataclass(frozen=True, slots=True)
class VillageChange:
    """New figures of one village."""

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
        """Whether the village has no return yet."""
        return self.version == 0 and self.before == Counts()

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """Head, old and new text of each figure that changes."""
        return list(get_differences(self.before, self.counts, self.stage))

    @property
    def oddity(self) -> str:
        """A warning on the new figures."""
        return oddity(self.village.committee_type, self.stage, self.counts)


@dataclass
class Evaluation:
    """The changes that a file would make, and its errors."""

    changes: list[VillageChange] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0  # sums, notes, and rows that the user chose to skip
    problems: list[ImportProblem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[NameQuestion] = field(default_factory=list)
    head_rows: dict[str, int] = field(default_factory=dict)  # by sheet

    @property
    def added(self) -> int:
        """Number of villages without stored figures."""
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        """Number of villages whose stored figures this file would change."""
        return len(self.changes) - self.added

    @property
    def wrong_rows(self) -> int:
        """Number of rows with errors."""
        return len({(problem.sheet, problem.row) for problem in self.problems})

    @property
    def corrected(self) -> list[VillageChange]:
        """Changes of figures that are frozen."""
        return [change for change in self.changes if change.is_correction]

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the preview; it differs if the database has changed since."""
        rows = sorted((change.village.pk, change.version, change.is_correction) for change in self.changes)
        return hashlib.sha256(repr((rows, self.unchanged, len(self.problems))).encode()).hexdigest()


def evaluate(upload: ReturnUpload, *, lock: bool = False) -> Evaluation:
    """Evaluate the upload in the scope of the user who uploaded it.

    With `lock`, inside a transaction, nobody else writes to its townships until the end.
    """
    with pause_gc():
        return _Evaluator(upload).evaluate(lock=lock)


def get_reportable_units(user: User) -> QuerySet[ReportingUnit]:
    """The units in which the user may report for at least one township."""
    townships = Township.objects.editable_by(user)
    return ReportingUnit.objects.filter(pk__in=townships.order_by().values("unit"))


def get_recent_uploads(user: User) -> QuerySet[ReturnUpload]:
    """The user's own uploads, the newest first, without their content."""
    own = ReturnUpload.objects.editable_by(user).select_related("plan")
    return own.defer("content", "decisions")[:MAX_RECENT]


class _Evaluator:
    """One evaluation in steps: townships, villages, figures."""

    def __init__(self, upload: ReturnUpload) -> None:
        self.upload, self.plan, self.stage = upload, upload.plan, upload.stage
        self.result = Evaluation()
        self.frozen: States = {}
        self.townships: TownshipIndex = places_lookup.get_township_index(upload.uploaded_by)

    def evaluate(self, *, lock: bool) -> Evaluation:
        """Run all steps; the number of queries does not depend on the number of rows."""
        tables = find_tables(self.upload.content, self.stage)
        result = self.result
        result.problems, result.notes = tables.problems, tables.notes
        result.skipped = sum(table.skipped for table in tables.tables)
        result.head_rows = {table.sheet: table.head_row for table in tables.tables}
        placed = [(line, place) for table in tables.tables for line, place in self._match_townships(table)]
        keys = sorted({place.pk for _, place in placed})
        if lock:
            tallies.lock_townships(keys)
        by_township = places_lookup.get_village_indexes(keys)
        named = list(self._match_villages(placed, by_township))
        villages = [village.pk for _, _, village in named]
        stored = stored_rows(self.plan, self.stage, villages)
        self.frozen = frozen_rows(self.plan, self.stage, villages)
        places_by_sheet = {table.sheet: table.column_places for table in tables.tables}
        for line, place, village in named:
            self._add_change(line, place, village, stored.get(village.pk), places_by_sheet[line.sheet])
        result.problems.sort(key=lambda problem: (problem.sheet, problem.row))
        return result

    def _match_townships(self, table: Table) -> Iterator[tuple[VillageLine, TownshipName]]:
        """Each line with its township; lines without one become problems."""
        known: dict[tuple[str, str], TownshipName | str] = {}
        for line in table.lines:
            key = (line.unit, line.township)
            if key not in known:
                known[key] = self._find_township(line, table)
            place = known[key]
            if isinstance(place, str):
                self._add_problem(line, "乡镇（街道）", place)
            else:
                yield line, place

    def _find_township(self, line: VillageLine, table: Table) -> TownshipName | str:
        """The township of a line, or the error if there is none."""
        unit = line.unit or f"{table.sheet} {table.title}"
        written = line.township or self._find_township_in_title(f"{table.sheet} {table.title}")
        if not written:
            own = [township for township in self.townships.townships if township.is_own]
            return own[0] if len(own) == 1 else "没有填乡镇（街道），不知道是哪里的村（社区）"
        matches = self.townships.find(written, unit)
        if not matches:
            similar = self.townships.similar(written)
            hint = f"；是不是“{'”或“'.join(similar)}”" if similar else ""
            return f"没有“{written}”这个乡镇（街道），请核对{hint}"
        if not matches[0].is_own:
            return f"“{written}”属于{matches[0].unit_names[0]}，不在您的填报范围内"
        if len(matches) > 1:
            units = "、".join(township.unit_names[0] for township in matches[:5])
            return f"有几个“{written}”（{units}），请加一列“填报单位”"
        return matches[0]

    def _find_township_in_title(self, title: str) -> str:
        """The user's township in the sheet's name or title, for a sheet without a column for it."""
        text = normalize(title)
        names = [row.name for row in self.townships.townships if row.is_own and normalize(row.name) in text]
        return max(names, key=len, default="")

    def _match_villages(
        self, placed: list[tuple[VillageLine, TownshipName]], by_township: dict[int, VillageIndex]
    ) -> Iterator[tuple[VillageLine, TownshipName, VillageName]]:
        """Each line with its village; unknown names become questions, repeated villages problems."""
        names = self._get_villages(by_township)
        unknown: dict[tuple[int, str], list[VillageLine]] = {}
        matched = []
        for line, place in placed:
            pk = by_township[place.pk].find(line.village, place)
            if pk in names:
                matched.append((line, place, names[pk]))
            else:
                unknown.setdefault((place.pk, normalize(line.village)[:MAX_NAME_LENGTH]), []).append(line)
        by_pk = {township.pk: township for township in self.townships.townships}
        self.result.questions = get_questions(self.upload, unknown, by_township, by_pk, self.stage)
        for question in self.result.questions:
            for line in question.lines:
                if question.village:
                    matched.append((line, question.township, question.village))
                elif question.is_decided:
                    self.result.skipped += 1
                else:
                    self._add_problem(line, "村（社区）", question.reason)
        return self._drop_repeated(matched)

    def _get_villages(self, by_township: dict[int, VillageIndex]) -> dict[int, VillageName]:
        """The villages by key, with those of remembered spellings that lie in another township by now."""
        names = {village.pk: village for villages in by_township.values() for village in villages.villages}
        moved = {pk for villages in by_township.values() for pk in villages.aliases.values()} - set(names)
        return names | (
            places_lookup.editable_villages(self.upload.uploaded_by, sorted(moved)) if moved else {}
        )

    def _drop_repeated(
        self, named: list[tuple[VillageLine, TownshipName, VillageName]]
    ) -> Iterator[tuple[VillageLine, TownshipName, VillageName]]:
        seen: dict[int, VillageLine] = {}
        for line, place, village in named:
            first = seen.setdefault(village.pk, line)
            if first is not line:
                both = f"{_where(first, line)}和第{line.row}行"
                self._add_problem(line, "村（社区）", f"“{village.name}”在{both}各填了一次，只能留一行")
            elif village.merged_into and self.stage != PREVIOUS:
                reason = f"“{village.name}”已并入“{village.merged_into}”，只有上届数据，请删去这一行"
                self._add_problem(line, "村（社区）", reason)
            else:
                yield line, place, village

    def _add_change(
        self, line: VillageLine, place: TownshipName, village: VillageName, row: Any, places: ColumnPlaces
    ) -> None:
        before = get_counts(row)
        parsed = parse_row(line.cells, places, before, self.stage)
        problem = committee_problem(line.committee, village.committee_type)
        if problem:
            self._add_problem(line, "委员会", problem)
        for head, reason in parsed.problems:
            self._add_problem(line, head, reason)
        if problem or parsed.problems:
            return
        if parsed.counts == before:
            self.result.unchanged += 1
            return
        self.result.changes.append(
            VillageChange(
                sheet=line.sheet,
                row=line.row,
                township=place,
                village=village,
                before=before,
                counts=parsed.counts,
                version=row.version if row else 0,
                is_correction=corrects(before, parsed.counts, self.frozen.get(village.pk, {})),
                stage=self.stage,
            )
        )

    def _add_problem(self, line: VillageLine, column: str, reason: str) -> None:
        self.result.problems.append(ImportProblem(line.sheet, line.row, column, reason))


def _where(first: VillageLine, second: VillageLine) -> str:
    sheet = f"“{first.sheet}”" if first.sheet != second.sheet else ""
    return f"{sheet}第{first.row}行"
