"""Real people's names and numbers stay in the fixture of the notice."""

import gzip
import re
import subprocess
from pathlib import Path

from django.conf import settings

from tests.reference.plans.notice_text import private_names, private_phones


def test_people_and_phones_stand_in_the_two_fixtures_only():
    names, phones = private_names(), private_phones()
    assert (len(names), len(phones)) == (36, 18)
    # A name is also found where blanks pad it, as they do in print.
    private = re.compile("|".join([*phones, *(r"[ \u3000]*".join(name) for name in names)]))
    matches = {path.name: private.findall(text) for path, text in tracked_texts() if private.search(text)}
    assert set(matches) == {"notice_2021.json", "notice_2021.txt"}, matches
    assert {re.sub(r"\s", "", hit) for hit in matches["notice_2021.json"]} == names | phones


def tracked_texts() -> list[tuple[Path, str]]:
    """Return every text file that git tracks, with its text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    texts = []
    for name in filter(None, listed.split("\0")):
        path = Path(settings.BASE_DIR) / name
        try:
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            texts.append((path, content.decode("utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or a file just removed
    return texts
