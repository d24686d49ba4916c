"""The indicators: what each divides by what. A new indicator is one entry here, and nothing else.

A plan switches an indicator on by setting a target for it (operator `none` where it sets no figure).
`part` and `whole` name columns of the tallies (`reporting.returns.models.TallyColumns`); see dossier 2.1.
Pure: no database.
"""

from dataclasses import dataclass

from guidance.reference.places.choices import CommitteeType

PERSONS, PLACES = "人", "个"
BOTH_TYPES = tuple(CommitteeType)


@dataclass(frozen=True)
class Forecast:
    """Columns of the nominated stage that say where the candidates would lead; `likely` in thousandths."""

    least: str
    likely: str
    most: str
    whole: str
    reported: str


@dataclass(frozen=True)
class Indicator:
    """A share of sums over the villages and communities of `committee_types`.

    The first reading (已换届口径) divides `part` by `whole` over those that have elected, `reported`
    of all. The second (全部口径) looks at all: it adds the columns `staying_part` and `staying_whole`
    of who is still in post from the previous term, or divides by every village (`of_all_villages`).
    """

    code: str
    label: str
    short_label: str
    part: str
    whole: str
    counted_in: str = PLACES
    reported: str = "reported"
    committee_types: tuple[CommitteeType, ...] = BOTH_TYPES
    staying_part: str = ""
    staying_whole: str = ""
    of_all_villages: bool = False
    forecast: Forecast | None = None
    # The list of villages behind the gap, a code of `reporting.returns.gaps`.
    gap: str = ""

    def columns_at(self, stage: str) -> set[str]:
        """The tally columns that its figures read at a stage: previous, nominated or elected."""
        names = {self.part, self.whole, self.reported, "villages", "reported"}
        if stage == "nominated" and self.forecast:
            names |= set(vars(self.forecast).values())
        elif stage == "previous":
            names |= {self.staying_part, self.staying_whole, "staying_villages"}
        return names - {""}


MEMBERS_FORECAST = Forecast(
    "least_women", "likely_women", "most_women", "electable_people", "electable_villages"
)
DIRECTORS_FORECAST = Forecast(
    *("least_director_women", "likely_director_women", "most_director_women"),
    *("electable_directors", "electable_directors"),
)


def _members_indicator(code: str, label: str, short_label: str, kind: CommitteeType) -> Indicator:
    return Indicator(
        code,
        label,
        short_label,
        part="women",
        whole="people",
        counted_in=PERSONS,
        committee_types=(kind,),
        staying_part="staying_women",
        staying_whole="staying_people",
        forecast=MEMBERS_FORECAST,
        gap="below_target",
    )


def _directors_indicator(code: str, label: str, short_label: str, kind: CommitteeType) -> Indicator:
    return Indicator(
        code,
        label,
        short_label,
        part="director_women",
        whole="director_people",
        counted_in=PERSONS,
        committee_types=(kind,),
        staying_part="staying_director_women",
        staying_whole="staying_director_people",
        forecast=DIRECTORS_FORECAST,
        gap="director_man",
    )


INDICATORS = (
    Indicator(
        "chair_in_two_committees",
        "村（社区）妇联主席进“两委”",
        "主席进两委",
        part="chair_in",
        whole="chair_known",
        reported="chair_known",
        of_all_villages=True,
        gap="chair_outside",
    ),
    _members_indicator("village_women_members", "村委会成员中女性", "村委会成员", CommitteeType.VILLAGERS),
    _directors_indicator(
        "village_women_directors", "村委会主任中女性", "村委会主任", CommitteeType.VILLAGERS
    ),
    _members_indicator(
        "community_women_members", "社区居委会成员中女性", "居委会成员", CommitteeType.RESIDENTS
    ),
    _directors_indicator(
        "community_women_directors", "社区居委会主任中女性", "居委会主任", CommitteeType.RESIDENTS
    ),
    Indicator(
        "chair_full_subsidy",
        "妇联主席享受定员全额补贴",
        "全额补贴",
        part="subsidy_yes",
        whole="subsidy_known",
        reported="subsidy_known",
        of_all_villages=True,
        gap="no_subsidy",
    ),
    Indicator(
        "units_with_woman_member",
        "村（居）委会至少有1名女性成员",
        "有女性成员",
        part="with_woman",
        whole="seated",
        of_all_villages=True,
        gap="no_woman",
    ),
    Indicator(
        "women_party_secretaries",
        "村（社区）党组织书记中女性",
        "女书记",
        part="secretary_women",
        whole="secretary_known",
        counted_in=PERSONS,
        reported="secretary_known",
    ),
    Indicator(
        "women_party_members",
        "村（社区）党组织成员中女性",
        "党组织成员",
        part="party_women",
        whole="party_people",
        counted_in=PERSONS,
        reported="party_reported",
    ),
    Indicator(
        "federation_elections_done",
        "村（社区）妇联完成换届",
        "妇联换届完成",
        part="federations_done",
        whole="villages",
        reported="federations_done",
        of_all_villages=True,
        gap="federation_open",
    ),
    Indicator(
        "one_shoulder",
        "书记、主任“一肩挑”",
        "一肩挑",
        part="one_shoulder_yes",
        whole="one_shoulder_known",
        reported="one_shoulder_known",
        of_all_villages=True,
    ),
)
INDICATORS_BY_CODE = {indicator.code: indicator for indicator in INDICATORS}

# The target of a committee's members says how many women each single committee would need.
MEMBERS_INDICATOR = {
    CommitteeType.VILLAGERS: "village_women_members",
    CommitteeType.RESIDENTS: "community_women_members",
}
DIRECTORS_INDICATOR = {
    CommitteeType.VILLAGERS: "village_women_directors",
    CommitteeType.RESIDENTS: "community_women_directors",
}


def indicator_choices() -> list[tuple[str, str]]:
    """Codes and labels. Migrations quote this function, so that a new indicator needs none."""
    return [(indicator.code, indicator.label) for indicator in INDICATORS]
