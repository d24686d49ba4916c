"""Unknown names of villages: suggestions, and the user's decisions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from guidance.reference.places import lookup as places_lookup
from guidance.reference.places.matching import TownshipName, VillageIndex, VillageName, normalize
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.sheets import VillageLine

# Further names get no suggestions: with so many it is the wrong file.
MAX_WITH_SUGGESTIONS = 200


@dataclass(frozen=True)
class NameQuestion:
    """An unknown name in a township, to be decided once for all lines with it."""

    township: TownshipName
    spelling: str
    lines: list[VillageLine]
    suggestions: list[VillageName]  # the most similar first, then namesakes in the user's other townships
    others: list[VillageName]  # the other villages of the township
    village: VillageName | None  # the chosen one
    is_decided: bool  # without a village: the lines are skipped
    reason: str

    @property
    def key(self) -> str:
        """The name of its form field."""
        digest = hashlib.sha256(f"{self.township.pk} {self.spelling}".encode()).hexdigest()
        return f"name-{digest[:16]}"

    @property
    def written(self) -> str:
        """The name as it is written in the file."""
        return self.lines[0].village

    @property
    def where(self) -> str:
        """The rows with this name."""
        rows = "、".join(f"第{line.row}行" for line in self.lines[:5])
        return f"{rows}等{len(self.lines)}行" if len(self.lines) > 5 else rows


def get_questions(
    upload: ReturnUpload,
    unknown: Mapping[tuple[int, str], Sequence[VillageLine]],
    by_township: Mapping[int, VillageIndex],
    townships: Mapping[int, TownshipName],
    stage: str,
) -> list[NameQuestion]:
    """One question for each name, with the decision that was stored before."""
    if not unknown:
        return []
    decided = {key: _get_decision(upload, *key) for key in unknown}
    chosen = places_lookup.editable_villages(
        upload.uploaded_by, [pk for is_stored, pk in decided.values() if is_stored and pk]
    )
    namesakes = _find_namesakes(list(unknown)[:MAX_WITH_SUGGESTIONS])
    questions = []
    for number, (key, lines) in enumerate(unknown.items()):
        township, villages = townships[key[0]], by_township[key[0]]
        elsewhere = namesakes.get(key[1], []) if number < MAX_WITH_SUGGESTIONS else []
        own = [village for village, place in elsewhere if townships[place].is_own]
        offered = {row.pk: row for row in villages.villages if stage == "previous" or not row.merged_into}
        similar = villages.similar(key[1]) if number < MAX_WITH_SUGGESTIONS else []
        suggestions = [offered[pk] for pk in similar if pk in offered] + own
        is_stored, pk = decided[key]
        village = chosen.get(pk or 0)
        questions.append(
            NameQuestion(
                township=township,
                spelling=key[1],
                lines=list(lines),
                suggestions=suggestions,
                others=[row for row in offered.values() if row not in suggestions],
                village=village,
                is_decided=is_stored and (pk is None or village is not None),
                reason=_explain(lines[0].village, township, elsewhere, townships),
            )
        )
    return questions


def _get_decision(upload: ReturnUpload, township: int, spelling: str) -> tuple[bool, int | None]:
    """Whether the name is decided, and the village; None means that its lines are skipped."""
    by_spelling = upload.decisions.get(str(township), {})
    return spelling in by_spelling, by_spelling.get(spelling)


Namesakes = list[tuple[VillageName, int]]


def _find_namesakes(keys: Sequence[tuple[int, str]]) -> dict[str, Namesakes]:
    """Villages of other townships with these names, each with its township."""
    namesakes: dict[str, Namesakes] = {}
    names = {name for _, name in keys}
    for village in places_lookup.get_villages_named(sorted(names)):
        label = f"{village.name}（{village.township.name}）"
        named = VillageName(village.pk, village.township_id, label, village.committee_type)
        namesakes.setdefault(normalize(village.name), []).append((named, village.township_id))
    return namesakes


def _explain(
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
