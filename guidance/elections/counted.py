"""The rows behind a sum: for each column of the tallies that a page shows, which villages it counts.

Every number on the dashboard leads to the list of these villages.
"""

from django.db.models import F, Q

from guidance.elections.gaps import NOT_ELECTED
from guidance.elections.models import Tally

_WITH_SEATS = Q(ret__seats__gt=0, ret__people__gt=0) & NOT_ELECTED

# By column. People and women are summed, so the villages are those that add something to the sum.
COUNTED = {
    "villages": Q(),
    "reported": Q(ret__people__isnull=False),
    "people": Q(ret__people__gt=0),
    "women": Q(ret__women__gt=0),
    "director_people": Q(ret__director_people__gt=0),
    "director_women": Q(ret__director_women__gt=0),
    "seated": Q(ret__people__gt=0),
    "with_woman": Q(ret__women__gt=0),
    "secretary_known": Q(ret__secretary_woman__isnull=False),
    "secretary_women": Q(ret__secretary_woman=True),
    "one_shoulder_known": Q(ret__one_shoulder__isnull=False),
    "one_shoulder_yes": Q(ret__one_shoulder=True),
    "party_reported": Q(ret__party_people__isnull=False),
    "party_people": Q(ret__party_people__gt=0),
    "party_women": Q(ret__party_women__gt=0),
    "chair_known": Q(ret__chair_in_two_committees__isnull=False),
    "chair_in": Q(ret__chair_in_two_committees=True),
    "subsidy_known": Q(ret__chair_full_subsidy__isnull=False),
    "subsidy_yes": Q(ret__chair_full_subsidy=True),
    "federations_done": Q(ret__chair_in_two_committees__isnull=False)
    | Q(ret__federation_held_on__isnull=False),
    "vacancies": Q(ret__people__lt=F("ret__seats")),
    "electable_villages": _WITH_SEATS,
    "electable_people": _WITH_SEATS,
    "electable_directors": Q(ret__director_people__gt=0) & NOT_ELECTED,
}


def counted_choices() -> list[tuple[str, str]]:
    """The columns with their labels, to choose among."""
    labels = {field.name: str(field.verbose_name) for field in Tally._meta.fields}
    return [(name, labels[name]) for name in COUNTED]
