"""Print the tests of what changed since the last commit: test files, and the folders of changed areas."""

import subprocess
from pathlib import Path

# The roots that tests/ mirrors.
MIRRORED = ("guidance", "templates/guidance", "static/guidance")


def changed_files() -> list[str]:
    """Every file that differs from the last commit or is new."""
    commands = (["diff", "--name-only", "HEAD"], ["ls-files", "--others", "--exclude-standard"])
    listings = [
        subprocess.run(["git", *command], capture_output=True, text=True, check=True).stdout
        for command in commands
    ]
    return sorted({name for listing in listings for name in listing.splitlines()})


def find_tests(name: str) -> Path | None:
    """The test file itself, or the nearest folder of tests above a file's area; None where there is none."""
    path = Path(name)
    if path.parts[0] == "tests":
        is_test = path.name.startswith("test_") and path.suffix == ".py" and path.exists()
        return path if is_test else None
    for root in MIRRORED:
        if not path.is_relative_to(root):
            continue
        area = Path("tests") / path.relative_to(root).parent
        while area != Path("tests") and not any(area.glob("test_*.py")):
            area = area.parent
        return area if area != Path("tests") else None
    return None


if __name__ == "__main__":
    paths = {find_tests(name) for name in changed_files()} - {None}
    print(*sorted(str(path) for path in paths))
