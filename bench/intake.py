"""The import of 50,000 villages from a workbook, against the plainest way to write as many rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from bench.export import peak
from bench.figures import judge
from bench.workbook import PLACES, STAGE, VILLAGES, path
from guidance.office.spreadsheets.reader import read_spreadsheet
from guidance.reference.accounts.models import User
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.imports import actions
from guidance.reporting.returns.imports.columns import COLUMNS
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import evaluate
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import COLUMNS as FIGURES


class Watch:
    """Seconds by what took them."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def __getitem__(self, name: str) -> float:
        return self.seconds[name]

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    before, watch = peak(), Watch()
    bring_in(watch)
    grown = peak() - before
    write_plainly(watch)
    print(watch)
    imported = watch["reading"] + watch["confirming"]
    figures = [
        judge(
            f"import of {VILLAGES} villages, seconds with its preview",
            round(imported + watch["preview"], 1),
            20,
        ),
        judge(
            "import's speed, of bulk_create's with the same reader",
            round(watch["bulk_create"] / imported, 2),
            0.4,
            at_least=True,
        ),
        judge("import MB of growth", round(grown), 300),
    ]
    return all(figures)


def bring_in(watch: Watch) -> None:
    """As the pages do it: taken in, previewed, confirmed."""
    plan, staff = Plan.objects.get(), User.objects.get(username="staff")
    with path().open("rb") as file, watch.on("reading"):
        given = UploadedFile(file, name=path().name, size=path().stat().st_size)
        key = actions.take_in(plan=plan, stage=STAGE, file=given, by=staff).pk
    with watch.on("preview"):
        seen = previewed(key)
    with watch.on("confirming"):
        done = actions.confirm(ReturnUpload.objects.get(pk=key), seen=seen, by=staff)
    if done.written != VILLAGES:
        raise SystemExit(f"{done.written} rows written")


def previewed(key: int) -> str:
    """What the preview shows, in short; a request of its own, which keeps nothing."""
    found = evaluate(ReturnUpload.objects.select_related("plan", "uploaded_by").get(pk=key))
    if found.problems or found.questions or len(found.changes) != VILLAGES:
        raise SystemExit(f"not as made: {len(found.changes)} changes, {found.problems[:3]}")
    return found.fingerprint


def write_plainly(watch: Watch) -> None:
    """The same file by the same reader, each row written and nothing looked at."""
    plan = Plan.objects.get()
    with watch.on("bulk_create"), transaction.atomic():
        (sheet,) = read_spreadsheet(path().read_bytes())["sheets"]
        keys = dict(Village.objects.values_list("name", "pk"))
        rows = [row_of(plan, keys, cells) for _, cells in sheet["rows"][1:]]
        VillageReturn.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["village", "plan", "stage"], update_fields=FIGURES
        )


def row_of(plan: Plan, keys: dict[str, int], cells: list[Any]) -> VillageReturn:
    """The return that a row of the workbook is."""
    row = VillageReturn(plan=plan, village_id=keys[str(cells[1])], stage=STAGE)
    for column, cell in zip(COLUMNS[STAGE], cells[len(PLACES) :], strict=False):
        value = column.read(cell)
        values = value if isinstance(value, tuple) else [value] * len(column.fields)
        for name, one in zip(column.fields, values, strict=True):
            setattr(row, name, one)
    return row
