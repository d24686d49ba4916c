"""Indicators against their targets. Pure: whole numbers in, judgement out.

Sums first, then one division; compared as whole numbers and only then formatted, so that
a shown 30.0% never stands beside 未达标.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

FULL = 10_000  # basis points


class Standing(StrEnum):
    """How a share stands against its target."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"

    @property
    def label(self) -> str:
        """The office's word."""
        return {
            Standing.MET: "达标",
            Standing.NEARLY_MET: "基本达标",
            Standing.NOT_MET: "未达标",
            Standing.NO_DATA: "无数据",
            Standing.NO_TARGET: "未设数值",
        }[self]


@dataclass(frozen=True)
class Aim:
    """What is asked of a share: the operator, its figure and tolerance in basis points."""

    operator: str = "none"
    value_bp: int | None = None
    tolerance_bp: int = 0
    effort: str = ""  # 确保, 力争 or 落实好


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, in persons or in villages."""

    part: int
    whole: int

    def reaches(self, value_bp: int) -> bool:
        """Whether the share is at least `value_bp`; 以上 includes the figure itself."""
        return self.part * FULL >= value_bp * self.whole

    def short_of(self, value_bp: int) -> int:
        """How many more of the same whole are needed to reach `value_bp` (还差几人)."""
        needed = -(-value_bp * self.whole // FULL)  # rounded up
        return max(0, needed - self.part)


NOTHING = Share(0, 0)


def stand(share: Share, aim: Aim, previous: Share | None = None) -> Standing:
    """Hold a share against its aim. An empty whole is no data, never 0 % or 100 %."""
    if not share.whole:
        return Standing.NO_DATA
    if aim.operator == "raise_over_previous":
        return _against_previous(share, previous)
    if aim.value_bp is None:
        return Standing.NO_TARGET
    if share.reaches(aim.value_bp):
        return Standing.MET
    if aim.operator == "about" and share.reaches(aim.value_bp - aim.tolerance_bp):
        return Standing.NEARLY_MET
    return Standing.NOT_MET


def _against_previous(share: Share, previous: Share | None) -> Standing:
    if previous is None or not previous.whole:
        return Standing.NO_DATA
    raised = share.part * previous.whole > previous.part * share.whole
    return Standing.MET if raised else Standing.NOT_MET


def percent(share: Share, aim: Aim) -> str:
    """The share in per cent without the sign, "—" without data.

    One decimal, rounded half up; more decimals where rounding would carry the figure across
    the target or its tolerance (9.96 stays 9.96 beside a target of 10).
    """
    if not share.whole:
        return "—"
    exact = Decimal(share.part * 100) / share.whole
    borders = _borders(aim)
    for decimals in range(1, 7):
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if all((shown >= border) == (exact >= border) for border in borders):
            break
    return str(shown)


def _borders(aim: Aim) -> list[Decimal]:
    if aim.value_bp is None:
        return []
    borders = [Decimal(aim.value_bp) / 100]
    if aim.operator == "about":
        borders.append(Decimal(aim.value_bp - aim.tolerance_bp) / 100)
    return borders


def points_to_target(share: Share, aim: Aim) -> str:
    """Difference to the target in percentage points (百分点), "+0.3" or "-1.3"; empty without a figure."""
    if not share.whole or aim.value_bp is None:
        return ""
    shown = Decimal(percent(share, aim)) - Decimal(aim.value_bp) / 100
    return f"{shown:+}"


class Reading(StrEnum):
    """Over which villages a share is taken."""

    ELECTED = "elected"
    ALL = "all"

    @property
    def label(self) -> str:
        """The office's word."""
        return {Reading.ELECTED: "已换届口径", Reading.ALL: "全部口径"}[self]


@dataclass(frozen=True)
class Outlook:
    """Where it leads if the candidates of the villages that have not elected yet are elected.

    `least` and `most` are what seats and candidates allow, `likely` what chance alone would bring.
    """

    least: Share
    likely: Share
    most: Share
    reported: int  # villages elected, or nominated with seats and candidates known
    expected: int


@dataclass(frozen=True)
class Figure:
    """One indicator at one level: its share, how it stands, and how much of the level has reported."""

    code: str
    label: str
    short_label: str
    counted_in: str  # 人 or 个
    share: Share
    aim: Aim
    standing: Standing
    reported: int  # villages behind the share
    expected: int  # villages that should stand behind it
    reading: Reading = Reading.ELECTED
    other: "Figure | None" = None  # the same in the other reading
    previous: Share = NOTHING
    candidates: Share = NOTHING  # women among the candidates
    outlook: Outlook | None = None
    gap: str = ""
    part: str = ""  # the tally column above the line
    whole: str = ""  # and the one below it
    types: tuple[str, ...] = ()  # the committee types that count

    @property
    def kind(self) -> str:
        """The one committee type that counts; empty where both do."""
        return self.types[0] if len(self.types) == 1 else ""

    @property
    def previous_percent(self) -> str:
        """The previous term's share in words."""
        return percent(self.previous, self.aim)

    @property
    def candidates_percent(self) -> str:
        """The share of women among the candidates in words."""
        return percent(self.candidates, self.aim)

    @property
    def points_over_previous(self) -> str:
        """Difference to the previous term in percentage points; empty where one of the two is unknown."""
        if not (self.share.whole and self.previous.whole):
            return ""
        return f"{Decimal(self.percent) - Decimal(self.previous_percent):+}"

    @property
    def outlook_cells(self) -> list[tuple[str, Standing]]:
        """Least, likely and most in words, each with how it would stand; empty where nothing is known."""
        if self.outlook is None or not self.outlook.most.whole:
            return []
        shares = (self.outlook.least, self.outlook.likely, self.outlook.most)
        return [(percent(one, self.aim), stand(one, self.aim, self.previous)) for one in shares]

    @property
    def percent(self) -> str:
        """The share in words."""
        return percent(self.share, self.aim)

    @property
    def short(self) -> int:
        """还差几人, or 几个村 for the indicators counted in villages."""
        return self.share.short_of(self.aim.value_bp) if self.aim.value_bp and self.share.whole else 0

    @property
    def spare(self) -> int:
        """By how many the target is exceeded."""
        if not self.aim.value_bp or self.short or not self.share.whole:
            return 0
        needed = -(-self.aim.value_bp * self.share.whole // FULL)
        return self.share.part - needed

    @property
    def points(self) -> str:
        """Difference to the target in percentage points."""
        return points_to_target(self.share, self.aim)

    @property
    def bar_width(self) -> str:
        """Length of the bar in per cent of its track."""
        return f"{100 * self.share.part / self.share.whole:.2f}" if self.share.whole else "0"

    @property
    def tick_at(self) -> str | None:
        """Where the target stands on the track, in per cent; None without a figure."""
        return None if self.aim.value_bp is None else f"{min(self.aim.value_bp / 100, 99.4):.2f}"

    @property
    def target_words(self) -> str:
        """The target as the office says it: ≥30%, 50%左右（容差5）, 100%."""
        if self.aim.operator == "raise_over_previous":
            return "比上届提高"
        if self.aim.value_bp is None:
            return "不设数值"
        figure = f"{_plain(self.aim.value_bp)}%"
        if self.aim.operator == "about":
            return f"{figure}左右（容差{_plain(self.aim.tolerance_bp)}）"
        return figure if self.aim.operator == "all" else f"≥{figure}"


def _plain(basis_points: int) -> str:
    """Basis points as per cent without needless zeros: 3000 -> 30, 3050 -> 30.5."""
    return (
        f"{Decimal(basis_points) / 100:f}".rstrip("0").rstrip(".")
        if basis_points % 100
        else str(basis_points // 100)
    )
