"""Edits that may change the tallies, and strategies that draw them for a random test."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import Any

from hypothesis import strategies as st

from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns.actions import ReturnEntry, delete_returns, save_returns
from guidance.reporting.returns.bulk import write_returns
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts, contradictions

STAGES = ("previous", "nominated", "elected")
SOME_DAY = date(2021, 1, 28)
ANSWERS = st.sampled_from([None, True, False])


@st.composite
def some_counts(draw: Callable[..., Any], stage: str) -> Counts:
    """Figures of a village that do not contradict each other."""
    people = draw(st.sampled_from([None, *range(10), 3, 5, 5, 7]))
    women = None if people is None else draw(st.integers(0, people))
    directors = draw(st.none() | st.integers(0, 2 if stage == "nominated" else 1)) if people else None
    women_directors = None if directors is None else draw(st.integers(0, min(directors, women)))
    party = draw(st.none() | st.integers(0, 7))
    chair = draw(ANSWERS)
    counts = Counts(
        seats=draw(st.none() | st.integers(0, 9)),
        people=people,
        women=women,
        director_people=directors,
        director_women=women_directors,
        secretary_woman=draw(ANSWERS),
        one_shoulder=draw(ANSWERS),
        party_people=party,
        party_women=None if party is None else draw(st.integers(0, party)),
        chair_in_two_committees=chair,
        chair_full_subsidy=None if chair is None else draw(ANSWERS),
        federation_held_on=draw(st.sampled_from([None, SOME_DAY])),
        flag=draw(st.sampled_from(["confirmed"] * 4 + ["provisional", "corrected", "not_applicable"])),
    )
    return without_contradictions(counts, stage)


def without_contradictions(counts: Counts, stage: str) -> Counts:
    """The counts without the figures that contradict the others."""
    columns = {column for column, _ in contradictions(counts, stage)}
    if "one_shoulder" in columns:
        counts = replace(counts, one_shoulder=None)
    return replace(counts, director_people=None, director_women=None) if "director" in columns else counts


def plain_counts(number: int, stage: str) -> Counts:
    """Figures that differ from village to village: some without a woman, some one short, some two."""
    women = (0, 1, 1, 3)[number % 4]
    counts = Counts(
        seats=5,
        people=4 + number % 3,
        women=women,
        director_people=1,
        director_women=int(women > 1),
        secretary_woman=number % 2 == 0,
        one_shoulder=True,
        party_people=3,
        party_women=1,
        chair_in_two_committees=number % 3 > 0,
        chair_full_subsidy=number % 5 > 0,
    )
    return without_contradictions(counts, stage)


@dataclass
class World:
    """Where the edits are made, and by whom."""

    plan: Plan
    by: Any
    townships: list[Township]
    units: list[Any]
    numbers: Any = field(default_factory=count)

    def village(self, number: int) -> Village | None:
        """One of the villages there are now; `number` may be any."""
        villages = list(Village.objects.order_by("pk"))
        return villages[number % len(villages)] if villages else None

    def target(self, number: int) -> Target | None:
        """One of the plan's targets, the women members' first."""
        targets = list(Target.objects.filter(plan=self.plan).order_by("-indicator", "pk"))
        members = [target for target in targets if target.indicator.endswith("women_members")]
        ordered = members + [target for target in targets if target not in members]
        return ordered[number % 3 % len(ordered)] if ordered else None


@dataclass(frozen=True)
class Edit:
    """An edit; `a` and `b` choose among the rows that exist when it is made."""

    do: Callable[..., None]
    a: int
    b: int
    stage: str = "elected"
    counts: tuple[Counts, ...] = ()

    def make(self, world: World) -> None:
        """Apply the edit to the database."""
        self.do(world, self)

    def __repr__(self) -> str:
        return f"{self.do.__name__}({self.a}, {self.b}, {self.stage}, {self.counts})"


def save_figures(world: World, edit: Edit) -> None:
    """Save figures of a village through the grid of its township."""
    village = world.village(edit.a)
    if village:
        entries = [ReturnEntry(village, edit.counts[0], _stored_version(world, village, edit.stage))]
        save_returns(
            plan=world.plan, township=village.township, stage=edit.stage, entries=entries, by=world.by
        )


def import_figures(world: World, edit: Edit) -> None:
    """Write figures of villages in several townships, as a workbook does."""
    villages = {village for n in (edit.a, edit.b) if (village := world.village(n))}
    entries = [
        ReturnEntry(village, counts, _stored_version(world, village, edit.stage))
        for village, counts in zip(
            sorted(villages, key=lambda village: village.pk), edit.counts, strict=False
        )
    ]
    write_returns(plan=world.plan, stage=edit.stage, entries=entries, by=world.by)


def delete_figures(world: World, edit: Edit) -> None:
    """Delete a village's returns, as the administration does."""
    village = world.village(edit.a)
    delete_returns(VillageReturn.objects.filter(village=village))


def make_village(world: World, edit: Edit) -> None:
    """Create a village."""
    Village.objects.create(
        township=world.townships[edit.a % len(world.townships)],
        name=f"示例新{next(world.numbers)}村",
        committee_type=("villagers", "residents")[edit.b % 2],
    )


def delete_village(world: World, edit: Edit) -> None:
    """Delete a village, unless it has returns or took in another, which the database refuses."""
    village = world.village(edit.a)
    if village and not village.returns.exists() and not village.predecessors.exists():
        village.delete()


def move_village(world: World, edit: Edit) -> None:
    """Move a village to another township."""
    village = world.village(edit.a)
    if village:
        village.township = world.townships[edit.b % len(world.townships)]
        village.save()


def change_committee(world: World, edit: Edit) -> None:
    """Change the type of a village's committee (村改居), or change it back."""
    village = world.village(edit.a)
    if village:
        village.committee_type = ("villagers", "residents")[edit.b % 2]
        village.save()


def merge_village(world: World, edit: Edit) -> None:
    """Merge a village into another, as the form allows, or undo a merger."""
    village, other = world.village(edit.a), world.village(edit.b)
    if village is None or other is None:
        return
    if village.merged_into_id and edit.b % 2:
        village.merged_into = None
    elif village != other and not other.merged_into_id and not village.predecessors.exists():
        village.merged_into = other
    village.save()


def move_township(world: World, edit: Edit) -> None:
    """Move a township to another unit, whose targets then apply."""
    township = Township.objects.get(pk=world.townships[edit.a % len(world.townships)].pk)
    township.unit = world.units[edit.b % len(world.units)]
    township.save()


def set_target(world: World, edit: Edit) -> None:
    """Set another value, or none, for a target."""
    target = world.target(edit.a)
    if target:
        _set_value(target, edit.b).save()


def delete_target(world: World, edit: Edit) -> None:
    """Delete a target of the plan."""
    target = world.target(edit.a)
    if target:
        target.delete()


def change_indicator(world: World, edit: Edit) -> None:
    """Change a target's indicator to women Party members."""
    target = world.target(edit.a)
    if target and not Target.objects.filter(plan=world.plan, indicator="women_party_members").exists():
        target.indicator, target.committee_type = "women_party_members", ""
        target.save()


def set_unit_target(world: World, edit: Edit) -> None:
    """Add, change or delete a unit's own target."""
    target, unit = world.target(edit.a), world.units[edit.b % len(world.units)]
    if target:
        own = UnitTarget.objects.filter(target=target, unit=unit).first()
        if own and edit.b % 3 == 0:
            own.delete()
        else:
            _set_value(own or UnitTarget(target=target, unit=unit), edit.b).save()


def _set_value(target: Any, number: int) -> Any:
    """Set value and operator of a target or of a unit's target."""
    target.value_bp = (None, 2000, 3000, 4999, 5000, 10_000)[number % 6]
    target.operator = "none" if target.value_bp is None else "at_least"
    return target


def _stored_version(world: World, village: Village, stage: str) -> int:
    village_return = VillageReturn.objects.filter(plan=world.plan, village=village, stage=stage).first()
    return village_return.version if village_return else 0


OTHER_EDITS = (
    *(
        delete_figures,
        make_village,
        delete_village,
        move_village,
        change_committee,
        merge_village,
        move_township,
    ),
    *(set_target, delete_target, change_indicator, set_unit_target),
)


@st.composite
def some_edit(draw: Callable[..., Any]) -> Edit:
    """An edit; every second one writes figures."""
    a, b, stage = draw(st.integers(0, 11)), draw(st.integers(0, 11)), draw(st.sampled_from(STAGES))
    if draw(st.booleans()):
        counts = (draw(some_counts(stage)), draw(some_counts(stage)))
        return Edit(draw(st.sampled_from([save_figures, save_figures, import_figures])), a, b, stage, counts)
    return Edit(draw(st.sampled_from(OTHER_EDITS)), a, b)
