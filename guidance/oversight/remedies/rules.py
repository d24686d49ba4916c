"""State of a gap, from its record and from the figures. Pure."""

# Of the states below, `missing` and `solved` are read from the figures and never stored; the others are
# those of guidance.core.choices.Progress.
MISSING, SOLVED = "missing", "solved"
STATES = {
    MISSING: "未填写",
    "open": "未解决",
    "in_progress": "处理中",
    "closed": "已销号",
    SOLVED: "已解决",
}
AT_WORK = ("open", "in_progress")  # states that can be overdue
CLOSED = "closed"


def get_state(is_open: bool, recorded: str | None) -> str:
    """已解决 if the gap is no longer open, else the `recorded` state; MISSING without a record."""
    if not is_open:
        return SOLVED
    return MISSING if recorded is None else recorded


def get_state_label(state: str) -> str:
    """Label of the state."""
    return STATES[state]


def is_missing_closing_note(state: str, planned: str) -> bool:
    """Whether 已销号 lacks the note on how the gap was closed, or why it was given up."""
    return state == CLOSED and not planned.strip()
