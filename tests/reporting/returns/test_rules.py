"""The rules for the figures of a village."""

import itertools

import pytest

from guidance.reference.places.models import Village
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.returns.rules import Counts, contradictions, oddity


def counts(people=None, women=None, director_people=None, director_women=None, **figures):
    """Counts with these figures of members and director, and others by name."""
    return Counts(
        people=people,
        women=women,
        director_people=director_people,
        director_women=director_women,
        **figures,
    )


def test_it_works():
    figures = counts(5, 2, 1, 1, chair_in_two_committees=True, chair_full_subsidy=False)
    assert list(contradictions(figures)) == []


@pytest.mark.parametrize(
    "figures",
    [
        counts(),
        counts(0, 0),
        counts(5, 5),
        counts(5, 0, 1, 0),
        counts(5, 2, 1, 1, one_shoulder=True, secretary_woman=True, party_people=3, party_women=1),
        counts(5, 2, 1, 1, one_shoulder=False, secretary_woman=False),
        counts(5, 2, 1, 0, one_shoulder=True, secretary_woman=True),
        counts(one_shoulder=True, secretary_woman=True),
        counts(1, 1, 1, 1),
        counts(5, 5, 0, 0),
        counts(chair_in_two_committees=False),
        counts(chair_in_two_committees=False, chair_full_subsidy=True),
    ],
)
def test_what_can_be(figures):
    assert list(contradictions(figures)) == []


@pytest.mark.parametrize(
    ("figures", "column", "message"),
    [
        (counts(5, 6), "women", "女性人数（6）多于成员人数（5）"),
        (counts(None, 2), "people", "填了女性人数，也请填成员人数"),
        (counts(5, None), "women", "填了成员人数，也请填女性人数（没有女性填0）"),
        (counts(0, 0, 1, 0), "director", "填了主任，成员人数应至少为1（成员包括主任）"),
        (counts(None, None, 1, 0), "people", "填了主任，也请填成员人数（成员包括主任）"),
        (counts(None, None, 0, 0), "people", "填了主任，也请填成员人数（成员包括主任）"),
        (counts(5, 0, 1, 1), "director", "主任为女性，女性人数应至少为1（成员包括主任）"),
        (counts(5, 5, 1, 0), "director", "主任为男性，女性人数不应等于成员人数"),
        (counts(party_people=3, party_women=4), "party_women", "党组织女性成员（4）多于成员人数（3）"),
        (counts(party_people=3), "party_women", "党组织成员人数和其中女性请都填（没有女性填0）"),
        (
            counts(chair_full_subsidy=True),
            "chair_full_subsidy",
            "妇联主席尚未产生，不能填全额补贴；请先填主席是否进“两委”",
        ),
    ],
)
def test_what_cannot_be(figures, column, message):
    assert list(contradictions(figures)) == [(column, message)]


def test_each_contradiction_is_told():
    figures = counts(2, 3, chair_full_subsidy=False)
    assert [column for column, _ in contradictions(figures)] == ["women", "chair_full_subsidy"]


def test_whatever_passes_the_rules_the_database_takes(cast):
    numbers, answers = (None, 0, 1, 2), (None, True, False)
    directors = [(None, None), (1, 1), (1, 0), (0, 0)]
    cases = itertools.product(numbers, numbers, directors, answers, answers)
    possible = [
        figures
        for people, women, director, chair, subsidy in cases
        if not list(
            contradictions(
                figures := counts(
                    people, women, *director, chair_in_two_committees=chair, chair_full_subsidy=subsidy
                )
            )
        )
    ]
    villages = Village.objects.bulk_create(
        Village(township=cast.township, name=f"示例{number}", committee_type="villagers")
        for number in range(len(possible))
    )
    VillageReturn.objects.bulk_create(
        VillageReturn(plan=cast.plan, village=village, stage="elected", **vars(figures))
        for village, figures in zip(villages, possible, strict=True)
    )
    # People and women: none told, or 0 to 2 of them, with the directors that leaves (19 ways);
    # chair and subsidy: chair unknown, or known with any of three answers (7 ways).
    assert len(possible) == 19 * 7


class TestCandidates:
    """Several candidates stand for director, and each can lose."""

    @pytest.mark.parametrize("figures", [counts(6, 3, 2, 1), counts(6, 6, 2, 2), counts(6, 6, 1, 0)])
    def test_what_can_be(self, figures):
        assert list(contradictions(figures, "nominated")) == []

    @pytest.mark.parametrize(
        ("figures", "message"),
        [
            (counts(2, 2, 3, 1), "主任候选人（3）多于候选人数（2）"),
            (counts(6, 3, 2), "主任候选人和其中女候选人请都填（没有填0）"),
            (counts(6, 3, 1, 2), "女主任候选人（2）多于主任候选人（1）"),
        ],
    )
    def test_what_cannot_be(self, figures, message):
        assert list(contradictions(figures, "nominated")) == [("director", message)]

    def test_fewer_than_seats_is_odd(self):
        figures = counts(4, 1, seats=5)
        assert oddity("villagers", "nominated", figures) == "候选人4人，少于应选5人，请核对"
        assert oddity("villagers", "nominated", counts(5, 1, seats=5)) == ""


class TestOddity:
    @pytest.mark.parametrize(("director", "odd"), [(0, True), (1, False)])
    def test_one_person_in_both_posts_is_a_woman_or_a_man(self, director, odd):
        figures = counts(5, 2, 1, director, one_shoulder=True, secretary_woman=True)
        words = "填了“一肩挑”，书记和主任却一男一女，请核对" if odd else ""
        assert oddity("villagers", "elected", figures) == words

    def test_more_than_seats(self):
        assert oddity("villagers", "elected", counts(6, 1, seats=5)) == "成员6人，多于职数5，请核对"

    @pytest.mark.parametrize(
        ("kind", "people"),
        [("villagers", 3), ("villagers", 7), ("residents", 5), ("residents", 9), ("villagers", None)],
    )
    def test_within_the_law(self, kind, people):
        assert oddity(kind, "elected", counts(people)) == ""

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
        assert oddity(kind, "elected", counts(people)) == words
