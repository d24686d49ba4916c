"""Indicators against their targets. Pure: takes whole numbers, returns standings and texts.

Sums first, then one division; compared as whole numbers and only then formatted, so that
a shown 30.0% never stands beside 未达标.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

WHOLE_BP = 10_000  # 100 % in basis points


class Standing(StrEnum):
    """Whether a share meets its target."""

    MET = "met"
    NEARLY_MET = "nearly_met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"

    @property
    def label(self) -> str:
        """Label in the office's words."""
        return {
            Standing.MET: "达标",
            Standing.NEARLY_MET: "基本达标",
            Standing.NOT_MET: "未达标",
            Standing.NO_DATA: "无数据",
            Standing.NO_TARGET: "未设数值",
        }[self]


@dataclass(frozen=True)
class TargetValue:
    """The value that a share must reach: operator, figure and tolerance in basis points."""

    operator: str = "none"
    value_bp: int | None = None
    tolerance_bp: int = 0
    effort: str = ""  # 确保, 力争 or 落实好


@dataclass(frozen=True)
class Share:
    """`part` of `whole`, in persons or in villages."""

    part: int
    whole: int

    def is_at_least(self, value_bp: int) -> bool:
        """Whether the share is at least `value_bp` basis points; 以上 includes the figure itself."""
        return self.part * WHOLE_BP >= value_bp * self.whole

    def get_shortfall(self, value_bp: int) -> int:
        """How many more of the same whole are needed to reach `value_bp` (还差几人)."""
        needed = -(-value_bp * self.whole // WHOLE_BP)  # rounded up
        return max(0, needed - self.part)


EMPTY_SHARE = Share(0, 0)


def get_standing(share: Share, target_value: TargetValue, previous: Share | None = None) -> Standing:
    """Compare a share with its target. An empty whole is no data, never 0 % or 100 %."""
    if not share.whole:
        return Standing.NO_DATA
    if target_value.operator == "raise_over_previous":
        return _compare_with_previous(share, previous)
    if target_value.value_bp is None:
        return Standing.NO_TARGET
    if share.is_at_least(target_value.value_bp):
        return Standing.MET
    if target_value.operator == "about" and share.is_at_least(
        target_value.value_bp - target_value.tolerance_bp
    ):
        return Standing.NEARLY_MET
    return Standing.NOT_MET


def _compare_with_previous(share: Share, previous: Share | None) -> Standing:
    if previous is None or not previous.whole:
        return Standing.NO_DATA
    raised = share.part * previous.whole > previous.part * share.whole
    return Standing.MET if raised else Standing.NOT_MET


def format_percent(share: Share, target_value: TargetValue) -> str:
    """The share in per cent without the sign, "—" without data.

    One decimal, rounded half up; more decimals where rounding would carry the figure across
    the target or its tolerance (9.96 stays 9.96 beside a target of 10).
    """
    if not share.whole:
        return "—"
    exact = Decimal(share.part * 100) / share.whole
    thresholds = _thresholds(target_value)
    for decimals in range(1, 7):
        shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        if all((shown >= threshold) == (exact >= threshold) for threshold in thresholds):
            break
    return str(shown)


def _thresholds(target_value: TargetValue) -> list[Decimal]:
    if target_value.value_bp is None:
        return []
    thresholds = [Decimal(target_value.value_bp) / 100]
    if target_value.operator == "about":
        thresholds.append(Decimal(target_value.value_bp - target_value.tolerance_bp) / 100)
    return thresholds


def format_points_to_target(share: Share, target_value: TargetValue) -> str:
    """Difference to the target in percentage points (百分点), "+0.3" or "-1.3"; empty without a figure."""
    if not share.whole or target_value.value_bp is None:
        return ""
    shown = Decimal(format_percent(share, target_value)) - Decimal(target_value.value_bp) / 100
    return f"{shown:+}"


class Reading(StrEnum):
    """The villages that a share counts: those that have elected, or all (口径)."""

    ELECTED = "elected"
    ALL = "all"

    @property
    def label(self) -> str:
        """Label in the office's words."""
        return {Reading.ELECTED: "已换届口径", Reading.ALL: "全部口径"}[self]


@dataclass(frozen=True)
class Outlook:
    """The share to expect if the candidates of the villages that have not elected yet are elected.

    `least` and `most` are what seats and candidates allow, `likely` what chance alone would bring.
    """

    least: Share
    likely: Share
    most: Share
    reported: int  # villages elected, or nominated with seats and candidates known
    expected: int


@dataclass(frozen=True)
class Figure:
    """One indicator of one place: its share, its standing, and how many villages have reported."""

    code: str
    label: str
    short_label: str
    counted_in: str  # 人 or 个
    share: Share
    target_value: TargetValue
    standing: Standing
    reported: int  # villages behind the share
    expected: int  # villages that should stand behind it
    reading: Reading = Reading.ELECTED
    other: "Figure | None" = None  # the same in the other reading
    previous: Share = EMPTY_SHARE
    candidates: Share = EMPTY_SHARE  # women among the candidates
    outlook: Outlook | None = None
    gap: str = ""  # code of the list of villages behind the gap
    part: str = ""  # the tally column above the line
    whole: str = ""  # and the one below it
    committee_types: tuple[str, ...] = ()  # those that count

    @property
    def committee_type(self) -> str:
        """The one committee type that counts; empty where both do."""
        return self.committee_types[0] if len(self.committee_types) == 1 else ""

    @property
    def previous_percent(self) -> str:
        """The previous term's share in per cent, without the sign."""
        return format_percent(self.previous, self.target_value)

    @property
    def candidates_percent(self) -> str:
        """The share of women among the candidates in per cent, without the sign."""
        return format_percent(self.candidates, self.target_value)

    @property
    def points_over_previous(self) -> str:
        """Difference to the previous term in percentage points; empty where one of the two is unknown."""
        if not (self.share.whole and self.previous.whole):
            return ""
        return f"{Decimal(self.percent) - Decimal(self.previous_percent):+}"

    @property
    def outlook_cells(self) -> list[tuple[str, Standing]]:
        """Least, likely and most in per cent, each with its standing; empty where nothing is known."""
        if self.outlook is None or not self.outlook.most.whole:
            return []
        shares = (self.outlook.least, self.outlook.likely, self.outlook.most)
        return [
            (format_percent(share, self.target_value), get_standing(share, self.target_value, self.previous))
            for share in shares
        ]

    @property
    def percent(self) -> str:
        """The share in per cent, without the sign."""
        return format_percent(self.share, self.target_value)

    @property
    def shortfall(self) -> int:
        """How many persons or villages are missing to the target (还差几人); 0 where it is met or unknown."""
        return (
            self.share.get_shortfall(self.target_value.value_bp)
            if self.target_value.value_bp and self.share.whole
            else 0
        )

    @property
    def surplus(self) -> int:
        """By how many persons or villages the target is exceeded; 0 where it is missed or unknown."""
        if not self.target_value.value_bp or self.shortfall or not self.share.whole:
            return 0
        needed = -(-self.target_value.value_bp * self.share.whole // WHOLE_BP)
        return self.share.part - needed

    @property
    def points_to_target(self) -> str:
        """Difference to the target in percentage points; see `format_points_to_target`."""
        return format_points_to_target(self.share, self.target_value)

    @property
    def bar_width(self) -> str:
        """Length of the bar in per cent of the track."""
        return f"{100 * self.share.part / self.share.whole:.2f}" if self.share.whole else "0"

    @property
    def tick_position(self) -> str | None:
        """Position of the target on the track in per cent; None where the target has no figure."""
        return (
            None
            if self.target_value.value_bp is None
            else f"{min(self.target_value.value_bp / 100, 99.4):.2f}"
        )

    @property
    def target_text(self) -> str:
        """The target as the office words it: ≥30%, 50%左右（容差5）, 100%."""
        if self.target_value.operator == "raise_over_previous":
            return "比上届提高"
        if self.target_value.value_bp is None:
            return "不设数值"
        figure = f"{_format_basis_points(self.target_value.value_bp)}%"
        if self.target_value.operator == "about":
            return f"{figure}左右（容差{_format_basis_points(self.target_value.tolerance_bp)}）"
        return figure if self.target_value.operator == "all" else f"≥{figure}"


def _format_basis_points(basis_points: int) -> str:
    """Basis points as per cent without needless zeros: 3000 -> 30, 3050 -> 30.5."""
    return (
        f"{Decimal(basis_points) / 100:f}".rstrip("0").rstrip(".")
        if basis_points % 100
        else str(basis_points // 100)
    )
