"""A workbook of 50,000 villages, as several units might have filled it in; the next step reads it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from openpyxl import Workbook

from guidance.reporting.returns.actions import get_counts
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.imports.columns import COLUMNS, PLACE_HEADS, TOWNSHIP, VILLAGE
from guidance.reporting.returns.imports.rules import get_cell_value
from guidance.reporting.returns.models import VillageReturn

VILLAGES = 50_000
STAGE = Stage.ELECTED
PLACES = (TOWNSHIP, VILLAGE)


def path() -> Path:
    """Where the workbook lies between the two steps."""
    return Path(settings.VAR_DIR) / "returns.xlsx"


def report() -> bool:
    """Write the workbook; each village has other figures than are stored."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("填报")
    sheet.append([PLACE_HEADS[place] for place in PLACES] + [column.head for column in COLUMNS[STAGE]])
    for row in VillageReturn.objects.filter(stage=STAGE).select_related("village__township")[:VILLAGES]:
        sheet.append(make_cells(row))
    book.save(path())
    print(f"workbook of {VILLAGES} villages: {path().stat().st_size / 1_000_000:.1f} MB")
    return True


def make_cells(row: VillageReturn) -> list[Any]:
    """One village with a seat more than is stored."""
    counts = replace(get_counts(row), seats=(row.seats or 4) + 1)
    figures = [get_cell_value(column, counts) for column in COLUMNS[STAGE]]
    return [row.village.township.name, row.village.name, *figures]
