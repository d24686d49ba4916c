"""Villages joined with their returns."""

from django.db.models import Case, Exists, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, When

from guidance.core.access import User
from guidance.reference.places.models import Village
from guidance.reference.plans.indicators import MEMBERS_INDICATOR
from guidance.reference.plans.models import Plan, Target, UnitTarget
from guidance.reporting.returns.choices import Flag, Stage

# A positive list: for "all but 不适用" Django would add a subquery over all returns.
COUNTING = [flag for flag in Flag if flag is not Flag.NOT_APPLICABLE]


def villages_with_returns(
    user: User, plan: Plan | None, stage: str = Stage.ELECTED, *, with_wanted_bp: bool = True
) -> QuerySet[Village]:
    """Visible villages, each joined with its return (`ret`) of this plan and stage, and the elected one.

    Merged villages appear in the previous term only. `wanted_bp` is the share of women that the plan, or the
    unit for itself, requires of the committee's members; without `with_wanted_bp` its two queries are saved.
    Villages flagged 不适用 are included; `applicable` excludes them.
    """
    villages = Village.objects.visible_to(user).annotate(
        ret=FilteredRelation("returns", condition=Q(returns__plan=plan, returns__stage=stage)),
        elected=FilteredRelation(
            "returns",
            condition=Q(returns__plan=plan, returns__stage=Stage.ELECTED) & Q(returns__flag__in=COUNTING),
        ),
    )
    if with_wanted_bp:
        villages = villages.annotate(wanted_bp=_wanted(plan))
    if stage != Stage.PREVIOUS:
        return villages.current()
    is_merger_result = Exists(Village.objects.filter(merged_into=OuterRef("pk")))
    return villages.filter(Q(merged_into__isnull=False) | Q(ret__isnull=False) | ~is_merger_result)


def applicable() -> Q:
    """The condition for villages of `villages_with_returns` whose figures count or are still to come."""
    return Q(ret__isnull=True) | Q(ret__flag__in=COUNTING)


def _wanted(plan: Plan | None) -> Case:
    """The share required of each village's committee, in basis points; null if none is required."""
    targets = Target.objects.filter(plan=plan, indicator__in=MEMBERS_INDICATOR.values())
    unit_targets = UnitTarget.objects.filter(target__in=targets).select_related("target")
    whens = [
        When(committee_type=row.target.committee_type, township__unit=row.unit_id, then=row.value_bp)
        for row in unit_targets
    ]
    whens += [When(committee_type=target.committee_type, then=target.value_bp) for target in targets]
    return Case(*whens, default=None, output_field=IntegerField())
