"""Texts that a spreadsheet program would run as formulas."""

import re
from typing import Any

# A spreadsheet would run a text that begins so as a formula.
FORMULA = re.compile(r"^[=+\-@\t\r]")


def guarded(value: Any) -> Any:
    """The value as it may be exported: no text of ours is run as a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unguarded(value: Any) -> Any:
    """What was exported, without the mark that `guarded` set."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and FORMULA.match(value[1:]) else value
