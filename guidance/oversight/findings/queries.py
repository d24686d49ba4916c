"""The queue of new reports, the findings of a report, and the collection of excerpts."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from guidance.core.access import User
from guidance.core.workflow.choices import Status
from guidance.oversight.findings.models import PICKED_FROM, Excerpt
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.rules import make_digest, split_paragraphs, split_sentences
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport

MAX_REMOVED_SHOWN = 5  # on the page, each with 撤销


@dataclass(frozen=True)
class ReviewQueue:
    """The new reports in order of arrival, and the current one."""

    keys: list[int]
    current: int | None = None

    @property
    def number(self) -> int:
        """第几份; 0 for a report that is not in the queue."""
        return self.keys.index(self.current) + 1 if self.current in self.keys else 0

    @property
    def before(self) -> int | None:
        """The report before this one."""
        return self.keys[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The report after this one."""
        return self.keys[self.number] if 0 < self.number < len(self.keys) else None

    @property
    def next(self) -> int | None:
        """The report to open next: the one after this, else the oldest left."""
        return self.after or next((key for key in self.keys if key != self.current), None)


def get_queue(user: User, current: int | None = None) -> ReviewQueue:
    """The new reports that the user sees, the oldest first."""
    new = VisitReport.objects.visible_to(user).filter(status=Status.SUBMITTED)
    return ReviewQueue(list(new.order_by("submitted_at", "pk").values_list("pk", flat=True)), current)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph to pick, or picked already."""

    section: str
    text: str
    mark: str
    excerpt: Excerpt | None


@dataclass(frozen=True)
class Sentence:
    """A sentence of 发现问题, with the problem that it was marked as."""

    number: int
    text: str
    problem: Problem | None


@dataclass(frozen=True)
class ReportSection:
    """A section for readers: whole, in paragraphs to pick, or in sentences to mark."""

    label: str
    text: str
    paragraphs: list[Paragraph]
    sentences: list[Sentence]


def get_sections(user: User, report: VisitReport) -> list[ReportSection]:
    """The four sections, with the excerpts and problems of each that the user sees."""
    picked = {
        (excerpt.section, excerpt.digest): excerpt
        for excerpt in Excerpt.objects.visible_to(user).filter(report=report)
    }
    problems = Problem.objects.visible_to(user).filter(source_report=report).select_related("village")
    marked = {problem.source_text: problem for problem in problems}
    return [
        ReportSection(
            Section(name).label,
            text,
            [
                _make_paragraph(name, paragraph, picked)
                for paragraph in split_paragraphs(text)
                if name in PICKED_FROM
            ],
            [
                Sentence(number, sentence, marked.get(sentence))
                for number, sentence in enumerate(split_sentences(text), 1)
                if name == Section.ISSUES_FOUND
            ],
        )
        for name, text in report.sections_by_name.items()
    ]


def _make_paragraph(section: str, text: str, picked: dict[tuple[str, str], Excerpt]) -> Paragraph:
    mark = make_digest(text)
    return Paragraph(section, text, mark, picked.get((section, mark)))


@dataclass(frozen=True)
class CollectedExcerpt:
    """An excerpt, with a doubt if its source has changed since."""

    excerpt: Excerpt
    doubt: str

    @property
    def source(self) -> str:
        """融安县桥板乡，某领导，2021年2月4日至5日."""
        report = self.excerpt.report
        return f"{report.township.printed_name}，{report.leader}，{report.period}"


@dataclass(frozen=True)
class CollectedSection:
    """The excerpts of one section, by township."""

    label: str
    townships: list[tuple[Any, list[CollectedExcerpt]]]


def get_collection(user: User, plan: Plan | None) -> list[CollectedExcerpt]:
    """All excerpts of the plan: by section as Attachment 2 has them, then by unit and township."""
    excerpts = Excerpt.objects.visible_to(user).filter(plan=plan)
    excerpts = excerpts.select_related("report__leader", "report__township__unit", "picked_by")
    by_place = excerpts.order_by(
        "report__township__unit__attachment_order", "report__township__code", "picked_at", "pk"
    )
    order = {name: position for position, name in enumerate(Section.values)}
    by_section = sorted(by_place, key=lambda excerpt: order[excerpt.section])
    return [CollectedExcerpt(excerpt, _get_doubt(excerpt)) for excerpt in by_section]


def group_by_section(collected: Iterable[CollectedExcerpt]) -> list[CollectedSection]:
    """The excerpts as the page shows them: by section, then by township."""
    return [
        CollectedSection(
            Section(section).label,
            [
                (township, list(excerpts))
                for township, excerpts in groupby(section_excerpts, lambda row: row.excerpt.report.township)
            ],
        )
        for section, section_excerpts in groupby(collected, lambda row: row.excerpt.section)
    ]


def _get_doubt(excerpt: Excerpt) -> str:
    """Why the source no longer says what was picked; empty if it still does."""
    report = excerpt.report
    if report.status == Status.RETURNED:
        return "该表已退回"
    if not report.is_sent:
        return "该表已撤回"
    current_digests = {
        make_digest(text) for text in split_paragraphs(report.sections_by_name[excerpt.section])
    }
    return "" if excerpt.digest in current_digests else "原文已改"


def format_as_text(sections: Iterable[CollectedSection]) -> str:
    """The collection to copy: heads, numbered texts, each with its source."""
    lines = []
    for section in sections:
        lines.append(section.label)
        excerpts = [row for _, rows in section.townships for row in rows]
        lines += [f"{number}. {row.excerpt.text}（{row.source}）" for number, row in enumerate(excerpts, 1)]
        lines.append("")
    return "\n".join(lines).strip()


def get_last_removed(user: User, plan: Plan | None, collected: Iterable[CollectedExcerpt]) -> list[Any]:
    """History rows of the excerpts that were removed last and not restored."""
    present = {(row.excerpt.report_id, row.excerpt.section, row.excerpt.digest) for row in collected}
    rows = get_removed_rows(user).filter(plan=plan).select_related("history_user")
    removed: dict[Any, Any] = {}
    for row in rows.order_by("-history_date", "-history_id")[: 10 * MAX_REMOVED_SHOWN]:
        key = (row.report_id, row.section, row.digest)
        if key not in present:
            removed.setdefault(key, row)
    return list(removed.values())[:MAX_REMOVED_SHOWN]


def get_removed_rows(user: User) -> Any:
    """History rows of removed excerpts, of reports that the user sees."""
    visible = VisitReport.objects.visible_to(user).values("pk")
    return Excerpt.history.filter(history_type="-", report__in=visible)
