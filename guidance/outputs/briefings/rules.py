"""The sentences of a briefing (工作简报, 情况通报), as the offices word them. Pure: values in, words out.

No figure is worked out here: shares, standings and what is missing are the dashboard's own.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from guidance.core.dates import format_day
from guidance.core.workflow.deadlines import is_overdue
from guidance.oversight.dashboard.rules import Figure, Share, Standing, TargetValue, format_percent
from guidance.oversight.duties.rules import DutySum
from guidance.oversight.snapshots.rules import is_just_after_deadline

MOST_NAMED = 30  # places in one sentence
ALL = TargetValue("all", 10_000)  # 99.96% is not all
NUMERALS = "一二三四五六七八九"


class Kind(StrEnum):
    """Which paper."""

    BULLETIN = "bulletin"
    CIRCULAR = "circular"

    @property
    def label(self) -> str:
        """The office's word."""
        return {Kind.BULLETIN: "工作简报", Kind.CIRCULAR: "情况通报"}[self]


class Chapter(StrEnum):
    """The parts of a briefing, in their usual order."""

    FIGURES = "figures"
    REPORTING = "reporting"
    GUIDANCE = "guidance"
    PRACTICES = "good_practices"
    ADVICE = "recommendations"
    PROBLEMS = "problems"
    NEXT = "next"

    @property
    def label(self) -> str:
        """Its heading."""
        return {
            Chapter.FIGURES: "指标完成情况",
            Chapter.REPORTING: "材料报送情况",
            Chapter.GUIDANCE: "联系指导情况",
            Chapter.PRACTICES: "经验做法",
            Chapter.ADVICE: "工作建议",
            Chapter.PROBLEMS: "问题解决情况",
            Chapter.NEXT: "下一步时间节点",
        }[self]


@dataclass(frozen=True)
class Before:
    """The frozen figures that these are held against: of which day, and the shares in words."""

    day: date
    completion: str = "—"
    shares: Mapping[str, str] = field(default_factory=dict)  # by the figure's label


@dataclass(frozen=True)
class Results:
    """What the dashboard shows of a place: elected villages, figures, and who has reported none."""

    place: str
    villages: int
    reported: int
    figures: Sequence[Figure] = ()
    silent: Sequence[str] = ()  # units
    frozen_on: date | None = None  # of which day; None for the figures of now
    before: Before | None = None

    @property
    def completion(self) -> str:
        """完成率, without the sign."""
        return format_percent(Share(self.reported, self.villages), ALL)


def holds_for(taken_at: datetime, due_on: date | None) -> date:
    """The day whose end frozen figures show: the round's last day where they were taken right after it."""
    return due_on if due_on and is_just_after_deadline(due_on, taken_at) else taken_at.date()


def joined(names: Sequence[str]) -> str:
    """甲、乙、丙; of very many the first, and how many they are: 甲、乙等40个."""
    if len(names) <= MOST_NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:MOST_NAMED])}等{len(names)}个"


def compared(now: str, before: str, day: date) -> str:
    """较2月1日提高1.2个百分点; empty where one of the two shares is unknown."""
    if "—" in (now, before):
        return ""
    points = Decimal(now) - Decimal(before)
    since = f"较{format_day(day)}"
    if not points:
        return f"{since}持平"
    return f"{since}{'提高' if points > 0 else '下降'}{abs(points)}个百分点"


def asked_words(figure: Figure) -> str:
    """The target as a sentence says it: 30%以上, 50%左右, 100%."""
    words = figure.target_text.partition("（")[0]
    return f"{words.removeprefix('≥')}以上" if words.startswith("≥") else words


def missing_words(figure: Figure) -> str:
    """还差3人, or how else it stands."""
    if figure.standing == Standing.NO_TARGET:
        return ""
    if figure.standing in (Standing.MET, Standing.NO_DATA) or not figure.shortfall:
        return figure.standing.label
    lacking = f"还差{figure.shortfall}{figure.counted_in}"
    return f"基本达标，{lacking}" if figure.standing == Standing.NEARLY_MET else lacking


def figure_words(figure: Figure, before: Before | None = None) -> str:
    """村委会成员中女性120人，占28.5%（目标30%以上，还差7人），较2月1日提高1.2个百分点."""
    if not figure.share.whole:
        return f"{figure.label}尚无数据"
    linked = "" if figure.counted_in == "人" else "的"
    words = f"{figure.label}{linked}{figure.share.part}{figure.counted_in}，占{figure.percent}%"
    missing = "已达标" if figure.standing == Standing.MET else missing_words(figure)
    if missing:
        words += f"（目标{asked_words(figure)}，{missing}）"
    change = before and compared(figure.percent, before.shares.get(figure.label, "—"), before.day)
    return f"{words}，{change}" if change else words


def opening(day: date, results: Results | None) -> str:
    """The first paragraph: 截至2月10日，全市1163个村（社区）中，…"""
    as_of = f"截至{format_day(day)}"
    if results is None:
        return f"{as_of}，系统中没有定格数据，本期不列换届结果。"
    if results.frozen_on:
        as_of += f"（据{format_day(results.frozen_on)}定格数据）"
    if not results.villages:
        return f"{as_of}，{results.place}尚未登记应换届的村（社区）。"
    if not results.reported:
        return f"{as_of}，{results.place}{results.villages}个村（社区）中，尚无村（社区）上报换届结果。"
    before = results.before
    change = before and compared(results.completion, before.completion, before.day)
    first = (
        f"{as_of}，{results.place}{results.villages}个村（社区）中，{results.reported}个完成村（居）委会换届，"
        f"完成率{results.completion}%{f'，{change}' if change else ''}"
    )
    return "；".join([first, *(figure_words(one, before) for one in results.figures)]) + "。"


def silent_words(names: Sequence[str]) -> str:
    """尚有2个填报单位未报换届结果：…; empty where all have reported."""
    return f"尚有{len(names)}个填报单位未报换届结果：{joined(names)}。" if names else ""


@dataclass(frozen=True)
class RoundState:
    """Who had sent Attachment 3 in a round by the end of a day."""

    name: str  # 第2次
    due_on: date
    sent: int
    missing: Sequence[str] = ()
    late: Sequence[str] = ()


def round_words(day: date, state: RoundState | None) -> str:
    """《日程安排表》（第2次）报送截止时间为2月10日。截至2月9日，已报9家，未报3家：…"""
    if state is None:
        return f"截至{format_day(day)}，《日程安排表》尚未开始填报。"
    words = f"《日程安排表》（{state.name}）报送截止时间为{format_day(state.due_on)}。截至{format_day(day)}，"
    if not (state.sent or state.missing):
        return f"{words}没有应报的填报单位。"
    if state.missing:
        not_sent = "逾期未报" if is_overdue(state.due_on, day) else "未报"
        words += f"已报{state.sent}家，{not_sent}{len(state.missing)}家：{joined(state.missing)}。"
    else:
        words += f"{state.sent}家填报单位已全部报送。"
    return words + (f"其中逾期报送{len(state.late)}家：{joined(state.late)}。" if state.late else "")


@dataclass(frozen=True)
class ReportsState:
    """How many reports of guidance had come in by the end of a day, and which were late."""

    sent: int
    leaders: int = 0
    townships: int = 0
    late: Sequence[str] = ()  # the townships they are about
    overdue: Sequence[str] | None = ()  # None for who does not see drafts


def reports_words(day: date, state: ReportsState) -> str:
    """截至2月5日，共收到联系指导情况统计表12份，涉及领导班子成员5位、乡镇（街道）9个。"""
    if state.sent:
        words = (
            f"截至{format_day(day)}，共收到联系指导情况统计表{state.sent}份，"
            f"涉及领导班子成员{state.leaders}位、乡镇（街道）{state.townships}个。"
        )
    else:
        words = f"截至{format_day(day)}，尚未收到联系指导情况统计表。"
    if state.late:
        words += f"逾期报送{len(state.late)}份：{joined(state.late)}。"
    if state.overdue:
        words += f"逾期未报{len(state.overdue)}份：{joined(state.overdue)}。"
    return words


def duties_words(sums: Iterable[DutySum]) -> str:
    """听取汇报应完成54项，已完成20项，逾期3项；…; empty where nothing is asked."""
    parts = [
        f"{one.label}应完成{one.total}项，已完成{one.done}项"
        + (f"，逾期{one.overdue}项" if one.overdue else "")
        for one in sums
    ]
    return f"按工作方案，{'；'.join(parts)}。" if parts else ""


@dataclass(frozen=True)
class ProblemCount:
    """The problems of a unit by how far they are."""

    unit: str
    open: int = 0
    in_progress: int = 0
    closed: int = 0

    @property
    def found(self) -> int:
        """All of them."""
        return self.open + self.in_progress + self.closed


def problems_words(day: date, counts: Collection[ProblemCount]) -> str:
    """截至2月5日，累计登记问题3个，其中未解决1个、处理中1个、已销号1个。"""
    found = sum(one.found for one in counts)
    if not found:
        return f"截至{format_day(day)}，尚未登记问题。"
    open_, going, closed = (
        sum(getattr(one, name) for one in counts) for name in ("open", "in_progress", "closed")
    )
    return (
        f"截至{format_day(day)}，累计登记问题{found}个，"
        f"其中未解决{open_}个、处理中{going}个、已销号{closed}个。"
    )


def next_words(day: date, marks: Iterable[tuple[date, str]]) -> list[str]:
    """One line a day that is still ahead, the day itself included: 2月10日：…"""
    names: dict[date, list[str]] = {}
    for due_on, name in marks:
        if due_on >= day:
            names.setdefault(due_on, []).append(name)
    lines = [f"{format_day(one, year=day.year)}：{'；'.join(names[one])}" for one in sorted(names)]
    return [f"{number}. {line}。" for number, line in enumerate(lines, 1)]
