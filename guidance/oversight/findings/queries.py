"""The queue of new reports, what was taken out of a report, and the collection."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from guidance.core.access import User
from guidance.core.workflow.choices import Status
from guidance.oversight.findings.models import PICKED_FROM, Excerpt
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.findings.rules import digest, paragraphs, sentences
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.models import VisitReport

MOST_REMOVED = 5  # of those taken out last, offered to be brought back


@dataclass(frozen=True)
class Queue:
    """New reports in the order in which they came, and the place of one of them."""

    keys: list[int]
    here: int | None = None

    @property
    def number(self) -> int:
        """第几份; 0 for a report that is not in the queue."""
        return self.keys.index(self.here) + 1 if self.here in self.keys else 0

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
        """Where to go once this one is done: the one after it, or else the oldest of those left."""
        return self.after or next((key for key in self.keys if key != self.here), None)


def queue_of(user: User, here: int | None = None) -> Queue:
    """The new reports that the user sees, the oldest first."""
    new = VisitReport.objects.visible_to(user).filter(status=Status.SUBMITTED)
    return Queue(list(new.order_by("submitted_at", "pk").values_list("pk", flat=True)), here)


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
class ReadSection:
    """A section as readers meet it: whole, in paragraphs to pick, or in sentences to mark."""

    label: str
    text: str
    paragraphs: list[Paragraph]
    sentences: list[Sentence]


def sections_of(user: User, report: VisitReport) -> list[ReadSection]:
    """The four sections, with what was taken out of each as far as the user sees it."""
    picked = {
        (one.section, one.digest): one for one in Excerpt.objects.visible_to(user).filter(report=report)
    }
    problems = Problem.objects.visible_to(user).filter(source_report=report).select_related("village")
    marked = {one.source_text: one for one in problems}
    return [
        ReadSection(
            Section(name).label,
            text,
            [_paragraph(name, one, picked) for one in paragraphs(text) if name in PICKED_FROM],
            [
                Sentence(number, one, marked.get(one))
                for number, one in enumerate(sentences(text), 1)
                if name == Section.ISSUES_FOUND
            ],
        )
        for name, text in report.sections_by_name.items()
    ]


def _paragraph(section: str, text: str, picked: dict[tuple[str, str], Excerpt]) -> Paragraph:
    mark = digest(text)
    return Paragraph(section, text, mark, picked.get((section, mark)))


@dataclass(frozen=True)
class Collected:
    """An excerpt, and what has become of its source since."""

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
    townships: list[tuple[Any, list[Collected]]]


def collection(user: User, plan: Plan | None) -> list[Collected]:
    """All excerpts of the plan: by section as Attachment 2 has them, then by unit and township."""
    found = Excerpt.objects.visible_to(user).filter(plan=plan)
    found = found.select_related("report__leader", "report__township__unit", "picked_by")
    by_place = found.order_by(
        "report__township__unit__attachment_order", "report__township__code", "picked_at", "pk"
    )
    in_order = {name: place for place, name in enumerate(Section.values)}
    return [Collected(one, _doubt(one)) for one in sorted(by_place, key=lambda one: in_order[one.section])]


def by_section(collected: Iterable[Collected]) -> list[CollectedSection]:
    """As the page shows them."""
    return [
        CollectedSection(
            Section(section).label,
            [(place, list(ones)) for place, ones in groupby(found, lambda one: one.excerpt.report.township)],
        )
        for section, found in groupby(collected, lambda one: one.excerpt.section)
    ]


def _doubt(excerpt: Excerpt) -> str:
    """Why the source no longer stands as it was picked; "" where it does."""
    report = excerpt.report
    if report.status == Status.RETURNED:
        return "该表已退回"
    if not report.is_sent:
        return "该表已撤回"
    now = {digest(text) for text in paragraphs(report.sections_by_name[excerpt.section])}
    return "" if excerpt.digest in now else "原文已改"


def as_text(sections: Iterable[CollectedSection]) -> str:
    """The collection to copy: heads, numbered texts, each with its source."""
    lines = []
    for section in sections:
        lines.append(section.label)
        ones = [one for _, found in section.townships for one in found]
        lines += [f"{number}. {one.excerpt.text}（{one.source}）" for number, one in enumerate(ones, 1)]
        lines.append("")
    return "\n".join(lines).strip()


def removed_last(user: User, plan: Plan | None, collected: Iterable[Collected]) -> list[Any]:
    """History rows of the excerpts that were taken out last and are not back."""
    there = {(one.excerpt.report_id, one.excerpt.section, one.excerpt.digest) for one in collected}
    rows = removed_rows(user).filter(plan=plan).select_related("history_user")
    found: dict[Any, Any] = {}
    for row in rows.order_by("-history_date", "-history_id")[: 10 * MOST_REMOVED]:
        key = (row.report_id, row.section, row.digest)
        if key not in there:
            found.setdefault(key, row)
    return list(found.values())[:MOST_REMOVED]


def removed_rows(user: User) -> Any:
    """What the history keeps of excerpts taken out, of reports that the user sees."""
    visible = VisitReport.objects.visible_to(user).values("pk")
    return Excerpt.history.filter(history_type="-", report__in=visible)
