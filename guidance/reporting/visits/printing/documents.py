"""Attachment 2 (情况统计表) in print: the one page of the form, and its continuation sheets.

The page to print and the Word file are both made from a `PrintedForm`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from guidance.office.papers.spec import Align, Block, Cell, Column, Paper, Picture, Table, Text, TextRole
from guidance.office.uploads import disk
from guidance.reference.plans.issued_words import Words
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import printed_words
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.files.models import ContinuationSheet
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.printing.rules import Box, available_lines, count_lines, lay_out_boxes

PICTURE_TYPES = ("image/jpeg", "image/png")  # the formats in which pictures are stored
LABEL_WIDTH, TEXT_WIDTH = 25, 131
VISIT_HEIGHT, BOXES_HEIGHT = 20, 128  # mm; the latter for all four boxes
LINE_HEIGHT = 6.35  # 18 points
FIRST_BOX_WEIGHT = 1.5  # its share of the spare height, the others having 1
LABEL_PATTERN = re.compile("[^：:]*[：:]")
DRAFT_NOTE = "（草稿，尚未上报）"


@dataclass(frozen=True)
class FormSection:
    """A section of the form, with the files on its continuation sheet."""

    box: Box
    label: str
    title: str
    files: list[ContinuationSheet] = field(default_factory=list)

    @property
    def pictures(self) -> list[ContinuationSheet]:
        """The files that can be printed as pictures."""
        return [file for file in self.files if file.media_type in PICTURE_TYPES]

    @property
    def is_continued(self) -> bool:
        """Whether the section has anything on a continuation sheet."""
        return bool(self.box.continued or self.files)


@dataclass(frozen=True)
class PrintedForm:
    """The form, filled in or blank."""

    words: Words
    visit: tuple[str, str]  # 联系指导时间 and 联系指导方式
    townships: str
    sections: list[FormSection]
    report: VisitReport | None = None

    @property
    def visit_label(self) -> str:
        """The label of the first row."""
        return self.words["label.visit"]

    @property
    def continued(self) -> list[FormSection]:
        """The sections with a continuation sheet."""
        return [section for section in self.sections if section.is_continued]


def get_blank_form(plan: Plan) -> PrintedForm:
    words = printed_words(plan, "attachment2")
    boxes = [Box(section, "", words["continuation"]) for section in Section.values]
    return PrintedForm(words, (words["time"], words["methods"]), "", _make_sections(words, boxes, []))


def get_form(report: VisitReport, words: Words | None = None) -> PrintedForm:
    """The form of a report, with its files; `words` may be given to save a query."""
    words = words or printed_words(report.plan, "attachment2")
    sheets = list(ContinuationSheet.objects.filter(report=report, removed_at__isnull=True))
    visit = (_get_label(words["time"]) + report.period, words["methods"] + _describe_methods(report))
    boxes = lay_out_boxes(
        report.sections_by_name,
        lines=available_lines(words["township"] + report.printed_places, visit),
        with_files=frozenset(sheet.section for sheet in sheets),
        empty_hint=words["continuation"],
    )
    return PrintedForm(words, visit, report.printed_places, _make_sections(words, boxes, sheets), report)


def _make_sections(words: Words, boxes: Iterable[Box], sheets: list[ContinuationSheet]) -> list[FormSection]:
    return [
        FormSection(
            box,
            words[f"label.{box.name}"],
            str(Section(box.name).label),
            [sheet for sheet in sheets if sheet.section == box.name],
        )
        for box in boxes
    ]


def _get_label(text: str) -> str:
    """联系指导时间：, without the blanks for year, month and day."""
    label = LABEL_PATTERN.match(text)
    return label[0] if label else text


def _describe_methods(report: VisitReport) -> str:
    note = f"（{report.method_note}）" if report.method_note else ""
    return "、".join(report.method_labels) + note


def attachment2(form: PrintedForm, *, made_at: datetime) -> Paper:
    """The form and its continuation sheets, pictures included."""
    words, report = form.words, form.report
    rows = [[Cell(form.visit_label), Cell("\n".join(form.visit))]]
    rows += [[Cell(section.label), Cell(_get_box_text(section.box))] for section in form.sections]
    columns = [Column("", LABEL_WIDTH), Column("", TEXT_WIDTH, Align.LEFT, at_top=True)]
    blocks: list[Block] = [
        Text(TextRole.MARK, words["mark"]),
        Text(TextRole.TITLE, words["title"]),
        Text(TextRole.LINE, words["signature"]),
        Text(TextRole.LINE, words["township"] + form.townships),
        Table(columns, rows, heights=_get_row_heights(form), has_head=False),
        Text(TextRole.NOTE, words["note"] + (DRAFT_NOTE if report and not report.is_sent else "")),
    ]
    return Paper(_get_name(report), [*blocks, *_continuation_blocks(form)], made_at)


def _get_name(report: VisitReport | None) -> str:
    if report is None:
        return "附件2 空白表"
    return f"附件2 {report.leader} {report.township.printed_name} {report.started_on:%Y%m%d}"


def _get_box_text(box: Box) -> str:
    return "\n".join(text for text in (box.text, box.hint) if text)


def _get_row_heights(form: PrintedForm) -> list[float]:
    """The heights that the texts need plus a share of the spare height, so that the form fills its page."""
    first = form.sections[0].box.name
    needed = [LINE_HEIGHT * max(2, count_lines(_get_box_text(section.box))) for section in form.sections]
    weights = [FIRST_BOX_WEIGHT if section.box.name == first else 1 for section in form.sections]
    spare = max(0.0, BOXES_HEIGHT - sum(needed)) / sum(weights)
    return [VISIT_HEIGHT, *(height + spare * weight for height, weight in zip(needed, weights, strict=True))]


def _continuation_blocks(form: PrintedForm) -> Iterable[Block]:
    report = form.report
    if report is None or not form.continued:
        return
    yield Text(TextRole.MARK, "附页", new_page=True)
    yield Text(TextRole.SHEET, f"{form.townships}　{report.period}　{report.leader}")
    for section in form.continued:
        yield Text(TextRole.HEADING, section.title)
        if section.box.continued:
            yield Text(TextRole.SHEET, section.box.continued)
        if section.files:
            names = [f"{number}. {file.original_name}" for number, file in enumerate(section.files, 1)]
            yield Text(TextRole.CAPTION, "附件：" + "；".join(names))
        for file in section.pictures:
            content = disk.read_whole(str(file.file.name))
            if content:
                yield Picture(content, file.original_name, file.original_name)
            else:  # missing on the disk: print the rest of the paper
                yield Text(TextRole.CAPTION, f"{file.original_name}（图片文件缺失）")
