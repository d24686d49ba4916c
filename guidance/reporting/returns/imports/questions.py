"""Names of villages that nobody knows: whom they may mean, and what was decided."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.reference.places import lookup as places_lookup
from guidance.reference.places.matching import TownshipName, VillageName, Villages, normal
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.sheets import Line

# So many at most get suggestions: who has more has the wrong file.
MOST = 200


@dataclass(frozen=True)
class Question:
    """An unknown name in a township, to be decided once for all the rows that bear it."""

    township: TownshipName
    spelling: str
    lines: list[Line]
    suggestions: list[VillageName]  # the likest first, then namesakes in other own townships
    others: list[VillageName]  # the rest of the township
    village: VillageName | None  # the one that was chosen
    is_decided: bool  # with no village: the rows are passed over
    reason: str

    @property
    def key(self) -> str:
        """Its name in a form."""
        digest = hashlib.sha256(f"{self.township.pk} {self.spelling}".encode()).hexdigest()
        return f"name-{digest[:16]}"

    @property
    def written(self) -> str:
        """The name as the file has it."""
        return self.lines[0].village

    @property
    def where(self) -> str:
        """The rows that bear it."""
        rows = "、".join(f"第{line.row}行" for line in self.lines[:5])
        return f"{rows}等{len(self.lines)}行" if len(self.lines) > 5 else rows


def ask(
    upload: ReturnUpload,
    unknown: Mapping[tuple[int, str], Sequence[Line]],
    by_township: Mapping[int, Villages],
    townships: Mapping[int, TownshipName],
    stage: str,
) -> list[Question]:
    """A question a name, with what was decided on it before."""
    if not unknown:
        return []
    decided = {key: _decision(upload, *key) for key in unknown}
    chosen = places_lookup.own_villages(
        upload.uploaded_by, [pk for found, pk in decided.values() if found and pk]
    )
    namesakes = _namesakes(list(unknown)[:MOST])
    questions = []
    for number, (key, lines) in enumerate(unknown.items()):
        township, villages = townships[key[0]], by_township[key[0]]
        elsewhere = namesakes.get(key[1], []) if number < MOST else []
        own = [one for one, place in elsewhere if townships[place].is_own]
        names = {one.pk: one for one in villages.villages if stage == "previous" or not one.merged_into}
        similar = villages.similar(key[1]) if number < MOST else []
        suggestions = [names[pk] for pk in similar if pk in names] + own
        found, pk = decided[key]
        village = chosen.get(pk or 0)
        questions.append(
            Question(
                township=township,
                spelling=key[1],
                lines=list(lines),
                suggestions=suggestions,
                others=[one for one in names.values() if one not in suggestions],
                village=village,
                is_decided=found and (pk is None or village is not None),
                reason=_reason(lines[0].village, township, elsewhere, townships),
            )
        )
    return questions


def _decision(upload: ReturnUpload, township: int, spelling: str) -> tuple[bool, int | None]:
    """Whether the name was decided on, and for which village; none means to pass over its rows."""
    of_township = upload.decisions.get(str(township), {})
    return spelling in of_township, of_township.get(spelling)


Namesakes = list[tuple[VillageName, int]]


def _namesakes(keys: Sequence[tuple[int, str]]) -> dict[str, Namesakes]:
    """Villages of other townships that bear these names, each with its township."""
    found: dict[str, Namesakes] = {}
    asked = {name for _, name in keys}
    for village in places_lookup.same_names_elsewhere(sorted(asked)):
        label = f"{village.name}（{village.township.name}）"
        one = VillageName(village.pk, village.township_id, label, village.committee_type)
        found.setdefault(normal(village.name), []).append((one, village.township_id))
    return found


def _reason(
    written: str,
    township: TownshipName,
    elsewhere: Namesakes,
    townships: Mapping[int, TownshipName],
) -> str:
    places_ = [townships[pk] for _, pk in elsewhere]
    foreign = [place.printed for place in places_ if not place.is_own]
    if places_ and len(foreign) == len(places_):
        return f"“{written}”属于{'、'.join(foreign[:3])}，不在您的填报范围内"
    return f"{township.name}没有“{written}”，请在“村名”一栏选择它是哪个村（社区），或跳过这一行"
