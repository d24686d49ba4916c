"""How a gap stands: what its record says, and what the figures say. Pure."""

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
AT_WORK = ("open", "in_progress")  # what can be overdue
CLOSED = "closed"


def state_of(is_open: bool, kept: str | None) -> str:
    """已解决 where the figures say so, else what the record says (`kept`, None without one)."""
    if not is_open:
        return SOLVED
    return MISSING if kept is None else kept


def state_words(state: str) -> str:
    """The office's word."""
    return STATES[state]


def needs_more_to_close(state: str, planned: str) -> bool:
    """Whether 已销号 lacks the words that tell how the gap was closed, or why it is ticked off."""
    return state == CLOSED and not planned.strip()
