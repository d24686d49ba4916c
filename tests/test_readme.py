"""What the README claims."""

import re

from guidance.demonstration.accounts import usernames
from tests.server import BASE_DIR

README = (BASE_DIR / "README.md").read_text(encoding="utf8")
CODE = "\n".join(
    (BASE_DIR / path).read_text(encoding="utf8")
    for path in (
        "liuzhou_fulian/settings.py",
        "guidance/management/commands/serve.py",
        "guidance/management/commands/load_demo.py",
    )
)


def section(title):
    """Return the text under a heading."""
    return re.split(r"^## ", README.split(f"## {title}\n", 1)[1], flags=re.M)[0]


def first_column(text):
    """Return the words in `code` of each table row's first cell."""
    cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def test_the_commands_are_in_the_makefile():
    makefile = (BASE_DIR / "Makefile").read_text()
    commands = re.findall(r"`?make (\w+)", README)
    assert {"run", "test", "bench", "help"} <= set(commands)
    for command in commands:
        assert re.search(rf"^{command}:", makefile, re.M), command


def test_every_setting_is_documented_and_read():
    documented = set(first_column(section("Settings")))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', CODE))
    read |= set(re.findall(r'environ\.get\("([A-Z_]+)"', CODE))
    assert documented == read


def test_the_accounts_are_those_of_the_demonstration():
    named = first_column(section("Demonstration accounts"))
    expanded = {name for name in named if not re.search(r"\d", name)}
    for first, last in zip(*[iter(name for name in named if re.search(r"\d", name))] * 2, strict=True):
        stem, digits = re.fullmatch(r"(\D+)(\d+)", first).groups()
        numbers = range(int(digits), int(re.search(r"\d+", last)[0]) + 1)
        expanded |= {f"{stem}{number:0{len(digits)}}" for number in numbers}
    assert expanded == set(usernames())


def test_the_places_it_names_exist():
    for line in section("Where things are").splitlines():
        if not line.startswith("    "):
            continue
        names = line.strip().split("  ")[0].split()
        base = BASE_DIR / "guidance" if line.startswith("      ") else BASE_DIR
        for name in names:
            assert (base / name).exists(), name
    for name in re.findall(r"`((?:guidance|tests|docs|fixtures)/[\w./]+)`", README):
        assert (BASE_DIR / name).exists(), name


def test_its_links_lead_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert "docs/architecture.md" in links
    for link in links:
        assert (BASE_DIR / link).exists(), link
