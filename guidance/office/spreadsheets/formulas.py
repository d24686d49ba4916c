"""Texts that a spreadsheet program would run as formulas."""

import re
from typing import Any

# A spreadsheet would run a text that begins so as a formula.
FORMULA = re.compile(r"^[=+\-@\t\r]")


def escape_formula(value: Any) -> Any:
    """Mark a text so that no spreadsheet program runs it as a formula."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def unescape_formula(value: Any) -> Any:
    """The value without the mark that escape_formula set."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" and FORMULA.match(value[1:]) else value
