"""A briefing as a paper (GB/T 9704-2012): plain paragraphs and tables, to be edited further in Word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from guidance.core.dates import format_full_day
from guidance.office.papers.spec import TEXT_WIDTH, Align, Block, Cell, Column, Paper, Table, Text, TextRole
from guidance.outputs.briefings.queries import Material
from guidance.outputs.briefings.rules import (
    NUMERALS,
    BriefingKind,
    Chapter,
    PlaceResults,
    describe_duties,
    describe_gap,
    describe_opening,
    describe_problems,
    describe_reports,
    describe_round,
    describe_silent_units,
    describe_target,
    list_upcoming_days,
)
from guidance.oversight.dashboard.queries import PlaceRow
from guidance.oversight.findings.models import Excerpt
from guidance.reference.plans.models import Plan

ROW_HEIGHT = 8
NAME_WIDTH, COUNT_WIDTH = 25, 12
MOST_COLUMNS = 8  # with more columns the letters of a table are smaller


@dataclass(frozen=True)
class BriefingChoices:
    """The choices made on the page."""

    kind: BriefingKind
    number: int
    chapters: Sequence[Chapter]
    masthead: str = ""
    addressees: str = ""
    reported_to: str = ""
    sent_to: str = ""
    issued_to: str = ""


def build_briefing(plan: Plan, material: Material, choices: BriefingChoices, made_at: datetime) -> Paper:
    """Build the paper; chapters without content are left out."""
    day = format_full_day(material.day)
    is_bulletin = choices.kind is BriefingKind.BULLETIN
    name = f"{choices.kind.label} 第{choices.number}期" if is_bulletin else choices.kind.label
    head, end = (_bulletin if is_bulletin else _circular)(plan, choices, format_full_day(made_at.date()))
    blocks = [
        *head,
        Text(TextRole.BODY, describe_opening(material.day, material.results)),
        *_chapters(material, choices),
    ]
    return Paper(f"{name}（截至{day}）", [*blocks, *end], made_at, has_page_numbers=True)


def _bulletin(plan: Plan, choices: BriefingChoices, today: str) -> tuple[list[Block], list[Block]]:
    head: list[Block] = [
        Text(TextRole.MASTHEAD, choices.masthead),
        Text(TextRole.ISSUE, f"第{choices.number}期"),
        Text(TextRole.RULED, f"{plan.receiving_department}\t{today}"),
        Text(TextRole.TITLE, f"{plan.name}\n工作进展情况"),
    ]
    copies = (("报", choices.reported_to), ("送", choices.sent_to), ("发", choices.issued_to))
    end: list[Block] = [Text(TextRole.COPY, f"{word}：{names}。") for word, names in copies if names]
    return head, end


def _circular(plan: Plan, choices: BriefingChoices, today: str) -> tuple[list[Block], list[Block]]:
    head: list[Block] = [Text(TextRole.TITLE, f"关于{plan.name}\n工作进展情况的通报")]
    if choices.addressees:
        head.append(Text(TextRole.LINE, f"{choices.addressees}："))
    end: list[Block] = [
        Text(TextRole.BODY, ""),
        Text(TextRole.SENDER, plan.issuer),
        Text(TextRole.SENDER, today),
    ]
    return head, end


def _chapters(material: Material, choices: BriefingChoices) -> list[Block]:
    contents = [(chapter, CHAPTER_BUILDERS[chapter](material)) for chapter in choices.chapters]
    blocks: list[Block] = []
    for numeral, (chapter, content) in zip(NUMERALS, [pair for pair in contents if pair[1]], strict=False):
        blocks += [Text(TextRole.HEADING, f"{numeral}、{chapter.label}"), *content]
    return blocks


def empty_chapters(material: Material, choices: BriefingChoices) -> list[str]:
    """The labels of the chosen chapters that have no content."""
    return [chapter.label for chapter in choices.chapters if not CHAPTER_BUILDERS[chapter](material)]


def _paragraphs(*texts: str) -> list[Block]:
    return [Text(TextRole.BODY, text) for text in texts if text]


# -- the chapters


def _figures_chapter(material: Material) -> list[Block]:
    results = material.results
    if results is None:
        return []
    if not results.figures:
        return _paragraphs("工作方案尚未设置指标。")
    if not any(figure.share.whole for figure in results.figures):
        return _paragraphs("各项指标尚无数据。", describe_silent_units(results.silent))
    return [
        *(Text(TextRole.SUBHEADING, "（一）对照目标"), _target_table(results)),
        *(Text(TextRole.SUBHEADING, "（二）各填报单位"), _unit_table(material.units)),
        *_paragraphs(describe_silent_units(results.silent)),
    ]


def _target_table(results: PlaceResults) -> Table:
    columns = [
        Column("指标", 50, Align.LEFT),
        Column("目标", 24),
        Column("现有/总数", 28),
        Column("占比", 22),
        Column("情况", 32),
    ]
    rows = [
        [
            Cell(figure.label),
            Cell(describe_target(figure)),
            Cell(
                f"{figure.share.part}/{figure.share.whole}{figure.counted_in}" if figure.share.whole else "—"
            ),
            Cell(_format_share(figure.percent)),
            Cell(describe_gap(figure) or "—"),
        ]
        for figure in results.figures
    ]
    return Table(columns, rows, ROW_HEIGHT, size=10.5)


def _unit_table(units: Sequence[PlaceRow]) -> Table:
    heads = [figure.short_label for figure in units[0].figures]
    width = (TEXT_WIDTH - NAME_WIDTH - 2 * COUNT_WIDTH) / len(heads)
    columns = [
        Column("填报单位", NAME_WIDTH),
        Column("应换届", COUNT_WIDTH),
        Column("已完成", COUNT_WIDTH),
        *(Column(head, width) for head in heads),
    ]
    rows = [
        [
            Cell(row.name),
            Cell(str(row.villages)),
            Cell(str(row.reported)),
            *(Cell(_format_share(figure.percent)) for figure in row.figures),
        ]
        for row in units
    ]
    return Table(columns, rows, ROW_HEIGHT, size=10.5 if len(heads) <= MOST_COLUMNS else 9)


def _format_share(percent: str) -> str:
    return percent if percent == "—" else f"{percent}%"


def _reporting_chapter(material: Material) -> list[Block]:
    day = material.day
    return _paragraphs(describe_round(day, material.round), describe_reports(day, material.reports))


def _guidance_chapter(material: Material) -> list[Block]:
    return _paragraphs(describe_duties(material.duties))


def _excerpt_chapter(chapter: Chapter) -> Callable[[Material], list[Block]]:
    def build_chapter(material: Material) -> list[Block]:
        excerpts = [collected.excerpt for collected in material.get_excerpts(chapter)]
        return _paragraphs(
            *(
                f"{number}. {excerpt.text}（{_excerpt_source(excerpt)}）"
                for number, excerpt in enumerate(excerpts, 1)
            )
        )

    return build_chapter


def _excerpt_source(excerpt: Excerpt) -> str:
    return f"{excerpt.report.leader.post_short}，{excerpt.report.township.printed_name}"


def _problems_chapter(material: Material) -> list[Block]:
    blocks = _paragraphs(describe_problems(material.day, material.problems))
    if material.problems:
        heads = ("责任单位", "登记", "未解决", "处理中", "已销号")
        columns = [Column(head, TEXT_WIDTH / len(heads)) for head in heads]
        rows = [
            [
                Cell(count.unit),
                *(Cell(str(n)) for n in (count.total, count.open, count.in_progress, count.closed)),
            ]
            for count in material.problems
        ]
        blocks.append(Table(columns, rows, ROW_HEIGHT, size=10.5))
    return blocks


def _upcoming_chapter(material: Material) -> list[Block]:
    return _paragraphs(
        *(list_upcoming_days(material.day, material.marks) or ["工作方案规定的时间节点均已过。"])
    )


CHAPTER_BUILDERS: dict[Chapter, Callable[[Material], list[Block]]] = {
    Chapter.FIGURES: _figures_chapter,
    Chapter.REPORTING: _reporting_chapter,
    Chapter.GUIDANCE: _guidance_chapter,
    Chapter.PRACTICES: _excerpt_chapter(Chapter.PRACTICES),
    Chapter.ADVICE: _excerpt_chapter(Chapter.ADVICE),
    Chapter.PROBLEMS: _problems_chapter,
    Chapter.NEXT: _upcoming_chapter,
}
