"""LibreOffice and poppler turn files into pages, and pages into words with positions and into pictures."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.test import override_settings
from PIL import Image

from tests.cast import TODAY
from tests.programs import require_program

MILLIMETRE = 72 / 25.4  # points
TEXT_AREA = (28, 37, 26, 35)  # GB/T 9704-2012: margins left, top, right and bottom in millimetres
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
FIRST_START = 180  # seconds: it creates a profile, perhaps on a busy machine


@dataclass(frozen=True)
class Page:
    """A printed page; lengths are in millimetres."""

    width: float
    height: float
    words: list[tuple[float, float, float, float, str]]  # left, top, right, bottom, text

    @property
    def text(self):
        """All words without blanks, since a justified line may have blanks anywhere."""
        return "".join(word[4] for word in self.words)

    @property
    def edges(self):
        """The distances of the words from the left, top, right and bottom edge of the paper.

        Words that end in punctuation are left out: in Chinese it may hang over the edge.
        """
        inside = [word[:4] for word in self.words if word[4][-1] not in "，。、；：）”"]
        left, top, right, bottom = zip(*inside, strict=True)
        return min(left), min(top), self.width - max(right), self.height - max(bottom)


def lay_out(write, folder, blocker):
    """Return the pages of the files that `write(folder)` writes; the database is rolled back afterwards."""
    test_settings = override_settings(GUIDANCE_TODAY=TODAY, MEDIA_ROOT=folder / "uploads")
    with test_settings, blocker.unblock(), transaction.atomic():
        files = list(write(folder))
        transaction.set_rollback(True)
    return convert_to_pages(files, folder)


def is_inside_text_area(page, margins=TEXT_AREA):
    """Whether all words are in the text area, with a tolerance of half a millimetre."""
    return all(edge > side - 0.5 for edge, side in zip(page.edges, margins, strict=True))


def convert_to_pages(files, folder):
    """Return the pages of each file by name; it is one run, since LibreOffice takes long to start."""
    for program in ("soffice", "pdftotext", "pdftoppm"):
        require_program(program)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, capture_output=True, timeout=FIRST_START, check=True)
    return {file.stem: read_pages(folder / f"{file.stem}.pdf") for file in files}


def read_pages(pdf):
    """Read the pages of a PDF."""
    run = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    return [
        Page(*_millimetres(*sides), [(*_millimetres(*place), text) for *place, text in WORD.findall(words)])
        for *sides, words in PAGE.findall(run.stdout.decode())
    ]


def _millimetres(*points):
    return [float(length) / MILLIMETRE for length in points]


def ink_shares(pdf):
    """How many of a thousand dots of each page are not white."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", pdf, pdf.with_suffix("")], check=True)
    shares = []
    for file in sorted(Path(pdf.parent).glob(f"{pdf.stem}-*.png")):
        with Image.open(file) as image:
            counts = image.convert("L").histogram()
            shares.append(1000 * sum(counts[:200]) / sum(counts))
    return shares


def margins_of_ink(pdf, number):
    """The blank margins left and right on page `number`, in millimetres."""
    stem = pdf.with_name(f"{pdf.stem}-page")
    one_page = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "127", *one_page, "-png", pdf, stem], check=True)
    with Image.open(stem.with_suffix(".png")) as image:
        dark = image.convert("L").point(lambda light: 255 * (light < 240))
        left, _, right, _ = dark.getbbox()
        return left / 5, (image.width - right) / 5  # five dots a millimetre
