"""The sentences of a briefing (工作简报, 情况通报), in the wording of the offices. Pure.

It calculates no figures: shares, standings and gaps come from the dashboard.
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
FULL_SHARE = TargetValue("all", 10_000)  # so that 99.96% is not rounded to 100%
NUMERALS = "一二三四五六七八九"


class BriefingKind(StrEnum):
    """Which of the two papers."""

    BULLETIN = "bulletin"
    CIRCULAR = "circular"

    @property
    def label(self) -> str:
        """The name that the offices use."""
        return {BriefingKind.BULLETIN: "工作简报", BriefingKind.CIRCULAR: "情况通报"}[self]


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
        """The heading of the chapter."""
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
class EarlierFigures:
    """The frozen figures to compare with: their day, and the shares in percent as text, — if unknown."""

    day: date
    completion: str = "—"
    shares: Mapping[str, str] = field(default_factory=dict)  # by the figure's label


@dataclass(frozen=True)
class PlaceResults:
    """What the dashboard shows of a place: elected villages, figures, and units without any report."""

    place: str
    villages: int
    reported: int
    figures: Sequence[Figure] = ()
    silent: Sequence[str] = ()  # units
    frozen_on: date | None = None  # day of the snapshot; None for current figures
    before: EarlierFigures | None = None

    @property
    def completion(self) -> str:
        """完成率 in percent, without the sign."""
        return format_percent(Share(self.reported, self.villages), FULL_SHARE)


def snapshot_day(taken_at: datetime, due_on: date | None) -> date:
    """The day whose end a snapshot shows: the due day of its round if taken right after that."""
    return due_on if due_on and is_just_after_deadline(due_on, taken_at) else taken_at.date()


def join_names(names: Sequence[str]) -> str:
    """Join names as 甲、乙、丙; of more than MOST_NAMED only the first, and their number: 甲、乙等40个."""
    if len(names) <= MOST_NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:MOST_NAMED])}等{len(names)}个"


def describe_change(now: str, before: str, day: date) -> str:
    """Return 较2月1日提高1.2个百分点; empty where one of the two shares (in percent) is unknown."""
    if "—" in (now, before):
        return ""
    points = Decimal(now) - Decimal(before)
    since = f"较{format_day(day)}"
    if not points:
        return f"{since}持平"
    return f"{since}{'提高' if points > 0 else '下降'}{abs(points)}个百分点"


def describe_target(figure: Figure) -> str:
    """Return the target as in a sentence: 30%以上, 50%左右, 100%."""
    words = figure.target_text.partition("（")[0]
    return f"{words.removeprefix('≥')}以上" if words.startswith("≥") else words


def describe_gap(figure: Figure) -> str:
    """Return 还差3人, or the standing where nothing is short; empty without a target."""
    if figure.standing == Standing.NO_TARGET:
        return ""
    if figure.standing in (Standing.MET, Standing.NO_DATA) or not figure.shortfall:
        return figure.standing.label
    lacking = f"还差{figure.shortfall}{figure.counted_in}"
    return f"基本达标，{lacking}" if figure.standing == Standing.NEARLY_MET else lacking


def describe_figure(figure: Figure, before: EarlierFigures | None = None) -> str:
    """Return 村委会成员中女性120人，占28.5%（目标30%以上，还差7人），较2月1日提高1.2个百分点."""
    if not figure.share.whole:
        return f"{figure.label}尚无数据"
    linked = "" if figure.counted_in == "人" else "的"
    words = f"{figure.label}{linked}{figure.share.part}{figure.counted_in}，占{figure.percent}%"
    missing = "已达标" if figure.standing == Standing.MET else describe_gap(figure)
    if missing:
        words += f"（目标{describe_target(figure)}，{missing}）"
    change = before and describe_change(figure.percent, before.shares.get(figure.label, "—"), before.day)
    return f"{words}，{change}" if change else words


def describe_opening(day: date, results: PlaceResults | None) -> str:
    """Return the first paragraph: 截至2月10日，全市1163个村（社区）中，…"""
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
    change = before and describe_change(results.completion, before.completion, before.day)
    opening = (
        f"{as_of}，{results.place}{results.villages}个村（社区）中，{results.reported}个完成村（居）委会换届，"
        f"完成率{results.completion}%{f'，{change}' if change else ''}"
    )
    return "；".join([opening, *(describe_figure(figure, before) for figure in results.figures)]) + "。"


def describe_silent_units(names: Sequence[str]) -> str:
    """Return 尚有2个填报单位未报换届结果：…; empty where all have reported."""
    return f"尚有{len(names)}个填报单位未报换届结果：{join_names(names)}。" if names else ""


@dataclass(frozen=True)
class RoundState:
    """Who had sent Attachment 3 in a round by the end of a day."""

    name: str  # 第2次
    due_on: date
    sent: int
    missing: Sequence[str] = ()
    late: Sequence[str] = ()


def describe_round(day: date, state: RoundState | None) -> str:
    """Return 《日程安排表》（第2次）报送截止时间为2月10日。截至2月9日，已报9家，未报3家：…"""
    if state is None:
        return f"截至{format_day(day)}，《日程安排表》尚未开始填报。"
    words = f"《日程安排表》（{state.name}）报送截止时间为{format_day(state.due_on)}。截至{format_day(day)}，"
    if not (state.sent or state.missing):
        return f"{words}没有应报的填报单位。"
    if state.missing:
        not_sent = "逾期未报" if is_overdue(state.due_on, day) else "未报"
        words += f"已报{state.sent}家，{not_sent}{len(state.missing)}家：{join_names(state.missing)}。"
    else:
        words += f"{state.sent}家填报单位已全部报送。"
    return words + (f"其中逾期报送{len(state.late)}家：{join_names(state.late)}。" if state.late else "")


@dataclass(frozen=True)
class ReportsState:
    """How many reports of guidance had come in by the end of a day, and which were late."""

    sent: int
    leaders: int = 0
    townships: int = 0
    late: Sequence[str] = ()  # the townships they are about
    overdue: Sequence[str] | None = ()  # None where the reader may not see drafts


def describe_reports(day: date, state: ReportsState) -> str:
    """Return 截至2月5日，共收到联系指导情况统计表12份，涉及领导班子成员5位、乡镇（街道）9个。"""
    if state.sent:
        words = (
            f"截至{format_day(day)}，共收到联系指导情况统计表{state.sent}份，"
            f"涉及领导班子成员{state.leaders}位、乡镇（街道）{state.townships}个。"
        )
    else:
        words = f"截至{format_day(day)}，尚未收到联系指导情况统计表。"
    if state.late:
        words += f"逾期报送{len(state.late)}份：{join_names(state.late)}。"
    if state.overdue:
        words += f"逾期未报{len(state.overdue)}份：{join_names(state.overdue)}。"
    return words


def describe_duties(sums: Iterable[DutySum]) -> str:
    """Return 听取汇报应完成54项，已完成20项，逾期3项；…; empty where there are no duties."""
    clauses = [
        f"{duty_sum.label}应完成{duty_sum.total}项，已完成{duty_sum.done}项"
        + (f"，逾期{duty_sum.overdue}项" if duty_sum.overdue else "")
        for duty_sum in sums
    ]
    return f"按工作方案，{'；'.join(clauses)}。" if clauses else ""


@dataclass(frozen=True)
class ProblemCount:
    """The problems of a unit by state."""

    unit: str
    open: int = 0
    in_progress: int = 0
    closed: int = 0

    @property
    def total(self) -> int:
        """The number of all problems."""
        return self.open + self.in_progress + self.closed


def describe_problems(day: date, counts: Collection[ProblemCount]) -> str:
    """Return 截至2月5日，累计登记问题3个，其中未解决1个、处理中1个、已销号1个。"""
    total = sum(count.total for count in counts)
    if not total:
        return f"截至{format_day(day)}，尚未登记问题。"
    open_count, in_progress_count, closed_count = (
        sum(getattr(count, name) for count in counts) for name in ("open", "in_progress", "closed")
    )
    return (
        f"截至{format_day(day)}，累计登记问题{total}个，"
        f"其中未解决{open_count}个、处理中{in_progress_count}个、已销号{closed_count}个。"
    )


def list_upcoming_days(day: date, marks: Iterable[tuple[date, str]]) -> list[str]:
    """Return a numbered line for `day` and each later day that has marks: 1. 2月10日：…"""
    names: dict[date, list[str]] = {}
    for due_on, name in marks:
        if due_on >= day:
            names.setdefault(due_on, []).append(name)
    lines = [f"{format_day(due_on, year=day.year)}：{'；'.join(names[due_on])}" for due_on in sorted(names)]
    return [f"{number}. {line}。" for number, line in enumerate(lines, 1)]
