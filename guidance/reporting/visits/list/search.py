"""Search words and excerpts of long texts around them. Pure: no request, no database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BEFORE, AFTER = 20, 60  # characters of an excerpt around its first match


@dataclass(frozen=True)
class ExcerptPart:
    """A part of an excerpt, marked if it is one of the search words."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Excerpt:
    """The text around the search words in one section."""

    label: str
    parts: list[ExcerptPart]


def split_words(text: str) -> list[str]:
    """The search words, separated by spaces (full-width ones included), without duplicates."""
    return list(dict.fromkeys(text.split()))


def get_excerpts(sections: Iterable[tuple[str, str]], words: Sequence[str]) -> list[Excerpt]:
    """An excerpt of each section (label, text) that contains one of the words."""
    if not words:
        return []
    # Longest first, so that of 村 and 村委会 the longer one is marked.
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in longest_first), re.IGNORECASE)
    matches = ((label, text, pattern.search(text)) for label, text in sections)
    return [Excerpt(label, _cut(text, match, pattern)) for label, text, match in matches if match]


def _cut(text: str, first: "re.Match[str]", pattern: "re.Pattern[str]") -> list[ExcerptPart]:
    start, end = max(0, first.start() - BEFORE), min(len(text), first.end() + AFTER)
    parts = [ExcerptPart("…")] if start else []
    for match in pattern.finditer(text, first.start(), end):
        parts += [ExcerptPart(text[start : match.start()]), ExcerptPart(match[0], is_marked=True)]
        start = match.end()
    parts += [ExcerptPart(text[start:end]), ExcerptPart("…" if end < len(text) else "")]
    return [part for part in parts if part.text]
