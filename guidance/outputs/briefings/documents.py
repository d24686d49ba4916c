"""A briefing as a paper (GB/T 9704-2012): plain paragraphs and tables, to be edited further in Word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from guidance.core.dates import full_day
from guidance.office.papers.spec import TEXT_WIDTH, Align, Block, Cell, Column, Paper, Role, Table, Text
from guidance.outputs.briefings.queries import Material
from guidance.outputs.briefings.rules import (
    NUMERALS,
    Chapter,
    Kind,
    Results,
    asked_words,
    duties_words,
    missing_words,
    next_words,
    opening,
    problems_words,
    reports_words,
    round_words,
    silent_words,
)
from guidance.oversight.dashboard.queries import PlaceRow
from guidance.reference.plans.models import Plan

ROW_HEIGHT = 8
NAME_WIDTH, COUNT_WIDTH = 25, 12
FEW_COLUMNS = 8  # up to here the letters of a table are as large as usual


@dataclass(frozen=True)
class Wishes:
    """What was chosen on the page."""

    kind: Kind
    number: int
    chapters: Sequence[Chapter]
    masthead: str = ""
    addressees: str = ""
    reported_to: str = ""
    sent_to: str = ""
    issued_to: str = ""


def briefing(plan: Plan, material: Material, wishes: Wishes, made_at: datetime) -> Paper:
    """The paper; chapters without content are left out."""
    day = full_day(material.day)
    bulletin = wishes.kind is Kind.BULLETIN
    name = f"{wishes.kind.label} 第{wishes.number}期" if bulletin else wishes.kind.label
    head, end = (_bulletin if bulletin else _circular)(plan, wishes, full_day(made_at.date()))
    blocks = [*head, Text(Role.BODY, opening(material.day, material.results)), *_chapters(material, wishes)]
    return Paper(f"{name}（截至{day}）", [*blocks, *end], made_at, has_page_numbers=True)


def _bulletin(plan: Plan, wishes: Wishes, today: str) -> tuple[list[Block], list[Block]]:
    head: list[Block] = [
        Text(Role.MASTHEAD, wishes.masthead),
        Text(Role.ISSUE, f"第{wishes.number}期"),
        Text(Role.RULED, f"{plan.receiving_department}\t{today}"),
        Text(Role.TITLE, f"{plan.name}\n工作进展情况"),
    ]
    copies = (("报", wishes.reported_to), ("送", wishes.sent_to), ("发", wishes.issued_to))
    end: list[Block] = [Text(Role.COPY, f"{word}：{names}。") for word, names in copies if names]
    return head, end


def _circular(plan: Plan, wishes: Wishes, today: str) -> tuple[list[Block], list[Block]]:
    head: list[Block] = [Text(Role.TITLE, f"关于{plan.name}\n工作进展情况的通报")]
    if wishes.addressees:
        head.append(Text(Role.LINE, f"{wishes.addressees}："))
    end: list[Block] = [Text(Role.BODY, ""), Text(Role.SENDER, plan.issuer), Text(Role.SENDER, today)]
    return head, end


def _chapters(material: Material, wishes: Wishes) -> list[Block]:
    written = [(chapter, CHAPTERS[chapter](material)) for chapter in wishes.chapters]
    blocks: list[Block] = []
    for numeral, (chapter, content) in zip(NUMERALS, [one for one in written if one[1]], strict=False):
        blocks += [Text(Role.HEADING, f"{numeral}、{chapter.label}"), *content]
    return blocks


def empty_chapters(material: Material, wishes: Wishes) -> list[str]:
    """What was asked for, and of which there is nothing to tell."""
    return [chapter.label for chapter in wishes.chapters if not CHAPTERS[chapter](material)]


def _bodies(*texts: str) -> list[Block]:
    return [Text(Role.BODY, text) for text in texts if text]


# -- the chapters


def _figures(material: Material) -> list[Block]:
    results = material.results
    if results is None:
        return []
    if not results.figures:
        return _bodies("工作方案尚未设置指标。")
    if not any(one.share.whole for one in results.figures):
        return _bodies("各项指标尚无数据。", silent_words(results.silent))
    return [
        *(Text(Role.SUBHEADING, "（一）对照目标"), _against_targets(results)),
        *(Text(Role.SUBHEADING, "（二）各填报单位"), _by_unit(material.units)),
        *_bodies(silent_words(results.silent)),
    ]


def _against_targets(results: Results) -> Table:
    columns = [
        Column("指标", 50, Align.LEFT),
        Column("目标", 24),
        Column("现有/总数", 28),
        Column("占比", 22),
        Column("情况", 32),
    ]
    rows = [
        [
            Cell(one.label),
            Cell(asked_words(one)),
            Cell(f"{one.share.part}/{one.share.whole}{one.counted_in}" if one.share.whole else "—"),
            Cell(_share(one.percent)),
            Cell(missing_words(one) or "—"),
        ]
        for one in results.figures
    ]
    return Table(columns, rows, ROW_HEIGHT, size=10.5)


def _by_unit(units: Sequence[PlaceRow]) -> Table:
    heads = [one.short_label for one in units[0].figures]
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
            *(Cell(_share(one.percent)) for one in row.figures),
        ]
        for row in units
    ]
    return Table(columns, rows, ROW_HEIGHT, size=10.5 if len(heads) <= FEW_COLUMNS else 9)


def _share(percent: str) -> str:
    return percent if percent == "—" else f"{percent}%"


def _reporting(material: Material) -> list[Block]:
    day = material.day
    return _bodies(round_words(day, material.round), reports_words(day, material.reports))


def _guidance(material: Material) -> list[Block]:
    return _bodies(duties_words(material.duties))


def _picked(chapter: Chapter) -> Callable[[Material], list[Block]]:
    def numbered(material: Material) -> list[Block]:
        sources = [
            (one.excerpt.text, one.excerpt.report.leader.post_short, one.excerpt.report.township.printed_name)
            for one in material.picked(chapter)
        ]
        return _bodies(
            *(f"{n}. {text}（{post}，{place}）" for n, (text, post, place) in enumerate(sources, 1))
        )

    return numbered


def _problems(material: Material) -> list[Block]:
    blocks = _bodies(problems_words(material.day, material.problems))
    if material.problems:
        heads = ("责任单位", "登记", "未解决", "处理中", "已销号")
        columns = [Column(head, TEXT_WIDTH / len(heads)) for head in heads]
        rows = [
            [Cell(one.unit), *(Cell(str(n)) for n in (one.found, one.open, one.in_progress, one.closed))]
            for one in material.problems
        ]
        blocks.append(Table(columns, rows, ROW_HEIGHT, size=10.5))
    return blocks


def _next(material: Material) -> list[Block]:
    return _bodies(*(next_words(material.day, material.marks) or ["工作方案规定的时间节点均已过。"]))


CHAPTERS: dict[Chapter, Callable[[Material], list[Block]]] = {
    Chapter.FIGURES: _figures,
    Chapter.REPORTING: _reporting,
    Chapter.GUIDANCE: _guidance,
    Chapter.PRACTICES: _picked(Chapter.PRACTICES),
    Chapter.ADVICE: _picked(Chapter.ADVICE),
    Chapter.PROBLEMS: _problems,
    Chapter.NEXT: _next,
}
