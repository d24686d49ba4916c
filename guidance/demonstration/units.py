"""The twelve reporting units of the demonstration: their size, and their state on the reference day.

The numbers of villages and communities are those of Liuzhou about 2021; everything else is invented.
"""

from dataclasses import dataclass
from datetime import date

REFERENCE_DAY = date(2021, 2, 5)  # everything in the demonstration happened by this day


@dataclass(frozen=True)
class WomenShares:
    """Women per thousand: in villages among members and directors, in communities the same."""

    village_members: int
    village_directors: int
    community_members: int
    community_directors: int


@dataclass(frozen=True)
class DemoUnit:
    """A reporting unit: `towns`, `rural` and `subdistricts` count the invented townships only."""

    name: str
    username: str
    villages: int
    communities: int
    code: str  # the division whose code its townships carry
    towns: int
    rural: int
    subdistricts: int
    women_shares: WomenShares
    reported: int = 100  # per cent of its villages and communities whose elections are reported
    chairs_until: date = date(2021, 1, 28)  # federations of villages that voted up to here have a chair
    chair_outside_every: int = 0  # one chair in so many is in neither committee; 0: all are in one
    nominated: bool = True  # whether the figures of the nomination were kept
    # Women per thousand Party secretaries of the villages, and of the communities, that still elect.
    awaited_secretaries: tuple[int, int] = (150, 500)

    @property
    def short_label(self) -> str:
        """融安, 柳东, 阳和: as people say it."""
        return "阳和" if self.username == "yanghe" else self.name.removesuffix("新区").rstrip("县区")


# Each target is missed by one or two units: village members by 三江县, and by 柳城县 only before
# rounding (see `ROUNDED`); village directors by 融水县 and 鱼峰区; community members by 柳南区, while
# 融安县 comes near; community directors by 三江县 and 柳北区; chairs by 融水县 and 柳南区.
# The secretaries of villages that have still to elect make the forecast of village directors of 融安县 and
# 鹿寨县 fall below the target, which they meet so far.
UNITS = (
    DemoUnit(
        *("融安县", "rongan", 137, 11, "450224", 6, 4, 0, WomenShares(308, 115, 470, 500), 72),
        awaited_secretaries=(30, 500),
    ),
    DemoUnit(
        *("融水县", "rongshui", 194, 13, "450225", 6, 12, 0, WomenShares(306, 75, 545, 500), 82),
        chair_outside_every=30,
    ),
    DemoUnit("柳江区", "liujiang", 92, 26, "450206", 6, 0, 0, WomenShares(318, 120, 560, 540)),
    DemoUnit("柳城县", "liucheng", 120, 12, "450222", 10, 1, 0, WomenShares(300, 125, 530, 500)),
    DemoUnit(
        *("鹿寨县", "luzhai", 109, 16, "450223", 6, 2, 0, WomenShares(312, 110, 540, 500), 92),
        awaited_secretaries=(0, 1000),
    ),
    DemoUnit("鱼峰区", "yufeng", 30, 32, "450203", 3, 0, 6, WomenShares(305, 67, 575, 530), nominated=False),
    DemoUnit("三江县", "sanjiang", 160, 9, "450226", 5, 8, 0, WomenShares(279, 105, 520, 350), 76),
    DemoUnit("柳北区", "liubei", 29, 35, "450205", 1, 0, 9, WomenShares(315, 138, 590, 428)),
    DemoUnit(
        *("北部生态新区（阳和工业新区）", "yanghe", 6, 6, "450203", 0, 0, 0, WomenShares(330, 167, 560, 500)),
        chairs_until=REFERENCE_DAY,
        nominated=False,
    ),
    DemoUnit(
        *("城中区", "chengzhong", 10, 28, "450202", 0, 0, 6, WomenShares(333, 100, 600, 571)),
        chairs_until=REFERENCE_DAY,
    ),
    DemoUnit(
        *("柳南区", "liunan", 34, 34, "450204", 1, 0, 8, WomenShares(310, 118, 436, 500), 88),
        chair_outside_every=12,
    ),
    DemoUnit("柳东新区", "liudong", 14, 6, "450203", 0, 0, 0, WomenShares(325, 143, 550, 500)),
)

ROUNDED = "柳城县"  # its village members come to 30.0% at one decimal and to less as whole numbers
NO_COMMUNITIES = "柳东新区"  # none of its communities has reported: no data, which is not zero
NOT_APPLICABLE = ("鹿寨县", "三江县")  # the last village of each is being cleared and does not elect
FEW_CANDIDATES = ("融安县", "融水县")  # the last village of each has fewer candidates than seats

# The 18 linked townships by code: villages and communities where known, None where shared out.
LINKED: dict[str, tuple[int, int] | None] = {
    "450224204": (10, 0),
    "450224200": None,
    "450225106": (8, 0),
    "450225201": None,
    "450206100": (6, 16),
    "450206103": None,
    "450222200": (13, 1),
    "450223202": (7, 0),
    "450203005": (0, 6),
    "450226101": (9, 1),
    "450226206": None,
    "450205101": (10, 2),
    "450205102": (8, 2),
    "450203008": (6, 6),
    "450202005": (0, 5),
    "450204100": None,
    "450204101": None,
    "450203100": (14, 6),
}

# 雒容镇 and 阳和街道 carry codes of 鱼峰区 and report through the new areas.
REPORTED_ELSEWHERE = {"450203008": "北部生态新区（阳和工业新区）", "450203100": "柳东新区"}


def get_linked_unit(code: str) -> str:
    """The unit through which the linked township of `code` reports."""
    if code in REPORTED_ELSEWHERE:
        return REPORTED_ELSEWHERE[code]
    return next(unit.name for unit in UNITS if unit.code == code[:6])
