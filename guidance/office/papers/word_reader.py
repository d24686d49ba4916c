"""From the bytes of a Word file to its paragraphs and tables, by way of a process that may die of them."""

import json
from dataclasses import dataclass
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.kinds import DOCUMENT

MEGABYTES = 512  # of memory
SECONDS = 20
RESOURCE_LIMIT_MESSAGE = "文件太大，读取没有完成；请删去大图片和多余的内容后再上传。"


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
    """What stands in a .docx that uploads.kinds has judged before. Raises FileRefused with one sentence."""
    try:
        output = run_script("read_word", content=content, megabytes=MEGABYTES, seconds=SECONDS)
    except ResourceLimitExceeded as error:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise FileRefused(f"{error}，没有读取；请删去多余的内容后再上传。") from error
    except ScriptFailed as error:
        raise FileRefused(DOCUMENT.incomplete) from error
    file: dict[str, Any] = json.loads(output)
    return WordFile(file["title"], [_block(block) for block in file["blocks"]], file["pictures"])


def _block(block: dict[str, Any]) -> Paragraph | Grid:
    return Grid(block["rows"]) if "rows" in block else Paragraph(block["text"], block["style"])
