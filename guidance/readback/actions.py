"""From a file to drafts: taken in, decided on, stored. Only 存为草稿 writes into a unit's paper."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile

from guidance import clock
from guidance.access import User
from guidance.plans.models import Plan, ReportingRound
from guidance.readback.models import Attachment, ReadPaper
from guidance.readback.schedules import SKIP, Found, form_of
from guidance.readback.taking_in import take
from guidance.schedules.actions import save_cells
from guidance.schedules.forms import Forms
from guidance.schedules.sheets import Sheet
from guidance.workflow.actions import Refused

LONGEST_NAME = 255


def take_in(*, plan: Plan, round: ReportingRound | None, file: UploadedFile, by: User) -> ReadPaper:
    """Read a file and keep it. Raises container.Refused where it is no attachment or cannot be read."""
    taken = take(file.read())
    file.seek(0)
    paper: ReadPaper = ReadPaper.objects.create(
        plan=plan,
        kind=taken.kind,
        round=round if taken.kind == Attachment.ATTACHMENT3 else None,
        file=file,
        file_name=(file.name or "")[-LONGEST_NAME:],
        content=taken.content,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    return paper


def decide(paper: ReadPaper, *, found: Found, chosen: Mapping[str, str], offered: Mapping[str, int]) -> int:
    """Keep which townships the unknown rows are about: `chosen` by row, a township of `offered` or SKIP."""
    decisions = dict(paper.decisions)
    for number, _ in found.unknown:
        answer = chosen.get(f"row-{number}", "")
        if answer == SKIP:
            decisions[str(number)] = SKIP
        elif answer in offered:
            decisions[str(number)] = offered[answer]
    made = len(decisions) - len(paper.decisions)
    paper.decisions = decisions
    paper.save(update_fields=["decisions"])
    return made


def store_all(paper: ReadPaper, *, found: Found, by: User) -> list[tuple[str, str]]:
    """存为草稿 of each unit that the user fills in for, by itself. What hindered, by unit; "" is done."""
    told = []
    for unit_rows in found.own:
        sheet, forms = form_of(paper, unit_rows, by)
        told.append((str(unit_rows.unit), _store(sheet, forms, by)))
    paper.used_at = clock.now()
    paper.save(update_fields=["used_at"])
    return told


def _store(sheet: Sheet, forms: Forms, by: User) -> str:
    if not forms.are_valid():
        return "有看不懂的日期，请点开核对后再存"
    try:
        save_cells(unit=sheet.unit, round=sheet.round, typed=forms.typed, by=by)
    except Refused as refused:
        return str(refused)
    return ""
