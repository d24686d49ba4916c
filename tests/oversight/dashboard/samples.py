"""A few returns whose figures are worked out by hand, for the tests of the dashboard."""

from guidance.reporting.returns import tallies
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.models import VillageReturn

# Township: villagers 5+4 = 9 members, 2+0 = 2 women; directors 2, of them 1 woman; residents 6 members,
# 3 women, the director's post vacant. Chairs: in, out, not elected. Subsidy: yes, no answer, none.
ROWS = [
    {"people": 5, "women": 2, "director_people": 1, "director_women": 1}
    | {"chair_in_two_committees": True, "chair_full_subsidy": True},
    {"people": 4, "women": 0, "director_people": 1, "director_women": 0} | {"chair_in_two_committees": False},
    {"people": 6, "women": 3, "director_people": 0, "director_women": 0},
]
# The other township: one village reported, 3 members, 3 women, a woman director.
OTHER_ROWS = [{"people": 3, "women": 3, "director_people": 1, "director_women": 1}]


def store_return(plan, village, stage=Stage.ELECTED, **figures):
    """Store a return of this village and recount its township."""
    village_return = VillageReturn.objects.create(plan=plan, village=village, stage=stage, **figures)
    tallies.recount_townships([village.township_id], [plan.pk])
    return village_return


def store_all_returns(cast):
    """Store the returns above, in both townships of the cast."""
    for villages, rows in ((cast.villages, ROWS), (cast.other_villages, OTHER_ROWS)):
        for village, row in zip(villages, rows, strict=False):
            store_return(cast.plan, village, **row)
