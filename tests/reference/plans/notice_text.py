"""The text of the notice, parsed by its own marks."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
TEXT = (FIXTURES / "notice_2021.txt").read_text(encoding="utf-8")
FLAT = re.sub(r"\s", "", TEXT)


def notice_groups(pattern: str, text: str = FLAT) -> tuple[str, ...]:
    """Return what the notice says in the groups of `pattern`."""
    match = re.search(pattern, text)
    assert match, pattern
    return match.groups()


def section_between(start: str, end: str) -> str:
    """Return the text after the line `start` and before the line `end`."""
    return TEXT.split(f"\n{start}\n", 1)[1].split(f"\n{end}", 1)[0]


def cells(table: str) -> list[str]:
    """Return the cells of a table; a tab opens each, and blank lines separate its lines."""
    return [
        "\n".join(line.strip() for line in cell.split("\n") if line.strip()) for cell in table.split("\t")
    ]


def rows(table: str, width: int) -> list[list[str]]:
    """Return the rows of a table with its headers, without the text before the first header."""
    texts = cells(table[table.index("\t序号") + 1 :])
    assert len(texts) % width == 0
    return [texts[i : i + width] for i in range(0, len(texts), width)]


def without_headers(table: list[list[str]]) -> list[list[str]]:
    return [row for row in table if row[0] != "序号"]


ATTACHMENT_1 = rows(section_between("附件1", "附件2"), 5)
ATTACHMENT_3 = rows(section_between("附件3", "注："), 6)


def groups_in_text() -> list[dict[str, Any]]:
    """Return leader, members, units and liaison of each group; people as (name, post)."""
    section = TEXT[TEXT.index("指导一组：") : TEXT.index("三、联系点安排")]
    return [_group(part) for part in re.split(r"指导.组：", section)[1:]]


def _group(part: str) -> dict[str, Any]:
    head, tail = part.split("联系县区：")
    leader, members = head.split("组员：")
    units, liaison = tail.split("市妇联联络员：")
    return {
        "leader": _person(leader.replace("组长：", "")),
        "members": [_person(line) for line in members.split("\n") if line.strip()],
        "units": units.strip().split("、"),
        "liaison": _person(liaison),
    }


def _person(line: str) -> tuple[str, str]:
    """Return name and post; a name of two characters has blanks, the post begins with its office."""
    name, post = notice_groups(r"^(\S\s*\S\s*?\S?)\s{2,}(\S{4,})$", line.strip())
    return re.sub(r"\s", "", name), post


def people_of(group: dict[str, Any]) -> list[tuple[str, str]]:
    """Return everyone whom a group of `groups_in_text` names."""
    return [group["leader"], group["liaison"], *group["members"]]


def private_names() -> set[str]:
    """Return the names of everyone in the notice."""
    names = {person for group in groups_in_text() for person, _ in people_of(group)}
    return names | {re.sub(r"[\d\s]", "", row[4]) for row in without_headers(ATTACHMENT_1)}


def private_phones() -> set[str]:
    """Return the telephone numbers of the townships' liaisons."""
    return {re.sub(r"\D", "", row[4]) for row in without_headers(ATTACHMENT_1)}
