"""The name that a file is kept under in words: no path, nothing that hides what it is, not too long."""

import re
import unicodedata

LONGEST = 200
# Control characters, and those that turn the reading direction so that gpj.exe shows as exe.jpg.
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_name(name: str) -> str:
    """The given name without folders and hidden characters, shortened in its middle: the ending stays."""
    plain = "".join(letter for letter in name if unicodedata.category(letter) not in HIDDEN)
    plain = re.sub(r"\s+", " ", re.split(r"[/\\]", plain)[-1]).strip(" .")
    return shorten_name(plain or "文件")


def shorten_name(name: str) -> str:
    """At most LONGEST characters, the ending kept."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
