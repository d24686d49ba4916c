"""The indicators: what each divides by what. A new indicator is one entry here and one in IndicatorCode."""

from dataclasses import dataclass

from guidance.plans.models import IndicatorCode
from guidance.terms import CommitteeType

# The sums that one SQL aggregate a level delivers; see queries.py.
Sums = dict[str, int]


@dataclass(frozen=True)
class Indicator:
    """A share of sums: `part` of `whole`, in `counted_in`.

    `reported` of `expected` villages stand behind it.
    """

    code: IndicatorCode
    short_label: str
    part: str
    whole: str
    counted_in: str
    reported: str
    expected: str


def _members(code: IndicatorCode, label: str, kind: CommitteeType) -> Indicator:
    return Indicator(
        code, label, f"{kind}_women", f"{kind}_people", "人", f"{kind}_reported", f"{kind}_villages"
    )


def _directors(code: IndicatorCode, label: str, kind: CommitteeType) -> Indicator:
    return Indicator(
        code,
        label,
        f"{kind}_director_women",
        f"{kind}_director_people",
        "人",
        f"{kind}_reported",
        f"{kind}_villages",
    )


INDICATORS = (
    Indicator(
        IndicatorCode.CHAIR_IN_TWO_COMMITTEES,
        "主席进两委",
        "chair_in",
        "chair_known",
        "个",
        "chair_known",
        "villages",
    ),
    _members(IndicatorCode.VILLAGE_WOMEN_MEMBERS, "村委会成员", CommitteeType.VILLAGERS),
    _directors(IndicatorCode.VILLAGE_WOMEN_DIRECTORS, "村委会主任", CommitteeType.VILLAGERS),
    _members(IndicatorCode.COMMUNITY_WOMEN_MEMBERS, "居委会成员", CommitteeType.RESIDENTS),
    _directors(IndicatorCode.COMMUNITY_WOMEN_DIRECTORS, "居委会主任", CommitteeType.RESIDENTS),
    Indicator(
        IndicatorCode.CHAIR_FULL_SUBSIDY,
        "全额补贴",
        "subsidy_yes",
        "subsidy_known",
        "个",
        "subsidy_known",
        "villages",
    ),
)
