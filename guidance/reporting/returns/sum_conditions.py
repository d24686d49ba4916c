"""The condition on villages for each column of the tallies that a page shows.

Every number on the dashboard links to the list of the villages that it counts.
"""

from django.db.models import F, Q

from guidance.reporting.returns.gaps import NOT_ELECTED, SECRETARY_FORETELLS

_WITH_SEATS = Q(ret__seats__gt=0, ret__people__gt=0) & NOT_ELECTED

# Label and condition by column. People and women are summed, so their villages are those that add to the sum.
SUM_CONDITIONS = {
    "villages": ("应报", Q()),
    "reported": ("已报", Q(ret__people__isnull=False)),
    "people": ("有成员", Q(ret__people__gt=0)),
    "women": ("有女性", Q(ret__women__gt=0)),
    "director_people": ("有主任", Q(ret__director_people__gt=0)),
    "director_women": ("主任为女性", Q(ret__director_women__gt=0)),
    "seated": ("已选出成员", Q(ret__people__gt=0)),
    "with_woman": ("有女性成员", Q(ret__women__gt=0)),
    "secretary_known": ("书记已选出", Q(ret__secretary_woman__isnull=False)),
    "secretary_women": ("书记为女性", Q(ret__secretary_woman=True)),
    "one_shoulder_known": ("已知是否“一肩挑”", Q(ret__one_shoulder__isnull=False)),
    "one_shoulder_yes": ("书记、主任“一肩挑”", Q(ret__one_shoulder=True)),
    "party_reported": ("已报党组织成员", Q(ret__party_people__isnull=False)),
    "party_people": ("有党组织成员", Q(ret__party_people__gt=0)),
    "party_women": ("党组织有女性成员", Q(ret__party_women__gt=0)),
    "chair_known": ("妇联主席已产生", Q(ret__chair_in_two_committees__isnull=False)),
    "chair_in": ("妇联主席进“两委”", Q(ret__chair_in_two_committees=True)),
    "subsidy_known": ("已知是否享受全额补贴", Q(ret__chair_full_subsidy__isnull=False)),
    "subsidy_yes": ("妇联主席享受全额补贴", Q(ret__chair_full_subsidy=True)),
    "federations_done": (
        "妇联已完成换届",
        Q(ret__chair_in_two_committees__isnull=False) | Q(ret__federation_held_on__isnull=False),
    ),
    "vacancies": ("有缺额", Q(ret__people__lt=F("ret__seats"))),
    "foretold_directors": ("书记已选出、主任未选", SECRETARY_FORETELLS),
    "electable_villages": ("可推算选举结果", _WITH_SEATS),
}


def get_sum_choices() -> list[tuple[str, str]]:
    """The columns and their labels, as choices of a form."""
    return [(name, label) for name, (label, _) in SUM_CONDITIONS.items()]
