"""What the figures of a village may be. Pure: no request, no database."""

from collections.abc import Iterator
from dataclasses import dataclass

# Persons in all: 村民委员会组织法 art. 6 and 城市居民委员会组织法 art. 7. Outside is a warning, not a
# refusal: vacancies happen.
LAWFUL_SIZES = {"villagers": range(3, 8), "residents": range(5, 10)}


@dataclass(frozen=True)
class Counts:
    """The figures of one village as typed; None is not reported."""

    people: int | None = None
    women: int | None = None
    director_people: int | None = None
    director_women: int | None = None
    chair_in_two_committees: bool | None = None
    chair_full_subsidy: bool | None = None


def contradictions(counts: Counts) -> Iterator[tuple[str, str]]:
    """Column and message for each pair of figures that cannot both be true."""
    people, women = counts.people, counts.women
    if women is not None and people is None:
        yield "people", "填了女性人数，也请填成员人数"
    if people is not None and women is None:
        yield "women", "填了成员人数，也请填女性人数（没有女性填0）"
    if people is not None and women is not None and women > people:
        yield "women", f"女性人数（{women}）多于成员人数（{people}）"
    if counts.director_people is not None and people is None:
        yield "people", "填了主任，也请填成员人数（成员包括主任）"
    elif counts.director_people and not people:
        yield "director", "填了主任，成员人数应至少为1（成员包括主任）"
    if counts.director_women and women == 0:
        yield "director", "主任为女性，女性人数应至少为1（成员包括主任）"
    if counts.director_people and not counts.director_women and people and women == people:
        yield "director", "主任为男性，女性人数不应等于成员人数"
    if counts.chair_full_subsidy is not None and counts.chair_in_two_committees is None:
        yield "chair_full_subsidy", "妇联主席尚未产生，不能填全额补贴；请先填主席是否进“两委”"


def oddity(committee_type: str, people: int | None) -> str:
    """A warning where the committee is smaller or larger than the law provides, else empty."""
    lawful = LAWFUL_SIZES[committee_type]
    if people is None or people in lawful:
        return ""
    return f"成员{people}人，法定为{lawful[0]}至{lawful[-1]}人，请核对"
