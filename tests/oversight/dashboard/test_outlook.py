"""The outlook: the figures that candidates allow, and the women that Party secretaries foretell."""

import pytest

from guidance.oversight.dashboard import queries
from guidance.oversight.dashboard.rules import Share
from guidance.oversight.dashboard.sums import get_foretold_directors
from guidance.reporting.returns.choices import Stage
from tests.oversight.dashboard.samples import store_return

MEMBERS, DIRECTORS = 1, 2  # in the order of the plan's targets


class TestWhereCandidatesWouldLead:
    """Seats and candidates of villages without an election are added to those who are elected."""

    def test_it_works(self, cast, rows):
        first, second, _ = cast.villages
        # 6 candidates for 5 seats, 3 women: at least 5-3 = 2 of them, at most 3, on average 5*3/6.
        store_return(cast.plan, first, Stage.NOMINATED, seats=5, people=6, women=3)
        store_return(cast.plan, second, people=4, women=1)
        outlook = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].outlook
        assert (outlook.least, outlook.most) == (Share(1 + 2, 4 + 5), Share(1 + 3, 4 + 5))
        assert outlook.likely == Share(1000 + 2500, 9000)
        assert (outlook.reported, outlook.expected) == (2, 2)

    @pytest.mark.parametrize(
        ("seats", "people", "women", "least", "likely", "most", "whole"),
        [
            (5, 6, 0, 0, 0, 0, 5),
            (5, 6, 1, 0, 833, 1, 5),  # in thousandths, rounded down
            (5, 6, 6, 5, 5000, 5, 5),
            (5, 4, 2, 2, 2000, 2, 4),  # fewer candidates than seats: all are elected
            (3, 9, 4, 0, 1333, 3, 3),
        ],
    )
    def test_of_one_village(self, cast, rows, seats, people, women, least, likely, most, whole):
        store_return(cast.plan, cast.villages[0], Stage.NOMINATED, seats=seats, people=people, women=women)
        outlook = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].outlook
        assert (outlook.least, outlook.most) == (Share(least, whole), Share(most, whole))
        assert outlook.likely == Share(likely, whole * 1000)

    @pytest.mark.parametrize(
        ("people", "women", "least", "likely", "most"),
        [(2, 1, 0, 500, 1), (2, 2, 1, 1000, 1), (1, 0, 0, 0, 0)],
    )
    def test_of_the_director(self, cast, rows, people, women, least, likely, most):
        store_return(
            cast.plan,
            cast.villages[0],
            Stage.NOMINATED,
            people=6,
            women=3,
            director_people=people,
            director_women=women,
        )
        outlook = rows(cast.clerk)[cast.unit.short_name].figures[DIRECTORS].outlook
        assert (outlook.least, outlook.most) == (Share(least, 1), Share(most, 1))
        assert outlook.likely == Share(likely, 1000)

    def test_without_seats_nothing_is_foretold(self, cast, rows):
        store_return(cast.plan, cast.villages[0], Stage.NOMINATED, people=6, women=3)
        figure = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS]
        assert figure.outlook_cells == []

    def test_once_elected_the_candidates_count_no_more(self, cast, rows):
        store_return(cast.plan, cast.villages[0], Stage.NOMINATED, seats=5, people=6, women=3)
        store_return(cast.plan, cast.villages[0], people=5, women=2)
        outlook = rows(cast.clerk)[cast.unit.short_name].figures[MEMBERS].outlook
        assert outlook.least == outlook.most == Share(2, 5)


class TestWhatSecretariesForetell:
    def foretold_outlooks(self, rows, cast):
        targets = queries.get_live_source(cast.clerk, cast.plan).targets
        return get_foretold_directors(rows(cast.clerk)[cast.unit.short_name].sums, targets, cast.unit.pk)

    def test_it_works(self, cast, rows):
        first, second, _ = cast.villages
        store_return(
            cast.plan, first, people=5, women=2, director_people=1, director_women=0, secretary_woman=False
        )
        store_return(cast.plan, second, secretary_woman=False)
        (outlook,) = self.foretold_outlooks(rows, cast)
        assert (outlook.code, outlook.share, outlook.open_posts) == (
            "village_women_directors",
            Share(0, 2),
            1,
        )
        assert outlook.standing == "not_met"

    def test_a_woman_secretary_foretells_a_woman_director(self, cast, rows):
        store_return(cast.plan, cast.villages[0], secretary_woman=True)
        (outlook,) = self.foretold_outlooks(rows, cast)
        assert (outlook.share, outlook.standing) == (Share(1, 1), "met")

    def test_not_where_she_will_not_be_director(self, cast, rows):
        store_return(cast.plan, cast.villages[0], secretary_woman=True, one_shoulder=False)
        assert self.foretold_outlooks(rows, cast) == []

    def test_nothing_once_the_director_is_elected(self, cast, rows):
        store_return(
            cast.plan,
            cast.villages[0],
            people=5,
            women=1,
            director_people=1,
            director_women=0,
            secretary_woman=True,
        )
        assert self.foretold_outlooks(rows, cast) == []
