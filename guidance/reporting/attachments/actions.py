"""From a file to drafts: read it, decide on its rows, save it. Only 存为草稿 writes into a unit's paper."""

from collections.abc import Collection, Iterable, Mapping

from django.core.files.uploadedfile import UploadedFile

from guidance.core import clock
from guidance.core.access import PLAN_MANAGERS, User, has_role
from guidance.core.records import Refused
from guidance.office.uploads import container
from guidance.reference.plans.issued_words import ISSUED
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.attachment3.matching import UnitReading, UnitsInFile, read_unit
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.attachments.recognition import recognize_file
from guidance.reporting.schedules.actions import save_cells

MAX_FILE_NAME_LENGTH = 255
ONLY_STAFF_MESSAGE = (
    "这是附件1联系指导安排表，由市妇联组联部读入；您要报送的如果是附件2或附件3，请核对是否选错了文件。"
)

NO_ROUND_MESSAGE = (
    "这是附件3日程安排表，但工作方案还没有填报批次；请市妇联工作人员先在“日程安排—填报批次”中添加。"
)


def read_file(*, plan: Plan, round: ReportingRound | None, file: UploadedFile, by: User) -> ReadPaper:
    """Read a file and store it. Raises container.FileRefused where it is no attachment or cannot be read."""
    recognized = recognize_file(file.read(), {name: printed_words(plan, name) for name in ISSUED})
    if recognized.kind == Attachment.ATTACHMENT1 and not has_role(by, *PLAN_MANAGERS):
        raise container.FileRefused(ONLY_STAFF_MESSAGE)
    if recognized.kind == Attachment.ATTACHMENT3 and round is None:
        raise container.FileRefused(NO_ROUND_MESSAGE)
    file.seek(0)
    paper: ReadPaper = ReadPaper.objects.create(
        plan=plan,
        kind=recognized.kind,
        round=round if recognized.kind == Attachment.ATTACHMENT3 else None,
        file=file,
        file_name=(file.name or "")[-MAX_FILE_NAME_LENGTH:],
        content=recognized.content,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    return paper


def save_decisions(
    paper: ReadPaper, *, rows: Iterable[int], chosen: Mapping[str, str], offered: Collection[int]
) -> int:
    """Store which townships these rows are about: `chosen` by row, one of `offered` or SKIP.

    Returns how many rows were decided.
    """
    decisions = dict(paper.decisions)
    for number in rows:
        answer = chosen.get(f"row-{number}", "")
        if answer == SKIP or (answer.isdecimal() and int(answer) in offered):
            decisions[str(number)] = SKIP if answer == SKIP else int(answer)
    decided_count = len(decisions) - len(paper.decisions)
    paper.decisions = decisions
    paper.save(update_fields=["decisions"])
    return decided_count


def save_drafts(paper: ReadPaper, *, units_in_file: UnitsInFile, by: User) -> list[tuple[str, str]]:
    """存为草稿 of each of the user's units, one by one. Returns each with its error, or "" if saved."""
    outcomes = [
        (str(rows.unit), _save_draft(read_unit(paper, rows, by), by)) for rows in units_in_file.own_units
    ]
    paper.used_at = clock.now()
    paper.save(update_fields=["used_at"])
    return outcomes


def _save_draft(reading: UnitReading, by: User) -> str:
    if not reading.is_readable:
        return "有看不懂的日期，请点开核对后再存"
    sheet = reading.sheet
    try:
        save_cells(unit=sheet.unit, round=sheet.round, typed_cells=reading.typed_cells, by=by)
    except Refused as refused:
        return str(refused)
    return ""
