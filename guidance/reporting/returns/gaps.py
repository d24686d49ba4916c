"""The reasons why a village misses a target, and early warnings, each with its condition on villages.

`tallies` counts the same conditions in SQL; a test checks that both agree.
"""

from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from guidance.reporting.returns.choices import Stage

FULL = 10_000  # basis points


@dataclass(frozen=True)
class Gap:
    """A list of villages, whose number is the tally column `plus` minus the column `minus`.

    Without `plus` the list has no tile and is reached from a figure. `condition` refers to a village joined
    with its return (`ret`) of `stage`, with the elected one (`elected`) and with the share of women that its
    plan requires (`wanted_bp`); see `queries.villages_with_returns`.
    """

    code: str
    label: str
    icon: str
    stage: Stage
    condition: Q
    plus: str = ""
    minus: str = ""
    remedied: bool = False  # whether a reason and a remedy are recorded for it (`remedies`)
    early: bool = False  # whether it warns while the outcome can still be changed

    @property
    def title(self) -> str:
        """The title of the list; `label` says the same of one village."""
        return f"{self.label}的村（社区）"


HAVE = F("ret__women") * FULL
HAVE_AND_ONE = (F("ret__women") + 1) * FULL
NEEDED = F("ret__people") * F("wanted_bp")

NOT_ELECTED = Q(elected__people__isnull=True)
SOME_WOMAN = Q(ret__women__gt=0)
NO_WOMAN = Q(ret__people__gt=0, ret__women=0)
BELOW_TARGET = Q(LessThan(HAVE, NEEDED))
ONE_WILL_DO = Q(GreaterThanOrEqual(HAVE_AND_ONE, NEEDED))
MORE_ARE_NEEDED = Q(LessThan(HAVE_AND_ONE, NEEDED))
# If there are more candidates than seats, the seats limit how many can be elected.
SEATS_DECIDE = Q(ret__seats__lt=F("ret__people"))
# Without a "not", for which Django would query every return of the plan.
CANDIDATES_DECIDE = Q(ret__seats__isnull=True) | Q(ret__seats__gte=F("ret__people"))
TOO_FEW_FOR_SEATS = Q(LessThan(HAVE, F("ret__seats") * F("wanted_bp")))
TOO_FEW = (SEATS_DECIDE & TOO_FEW_FOR_SEATS) | (CANDIDATES_DECIDE & BELOW_TARGET)

# 一肩挑: the secretary is expected to become the director, unless reported otherwise.
SECRETARY_FORETELLS = Q(ret__director_people__isnull=True, ret__secretary_woman__isnull=False) & (
    Q(ret__one_shoulder__isnull=True) | Q(ret__one_shoulder=True)
)

NOMINATED, ELECTED = Stage.NOMINATED, Stage.ELECTED
GAPS = (
    Gap(
        *("no_woman_candidate", "没有女候选人", "person-x", NOMINATED),
        condition=NO_WOMAN & NOT_ELECTED,
        plus="no_woman",
        early=True,
    ),
    Gap(
        *("too_few_candidates", "女候选人少于应有女性人数", "people", NOMINATED),
        condition=SOME_WOMAN & TOO_FEW & NOT_ELECTED,
        plus="too_few_candidates",
        early=True,
    ),
    Gap(
        *("chair_not_nominated", "妇联主席未获“两委”提名", "person-dash", NOMINATED),
        condition=Q(ret__chair_in_two_committees=False) & NOT_ELECTED,
        plus="chair_outside",
        early=True,
    ),
    Gap(
        *("secretary_man", "书记不是女性、主任尚未选举", "person-badge", ELECTED),
        condition=SECRETARY_FORETELLS & Q(ret__secretary_woman=False),
        plus="foretold_directors",
        minus="foretold_director_women",
        early=True,
    ),
    Gap(
        *("no_woman", "没有女性成员", "person-x", ELECTED),
        condition=NO_WOMAN,
        plus="no_woman",
        remedied=True,
    ),
    Gap(
        *("one_short", "只差1名女性", "person-plus", ELECTED),
        condition=SOME_WOMAN & BELOW_TARGET & ONE_WILL_DO,
        plus="one_short",
        remedied=True,
    ),
    Gap(
        *("more_short", "差2名及以上女性", "people", ELECTED),
        condition=SOME_WOMAN & MORE_ARE_NEEDED,
        plus="more_short",
    ),
    Gap(
        *("chair_outside", "妇联主席未进“两委”", "person-dash", ELECTED),
        condition=Q(ret__chair_in_two_committees=False),
        plus="chair_outside",
        remedied=True,
    ),
    Gap(
        *("no_subsidy", "妇联主席未享受全额补贴", "cash-coin", ELECTED),
        condition=Q(ret__chair_full_subsidy=False),
        plus="subsidy_known",
        minus="subsidy_yes",
        remedied=True,
    ),
    Gap(
        *("director_vacant", "主任空缺", "person-exclamation", ELECTED),
        condition=Q(ret__people__gt=0, ret__director_people=0),
        plus="director_vacant",
    ),
    Gap(
        *("not_reported", "尚未填报换届结果", "hourglass-split", ELECTED),
        condition=Q(ret__people__isnull=True),
        plus="villages",
        minus="reported",
    ),
    Gap(
        *("below_target", "女性成员比例低于目标", "person-plus", ELECTED),
        condition=BELOW_TARGET,
    ),
    Gap(
        *("director_man", "主任不是女性", "person", ELECTED),
        condition=Q(ret__director_people__gt=0, ret__director_women=0),
    ),
    Gap(
        *("federation_open", "妇联尚未完成换届", "hourglass", ELECTED),
        condition=Q(ret__chair_in_two_committees__isnull=True, ret__federation_held_on__isnull=True),
    ),
)
GAPS_BY_CODE = {gap.code: gap for gap in GAPS}


def gap_choices() -> list[tuple[str, str]]:
    """The gaps for which a reason and a remedy are recorded. Migrations refer to this function."""
    return [(gap.code, gap.title) for gap in GAPS if gap.remedied]
