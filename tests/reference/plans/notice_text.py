"""The text of the notice, taken apart by its own marks."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
TEXT = (FIXTURES / "notice_2021.txt").read_text(encoding="utf-8")
FLAT = re.sub(r"\s", "", TEXT)


def notice_groups(pattern: str, text: str = FLAT) -> tuple[str, ...]:
    """What the notice says where `pattern` has its brackets."""
    found = re.search(pattern, text)
    assert found, pattern
    return found.groups()


def section_between(start: str, end: str) -> str:
    """The text from the line `start` to before the line `end`."""
    return TEXT.split(f"\n{start}\n", 1)[1].split(f"\n{end}", 1)[0]


def cells(table: str) -> list[str]:
    """The cells of a table; a tab opens each, blank lines part the lines in it."""
    return [
        "\n".join(line.strip() for line in cell.split("\n") if line.strip()) for cell in table.split("\t")
    ]


def rows(table: str, width: int) -> list[list[str]]:
    """The rows of a table, its headers among them; what stands before the first header is left out."""
    found = cells(table[table.index("\t序号") + 1 :])
    assert len(found) % width == 0
    return [found[i : i + width] for i in range(0, len(found), width)]


def without_headers(table: list[list[str]]) -> list[list[str]]:
    return [row for row in table if row[0] != "序号"]


ATTACHMENT_1 = rows(section_between("附件1", "附件2"), 5)
ATTACHMENT_3 = rows(section_between("附件3", "注："), 6)


def groups_in_text() -> list[dict[str, Any]]:
    """Leader, members, units and liaison of each group; people as (name, post)."""
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
    """A two-character name has blanks in it; the post begins where its office does."""
    name, post = notice_groups(r"^(\S\s*\S\s*?\S?)\s{2,}(\S{4,})$", line.strip())
    return re.sub(r"\s", "", name), post


def people_of(group: dict[str, Any]) -> list[tuple[str, str]]:
    """Everyone whom a group of `groups_in_text` names."""
    return [group["leader"], group["liaison"], *group["members"]]


def private_names() -> set[str]:
    """The names of everyone in the notice."""
    names = {person for group in groups_in_text() for person, _ in people_of(group)}
    return names | {re.sub(r"[\d\s]", "", row[4]) for row in without_headers(ATTACHMENT_1)}


def private_phones() -> set[str]:
    """The telephone numbers of the townships' liaisons."""
    return {re.sub(r"\D", "", row[4]) for row in without_headers(ATTACHMENT_1)}
