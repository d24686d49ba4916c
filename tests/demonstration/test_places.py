"""The places are as many as the city has, are the same every time, and have invented names."""

from collections import Counter

import pytest

from guidance.demonstration.places import build_places, share_out
from guidance.demonstration.returns import build_returns
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Stage
from tests.demonstration.sizes import SIZES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]  # loaded once for the module


class TestPlaces:
    def test_every_unit_has_its_size(self):
        current = Village.objects.current()
        villages = dict(Counter(current.values_list("township__unit__short_name", "committee_type")))
        townships = dict(Counter(Township.objects.values_list("unit__short_name", flat=True)))
        assert {
            unit: (townships[unit], villages[unit, "villagers"], villages[unit, "residents"])
            for unit in townships
        } == SIZES
        assert [sum(column) for column in zip(*SIZES.values(), strict=True)] == [118, 935, 228]

    def test_every_township_has_a_village_or_community(self):
        assert Township.objects.filter(villages=None).count() == 0

    def test_the_linked_townships_keep_their_names_and_known_sizes(self):
        linked = Township.objects.filter(links__isnull=False)
        invented = Township.objects.filter(links__isnull=True)
        assert (linked.count(), invented.count()) == (18, 100)
        assert all(township.name.startswith("示例") for township in invented)
        assert not any("示例" in township.name for township in linked)
        known_sizes = {
            "桥板乡": (10, 0),
            "拉堡镇": (6, 16),
            "古砦乡": (13, 1),
            "导江乡": (7, 0),
            "斗江镇": (9, 1),
        }
        counted = Counter(Village.objects.values_list("township__name", "committee_type"))
        for name, (villages, communities) in known_sizes.items():
            assert (counted[name, "villagers"], counted[name, "residents"]) == (villages, communities)

    def test_codes_tell_the_kind_and_keep_clear_of_real_ones(self):
        for township in Township.objects.select_related("unit"):
            number = int(township.code[6:])
            kinds = {"subdistrict": range(1, 100), "town": range(100, 200), "township": range(200, 400)}
            assert number in kinds[township.kind]
            if township.name.startswith("示例"):
                assert number % 100 >= 81  # real ones count up from 0
                assert township.code[:6] == township.unit.division_code
        assert Counter(Township.objects.values_list("kind", flat=True)) == {
            "town": 53,
            "township": 33,
            "subdistrict": 32,
        }

    def test_names_are_invented_and_sometimes_odd(self):
        villages = list(Village.objects.all())
        assert all(village.name.startswith("示例") for village in villages)
        rural = [v for v in villages if v.name.endswith("社区") and v.committee_type == "villagers"]
        assert 5 <= len(rural) <= 40
        assert sum(len(village.name) > 20 for village in villages) == 2

    def test_villages_merged_were_renamed_or_became_communities(self):
        mergers = Counter(Village.objects.exclude(merged_into=None).values_list("merged_into", flat=True))
        assert sorted(mergers.values()) == [2, 2]
        successors = Village.objects.filter(pk__in=mergers)
        assert successors.current().count() == 2
        for village in Village.objects.exclude(merged_into=None).select_related("merged_into"):
            assert village.township_id == village.merged_into.township_id
            assert village.returns.values_list("stage", flat=True).get() == Stage.PREVIOUS
        # One of the two was made by its merger and has no figures of its own from before.
        assert sorted(village.returns.filter(stage=Stage.PREVIOUS).count() for village in successors) == [
            0,
            1,
        ]
        renamed = [village for village in Village.objects.all() if village.former_names]
        assert any(v.name.endswith("村") and v.committee_type == "villagers" for v in renamed)
        became = [v for v in renamed if v.committee_type == "residents"]
        assert [v.former_names[0][-1] for v in became] == ["村"]

    def test_5_to_25_per_cent_are_key_difficulty_villages(self):
        plan = Plan.objects.get()
        keyed = Counter(plan.key_difficulty_villages.values_list("township__unit__short_name", flat=True))
        for unit, (_, villages, communities) in SIZES.items():
            assert 5 <= 100 * keyed[unit] / (villages + communities) <= 25


def test_it_is_built_the_same_every_time():
    first_build, second_build = build_places(), build_places()
    assert first_build == second_build
    assert build_returns(first_build) == build_returns(second_build)


def test_parts_add_up_to_the_whole():
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]
    assert share_out(7, [5, 0, 2]) == [5, 0, 2]
