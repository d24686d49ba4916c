"""What the figures of a village may be."""

import itertools

import pytest

from guidance.elections.models import VillageReturn
from guidance.elections.rules import Counts, contradictions, oddity
from guidance.places.models import Village


def test_it_works():
    counts = Counts(5, 2, 1, 1, chair_in_two_committees=True, chair_full_subsidy=False)
    assert list(contradictions(counts)) == []


@pytest.mark.parametrize(
    "counts",
    [
        Counts(),
        Counts(0, 0),
        Counts(5, 5),
        Counts(5, 0, 1, 0),
        Counts(1, 1, 1, 1),
        Counts(5, 5, 0, 0),
        Counts(chair_in_two_committees=False),
        Counts(chair_in_two_committees=False, chair_full_subsidy=True),
    ],
)
def test_what_can_be(counts):
    assert list(contradictions(counts)) == []


@pytest.mark.parametrize(
    ("counts", "column", "message"),
    [
        (Counts(5, 6), "women", "女性人数（6）多于成员人数（5）"),
        (Counts(None, 2), "people", "填了女性人数，也请填成员人数"),
        (Counts(5, None), "women", "填了成员人数，也请填女性人数（没有女性填0）"),
        (Counts(0, 0, 1, 0), "director", "填了主任，成员人数应至少为1（成员包括主任）"),
        (Counts(None, None, 1, 0), "people", "填了主任，也请填成员人数（成员包括主任）"),
        (Counts(None, None, 0, 0), "people", "填了主任，也请填成员人数（成员包括主任）"),
        (Counts(5, 0, 1, 1), "director", "主任为女性，女性人数应至少为1（成员包括主任）"),
        (Counts(5, 5, 1, 0), "director", "主任为男性，女性人数不应等于成员人数"),
        (
            Counts(chair_full_subsidy=True),
            "chair_full_subsidy",
            "妇联主席尚未产生，不能填全额补贴；请先填主席是否进“两委”",
        ),
    ],
)
def test_what_cannot_be(counts, column, message):
    assert list(contradictions(counts)) == [(column, message)]


def test_each_contradiction_is_told():
    counts = Counts(2, 3, chair_full_subsidy=False)
    assert [column for column, _ in contradictions(counts)] == ["women", "chair_full_subsidy"]


def test_whatever_passes_the_rules_the_database_takes(cast):
    numbers, answers = (None, 0, 1, 2), (None, True, False)
    directors = [(None, None), (1, 1), (1, 0), (0, 0)]
    cases = itertools.product(numbers, numbers, directors, answers, answers)
    possible = [
        counts
        for people, women, director, chair, subsidy in cases
        if not list(contradictions(counts := Counts(people, women, *director, chair, subsidy)))
    ]
    villages = Village.objects.bulk_create(
        Village(township=cast.township, name=f"示例{number}", committee_type="villagers")
        for number in range(len(possible))
    )
    VillageReturn.objects.bulk_create(
        VillageReturn(plan=cast.plan, village=village, stage="elected", **vars(counts))
        for village, counts in zip(villages, possible, strict=True)
    )
    # People and women: none told, or 0 to 2 of them, with the directors that leaves (19 ways);
    # chair and subsidy: chair unknown, or known with any of three answers (7 ways).
    assert len(possible) == 19 * 7


class TestOddity:
    @pytest.mark.parametrize(
        ("kind", "people"),
        [("villagers", 3), ("villagers", 7), ("residents", 5), ("residents", 9), ("villagers", None)],
    )
    def test_within_the_law(self, kind, people):
        assert oddity(kind, people) == ""

    @pytest.mark.parametrize(
        ("kind", "people", "words"),
        [
            ("villagers", 2, "成员2人，法定为3至7人，请核对"),
            ("villagers", 8, "成员8人，法定为3至7人，请核对"),
            ("villagers", 0, "成员0人，法定为3至7人，请核对"),
            ("residents", 4, "成员4人，法定为5至9人，请核对"),
            ("residents", 10, "成员10人，法定为5至9人，请核对"),
        ],
    )
    def test_outside_it(self, kind, people, words):
        assert oddity(kind, people) == words
