"""A pytest plugin: one more column of Attachment 3, one more method and one more inspection point.

Loaded with `-p` before Django is set up, so that everything takes the enums from the changed source. Nothing
else of the system is touched: what the cases see comes of these entries alone.
"""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
COLUMN = """    SUPERVISION = (
        "supervision",
        {
            "short": "监督委",
            "event": "村务监督委员会推选会议",
            "head": "村务监督委员会\\n推选时间",
            "width": 26.0,
            "head_words": "监督",
            "head_rank": 0,
            "order": "start",
            "is_required": True,
            "posts_voters_list": False,
            "held_on": "held_on",
            "results": ("people",),
        },
        "村务监督委员会推选时间",
    )
"""
METHOD = '    SURVEY = "survey", "问卷调查"\n'
POINT = '    FUNDS = "funds", "经费保障"\n'


def load_with_entry(name: str, entry: str, *, before: str) -> None:
    """Import the module `name` with `entry` added to its source, unless it was changed already."""
    path = (ROOT / name.replace(".", "/")).with_suffix(".py")
    module = sys.modules.get(name)
    source = path.read_text(encoding="utf-8") if module is None else vars(module)["changed_source"]
    assert source.count(before) == 1, f"{path}: {before} is not there once"
    source = source.replace(before, entry + before)
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(__file__=str(path), changed_source=source)
    exec(compile(source, path, "exec"), vars(module))


load_with_entry("guidance.reference.plans.choices", COLUMN, before="    COMPLETION = (\n")
load_with_entry("guidance.reference.plans.choices", METHOD, before='    OTHER = "other", "其他"\n')
load_with_entry("guidance.reporting.visits.choices", POINT, before='    RISK = "risk", "风险防范"\n')
