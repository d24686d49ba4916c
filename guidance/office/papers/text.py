"""What may stand in an XML document: the characters that Office files cannot hold are left out."""

import re
from xml.sax.saxutils import escape

# XML 1.0 has no place for these; a browser or a pasted text may bring them.
FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_text(text: str) -> str:
    """`text` without what no XML document can hold."""
    return FORBIDDEN.sub("", text)


def escape_text(text: str) -> str:
    """`text` to stand between tags."""
    return escape(clean_text(text))
