"""Split a report into paragraphs and sentences. Pure: no request, no database."""

import re
from hashlib import sha256

# Up to its end mark, including brackets and quotation marks that close there.
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）》]*|[^。！？；\n]+")


def split_paragraphs(text: str) -> list[str]:
    """The non-empty lines without surrounding blanks; each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def split_sentences(text: str) -> list[str]:
    """The sentences, ended by 。！？； or a line break; each once."""
    candidates = (match[0].strip() for match in _SENTENCE.finditer(text.replace("\r", "\n")))
    return list(dict.fromkeys(sentence for sentence in candidates if sentence.strip("。！？；”’」』）》")))


def make_digest(text: str) -> str:
    """SHA-256 of a text, to compare texts that are too long for an index."""
    return sha256(text.encode()).hexdigest()
