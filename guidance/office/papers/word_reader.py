"""From the bytes of a Word file to its paragraphs and tables, by way of a process that may die of them."""

import json
from dataclasses import dataclass
from typing import Any

from guidance.office.sandbox.run import SCRIPTS, Broken, TooHeavy, run_alone
from guidance.office.uploads.container import Refused
from guidance.office.uploads.kinds import DOCUMENT

CHILD = SCRIPTS / "read_word.py"
MEGABYTES = 512  # of memory for the child
SECONDS = 20
TOO_HEAVY = "文件太大，读取没有完成；请删去大图片和多余的内容后再上传。"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text, and the style by which our own papers mark what it is."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells; None where the cell above reaches there."""

    rows: list[list[str | None]]


@dataclass(frozen=True)
class WordFile:
    """What stands in a Word file, in its order."""

    title: str  # which the file says of itself
    blocks: list[Paragraph | Grid]
    pictures: int = 0  # how many there are; they are not read

    @property
    def grids(self) -> list[Grid]:
        """Its tables."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """What stands outside of tables."""
        return [block for block in self.blocks if isinstance(block, Paragraph)]


def read_word(content: bytes) -> WordFile:
    """What stands in a .docx that was judged before (files.kinds). Raises Refused with one sentence."""
    try:
        answer = run_alone(CHILD, str(MEGABYTES), str(SECONDS), given=content, seconds=SECONDS)
    except TooHeavy as error:
        raise Refused(TOO_HEAVY) from error
    except Broken as error:
        raise Refused(DOCUMENT.incomplete) from error
    found: dict[str, Any] = json.loads(answer)
    if "failed" in found:
        raise Refused(f"{found['failed']}，没有读取；请删去多余的内容后再上传。")
    return WordFile(found["title"], [_block(block) for block in found["blocks"]], found["pictures"])


def _block(block: dict[str, Any]) -> Paragraph | Grid:
    return Grid(block["rows"]) if "rows" in block else Paragraph(block["text"], block["style"])
