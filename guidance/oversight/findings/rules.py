"""How a report is taken apart by its readers. Pure: no request, no database."""

import re
from hashlib import sha256

# Up to and with its end, and the brackets and quotation marks that close there.
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）》]*|[^。！？；\n]+")


def paragraphs(text: str) -> list[str]:
    """The lines that say something, without blanks around them; each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def sentences(text: str) -> list[str]:
    """The sentences, ended by 。！？； or a line break; each once."""
    found = (match[0].strip() for match in _SENTENCE.finditer(text.replace("\r", "\n")))
    return list(dict.fromkeys(sentence for sentence in found if sentence.strip("。！？；”’」』）》")))


def digest(text: str) -> str:
    """What a text is told apart by, where an index cannot hold it."""
    return sha256(text.encode()).hexdigest()
