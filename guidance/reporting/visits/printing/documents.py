"""Attachment 2 (情况统计表) as it is printed: the one page of the form, and its continuation sheets.

`Form` is what the page to print and the Word file have in common.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from guidance.office.papers.spec import Align, Block, Cell, Column, Paper, Picture, Role, Table, Text
from guidance.office.uploads import disk
from guidance.reference.plans.issued_words import Words
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import words_of
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing import queries as printing_queries
from guidance.reporting.visits.printing.queries import Box

PICTURES = ("image/jpeg", "image/png")  # what is kept of pictures
LABEL_WIDTH, TEXT_WIDTH = 25, 131
VISIT_HEIGHT, BOXES_HEIGHT = 20, 128  # of the four boxes together
LINE_HEIGHT = 6.35  # 18 points
TALLEST = 1.5  # times as high as the others, as far as there is room
BEFORE_BLANK = re.compile("[^：:]*[：:]")
NOT_SENT = "（草稿，尚未上报）"


@dataclass(frozen=True)
class Part:
    """A section: its box on the form, and what follows of it on a continuation sheet."""

    box: Box
    label: str
    title: str
    files: list[ContinuationSheet] = field(default_factory=list)

    @property
    def pictures(self) -> list[ContinuationSheet]:
        """The files that can be shown."""
        return [file for file in self.files if file.media_type in PICTURES]

    @property
    def is_continued(self) -> bool:
        """Whether anything of it stands on a continuation sheet."""
        return bool(self.box.continued or self.files)


@dataclass(frozen=True)
class Form:
    """The form, filled in or blank."""

    words: Words
    visit: tuple[str, str]  # 联系指导时间 and 联系指导方式
    townships: str
    parts: list[Part]
    report: VisitReport | None = None

    @property
    def visit_label(self) -> str:
        """What stands before the first row."""
        return self.words["label.visit"]

    @property
    def continued(self) -> list[Part]:
        """The sections that go on behind the form."""
        return [part for part in self.parts if part.is_continued]


def blank_form(plan: Plan) -> Form:
    """The form with nothing in it."""
    words = words_of(plan, "attachment2")
    boxes = [Box(section, "", words["continuation"]) for section in Section.values]
    return Form(words, (words["time"], words["methods"]), "", _parts(words, boxes, []))


def form_of(report: VisitReport, words: Words | None = None) -> Form:
    """The form of a report, with its files; `words` where they were read already."""
    words = words or words_of(report.plan, "attachment2")
    sheets = list(ContinuationSheet.objects.filter(report=report, removed_at__isnull=True))
    visit = (_before_blank(words["time"]) + report.period, words["methods"] + _methods(report))
    boxes = printing_queries.lay_out(
        report.sections_by_name,
        room=printing_queries.room_for(words["township"] + report.printed_places, visit),
        with_files=frozenset(sheet.section for sheet in sheets),
        empty=words["continuation"],
    )
    return Form(words, visit, report.printed_places, _parts(words, boxes, sheets), report)


def _parts(words: Words, boxes: Iterable[Box], sheets: list[ContinuationSheet]) -> list[Part]:
    return [
        Part(
            box,
            words[f"label.{box.name}"],
            str(Section(box.name).label),
            [sheet for sheet in sheets if sheet.section == box.name],
        )
        for box in boxes
    ]


def _before_blank(text: str) -> str:
    """联系指导时间：, without the blanks for year, month and day."""
    head = BEFORE_BLANK.match(text)
    return head[0] if head else text


def _methods(report: VisitReport) -> str:
    note = f"（{report.method_note}）" if report.method_note else ""
    return "、".join(report.method_labels) + note


def attachment2(form: Form, *, made_at: datetime) -> Paper:
    """The form and its continuation sheets, with their pictures."""
    words, report = form.words, form.report
    rows = [[Cell(form.visit_label), Cell("\n".join(form.visit))]]
    rows += [[Cell(part.label), Cell(_in_box(part.box))] for part in form.parts]
    columns = [Column("", LABEL_WIDTH), Column("", TEXT_WIDTH, Align.LEFT, at_top=True)]
    blocks: list[Block] = [
        Text(Role.MARK, words["mark"]),
        Text(Role.TITLE, words["title"]),
        Text(Role.LINE, words["signature"]),
        Text(Role.LINE, words["township"] + form.townships),
        Table(columns, rows, heights=_heights(form), has_head=False),
        Text(Role.NOTE, words["note"] + (NOT_SENT if report and not report.is_sent else "")),
    ]
    return Paper(_name(report), [*blocks, *_sheets(form)], made_at)


def _name(report: VisitReport | None) -> str:
    if report is None:
        return "附件2 空白表"
    return f"附件2 {report.leader} {report.township.printed_name} {report.started_on:%Y%m%d}"


def _in_box(box: Box) -> str:
    return "\n".join(text for text in (box.words, box.hint) if text)


def _heights(form: Form) -> list[float]:
    """As high as the texts need, and what is left shared out, so that the form fills its page."""
    first = form.parts[0].box.name
    needed = [LINE_HEIGHT * max(2, printing_queries.lines_of(_in_box(part.box))) for part in form.parts]
    weights = [TALLEST if part.box.name == first else 1 for part in form.parts]
    left = max(0.0, BOXES_HEIGHT - sum(needed)) / sum(weights)
    return [VISIT_HEIGHT, *(height + left * weight for height, weight in zip(needed, weights, strict=True))]


def _sheets(form: Form) -> Iterable[Block]:
    report = form.report
    if report is None or not form.continued:
        return
    yield Text(Role.MARK, "附页", new_page=True)
    yield Text(Role.SHEET, f"{form.townships}　{report.period}　{report.leader}")
    for part in form.continued:
        yield Text(Role.HEADING, part.title)
        if part.box.continued:
            yield Text(Role.SHEET, part.box.continued)
        if part.files:
            names = [f"{number}. {file.original_name}" for number, file in enumerate(part.files, 1)]
            yield Text(Role.CAPTION, "附件：" + "；".join(names))
        for file in part.pictures:
            content = disk.read_whole(str(file.file.name))
            if content:
                yield Picture(content, file.original_name, file.original_name)
            else:  # lost on the disk: the rest of the paper is still worth having
                yield Text(Role.CAPTION, f"{file.original_name}（图片文件缺失）")
