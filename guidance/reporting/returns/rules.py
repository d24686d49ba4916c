"""Checks of the figures of a village. Pure: no request, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

# Members in all: 村民委员会组织法 art. 6 and 城市居民委员会组织法 art. 7. Other numbers are a
# warning and no error, because of vacancies.
LAWFUL_SIZES = {"villagers": range(3, 8), "residents": range(5, 10)}


@dataclass(frozen=True)
class Counts:
    """The figures of one village; None means not reported. At the stage `nominated` people are candidates."""

    seats: int | None = None
    people: int | None = None
    women: int | None = None
    director_people: int | None = None
    director_women: int | None = None
    secretary_woman: bool | None = None
    one_shoulder: bool | None = None
    party_people: int | None = None
    party_women: int | None = None
    chair_in_two_committees: bool | None = None
    chair_full_subsidy: bool | None = None
    party_held_on: date | None = None
    held_on: date | None = None
    federation_held_on: date | None = None
    data_source: str = "self_reported"
    flag: str = "confirmed"


COLUMNS = tuple(field.name for field in fields(Counts))
# The columns that a freeze fixes; source and flag only describe them.
FIGURES = tuple(name for name in COLUMNS if name not in ("data_source", "flag"))


def corrects(before: Counts, after: Counts, frozen: Mapping[str, Any]) -> bool:
    """Whether a figure that was reported at the last freeze would change.

    `frozen` has the columns of the return at the freeze; it is empty if there was none.
    """
    return any(
        frozen.get(name) is not None and getattr(before, name) != getattr(after, name) for name in FIGURES
    )


def contradictions(counts: Counts, stage: str = "elected") -> Iterator[tuple[str, str]]:
    """Column and message for each pair of figures that cannot both be true."""
    yield from _check_members(counts)
    yield from _check_director(counts, stage)
    yield from _check_party(counts)
    if counts.chair_full_subsidy is not None and counts.chair_in_two_committees is None:
        yield "chair_full_subsidy", "妇联主席尚未产生，不能填全额补贴；请先填主席是否进“两委”"


def _check_members(counts: Counts) -> Iterator[tuple[str, str]]:
    people, women = counts.people, counts.women
    if women is not None and people is None:
        yield "people", "填了女性人数，也请填成员人数"
    if people is not None and women is None:
        yield "women", "填了成员人数，也请填女性人数（没有女性填0）"
    if people is not None and women is not None and women > people:
        yield "women", f"女性人数（{women}）多于成员人数（{people}）"


def _check_director(counts: Counts, stage: str) -> Iterator[tuple[str, str]]:
    people, women = counts.people, counts.women
    directors, women_directors = counts.director_people, counts.director_women
    if directors is not None and people is None:
        yield "people", "填了主任，也请填成员人数（成员包括主任）"
    elif directors and not people:
        yield "director", "填了主任，成员人数应至少为1（成员包括主任）"
    elif directors and people and directors > people:
        yield "director", f"主任候选人（{directors}）多于候选人数（{people}）"
    if (directors is None) != (women_directors is None):
        yield "director", "主任候选人和其中女候选人请都填（没有填0）"
    elif directors is not None and women_directors is not None and women_directors > directors:
        yield "director", f"女主任候选人（{women_directors}）多于主任候选人（{directors}）"
    if women_directors and women is not None and women_directors > women:
        yield "director", "主任为女性，女性人数应至少为1（成员包括主任）"
    if stage != "nominated" and directors and not women_directors and people and women == people:
        yield "director", "主任为男性，女性人数不应等于成员人数"


def _check_party(counts: Counts) -> Iterator[tuple[str, str]]:
    people, women = counts.party_people, counts.party_women
    if (people is None) != (women is None):
        yield "party_women", "党组织成员人数和其中女性请都填（没有女性填0）"
    elif people is not None and women is not None and women > people:
        yield "party_women", f"党组织女性成员（{women}）多于成员人数（{people}）"


def oddity(committee_type: str, stage: str, counts: Counts) -> str:
    """A warning if the figures are possible but unusual, else empty."""
    people, seats, lawful = counts.people, counts.seats, LAWFUL_SIZES[committee_type]
    if people is None:
        return ""
    if stage == "nominated":
        few = seats is not None and people < seats
        return f"候选人{people}人，少于应选{seats}人，请核对" if few else ""
    if seats is not None and people > seats:
        return f"成员{people}人，多于职数{seats}，请核对"
    if people not in lawful:
        return f"成员{people}人，法定为{lawful[0]}至{lawful[-1]}人，请核对"
    # Only a warning: secretary and director are on two sheets, and one is corrected before the other.
    one_person = counts.one_shoulder and counts.secretary_woman is not None and counts.director_people
    if one_person and counts.secretary_woman != bool(counts.director_women):
        return "填了“一肩挑”，书记和主任却一男一女，请核对"
    return ""
