"""The import of 50,000 villages from a workbook, against the plainest way to write as many rows."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from bench.export import peak
from bench.figures import check_limit
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


class StopWatch:
    """Measures the seconds of named steps."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Measure the time of the block."""
        start = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - start

    def __getitem__(self, name: str) -> float:
        return self.seconds[name]

    def __str__(self) -> str:
        return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    before, stop_watch = peak(), StopWatch()
    import_workbook(stop_watch)
    growth = peak() - before
    write_with_bulk_create(stop_watch)
    print(stop_watch)
    imported = stop_watch["reading"] + stop_watch["confirming"]
    figures = [
        check_limit(
            f"import of {VILLAGES} villages, seconds with its preview",
            round(imported + stop_watch["preview"], 1),
            20,
        ),
        check_limit(
            "import's speed, of bulk_create's with the same reader",
            round(stop_watch["bulk_create"] / imported, 2),
            0.4,
            at_least=True,
        ),
        check_limit("import MB of growth", round(growth), 300),
    ]
    return all(figures)


def import_workbook(stop_watch: StopWatch) -> None:
    """Import the workbook as the pages do: upload, preview, confirmation."""
    plan, staff = Plan.objects.get(), User.objects.get(username="staff")
    with path().open("rb") as file, stop_watch.measure("reading"):
        upload = UploadedFile(file, name=path().name, size=path().stat().st_size)
        key = actions.create_upload(plan=plan, stage=STAGE, file=upload, by=staff).pk
    with stop_watch.measure("preview"):
        fingerprint = preview_fingerprint(key)
    with stop_watch.measure("confirming"):
        done = actions.confirm_import(ReturnUpload.objects.get(pk=key), seen=fingerprint, by=staff)
    if done.written != VILLAGES:
        raise SystemExit(f"{done.written} rows written")


def preview_fingerprint(key: int) -> str:
    """The fingerprint of the preview, which is a request of its own and stores nothing."""
    evaluation = evaluate(ReturnUpload.objects.select_related("plan", "uploaded_by").get(pk=key))
    if evaluation.problems or evaluation.questions or len(evaluation.changes) != VILLAGES:
        raise SystemExit(f"not as made: {len(evaluation.changes)} changes, {evaluation.problems[:3]}")
    return evaluation.fingerprint


def write_with_bulk_create(stop_watch: StopWatch) -> None:
    """Write the rows of the same file without any checks."""
    plan = Plan.objects.get()
    with stop_watch.measure("bulk_create"), transaction.atomic():
        (sheet,) = read_spreadsheet(path().read_bytes())["sheets"]
        keys = dict(Village.objects.values_list("name", "pk"))
        rows = [make_row(plan, keys, cells) for _, cells in sheet["rows"][1:]]
        VillageReturn.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["village", "plan", "stage"], update_fields=FIGURES
        )


def make_row(plan: Plan, keys: dict[str, int], cells: list[Any]) -> VillageReturn:
    """Make a return from a row of the workbook."""
    row = VillageReturn(plan=plan, village_id=keys[str(cells[1])], stage=STAGE)
    for column, cell in zip(COLUMNS[STAGE], cells[len(PLACES) :], strict=False):
        value = column.parse(cell)
        values = value if isinstance(value, tuple) else [value] * len(column.fields)
        for name, field_value in zip(column.fields, values, strict=True):
            setattr(row, name, field_value)
    return row
