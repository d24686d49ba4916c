"""LibreOffice and poppler: files become pages, pages become words with their places, and pictures."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.test import Client, override_settings
from PIL import Image

from tests.cast import TODAY
from tests.programs import require_program

MILLIMETRE = 72 / 25.4  # points
TEXT_AREA = (28, 37, 26, 35)  # GB/T 9704-2012: what stays empty on the left, above, on the right and below
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
FIRST_START = 180  # seconds: a profile is made, on a machine that does other things as well


@dataclass(frozen=True)
class Page:
    """A page as it comes out of the printer; lengths in millimetres."""

    width: float
    height: float
    words: list[tuple[float, float, float, float, str]]  # left, top, right, bottom, text

    @property
    def text(self):
        """All its words without blanks: a justified line has them anywhere."""
        return "".join(word[4] for word in self.words)

    @property
    def edges(self):
        """How far the words are from the left, the top, the right and the bottom of the paper.

        Without lines that end in a mark, which may hang over the edge, as Chinese is set.
        """
        inside = [word[:4] for word in self.words if word[4][-1] not in "，。、；：）”"]
        left, top, right, bottom = zip(*inside, strict=True)
        return min(left), min(top), self.width - max(right), self.height - max(bottom)


def laid_out(write, folder, blocker):
    """The pages of the files that `write(folder)` writes of a cast; the database is as it was before."""
    here = override_settings(GUIDANCE_TODAY=TODAY, MEDIA_ROOT=folder / "uploads")
    with here, blocker.unblock(), transaction.atomic():
        files = list(write(folder))
        transaction.set_rollback(True)
    return as_pdf(files, folder)


def client_of(user):
    """A browser in which `user` is logged in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def stays_inside(page, least=TEXT_AREA):
    """Whether all words stand in the text area, but for half a millimetre."""
    return all(edge > side - 0.5 for edge, side in zip(page.edges, least, strict=True))


def as_pdf(files, folder):
    """The pages of each of these files by name; all in one run, since LibreOffice takes long to start."""
    for program in ("soffice", "pdftotext", "pdftoppm"):
        require_program(program)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, capture_output=True, timeout=FIRST_START, check=True)
    return {file.stem: pages(folder / f"{file.stem}.pdf") for file in files}


def pages(pdf):
    """The pages of a PDF."""
    run = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, check=True)
    return [
        Page(*_millimetres(*sides), [(*_millimetres(*place), text) for *place, text in WORD.findall(words)])
        for *sides, words in PAGE.findall(run.stdout.decode())
    ]


def _millimetres(*points):
    return [float(one) / MILLIMETRE for one in points]


def ink(pdf):
    """Of each page, how many of a thousand dots are not white."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", "-png", pdf, pdf.with_suffix("")], check=True)
    shares = []
    for file in sorted(Path(pdf.parent).glob(f"{pdf.stem}-*.png")):
        with Image.open(file) as image:
            counts = image.convert("L").histogram()
            shares.append(1000 * sum(counts[:200]) / sum(counts))
    return shares


def margins_of_ink(pdf, number):
    """How far anything on page `number` is from the left and from the right of the paper, in millimetres."""
    stem = pdf.with_name(f"{pdf.stem}-page")
    one_page = ["-f", str(number), "-l", str(number), "-singlefile"]
    subprocess.run(["pdftoppm", "-r", "127", *one_page, "-png", pdf, stem], check=True)
    with Image.open(stem.with_suffix(".png")) as image:
        dark = image.convert("L").point(lambda light: 255 * (light < 240))
        left, _, right, _ = dark.getbbox()
        return left / 5, (image.width - right) / 5  # five dots a millimetre
