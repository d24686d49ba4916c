"""What CONTRIBUTING.md claims."""

import re

from tests.server import BASE_DIR

TEXT = (BASE_DIR / "CONTRIBUTING.md").read_text(encoding="utf8")


def test_the_first_file_of_each_question_exists_and_holds_what_is_named():
    rows = re.findall(r"^\| .+\? \| `(.+?)`(?: \(.*?`(\w+)`.*\))? \|$", TEXT, re.M)
    assert len(rows) == 8
    for path, name in rows:
        assert name in (BASE_DIR / path).read_text(encoding="utf8"), (path, name)
