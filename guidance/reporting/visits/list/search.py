"""Words searched for in long texts, and where they stand. Pure: no request, no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BEFORE, AFTER = 20, 60  # characters of an excerpt around its first hit


@dataclass(frozen=True)
class Part:
    """A piece of an excerpt; marked where it is one of the words."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """Where the words stand in one section."""

    label: str
    parts: list[Part]


def words_of(text: str) -> list[str]:
    """The words searched for, parted by blanks (also full-width ones); each once."""
    return list(dict.fromkeys(text.split()))


def excerpts(sections: Iterable[tuple[str, str]], words: Sequence[str]) -> list[Excerpt]:
    """An excerpt of each section (label, text) in which one of the words stands."""
    if not words:
        return []
    # The longest first: of 村 and 村委会 the mark goes round the longer one.
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in longest_first), re.IGNORECASE)
    found = ((label, text, pattern.search(text)) for label, text in sections)
    return [Excerpt(label, _around(text, hit, pattern)) for label, text, hit in found if hit]


def _around(text: str, hit: "re.Match[str]", pattern: "re.Pattern[str]") -> list[Part]:
    start, end = max(0, hit.start() - BEFORE), min(len(text), hit.end() + AFTER)
    parts = [Part("…")] if start else []
    for match in pattern.finditer(text, hit.start(), end):
        parts += [Part(text[start : match.start()]), Part(match[0], is_marked=True)]
        start = match.end()
    parts += [Part(text[start:end]), Part("…" if end < len(text) else "")]
    return [part for part in parts if part.text]
