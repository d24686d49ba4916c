"""Reads a Word file.

The output is JSON: {"title", "pictures": how many, "blocks": [{"style", "text"} or
{"rows": [[cell]]}]}; a cell is its text, or null where the cell above reaches down to it. Deleted words of
a tracked change are left out, inserted ones are read; fields and content controls give what they show.
"""

import io
import json
import re
import zipfile
from typing import Any

from lxml import etree

from guidance.office.sandbox.bootstrap import ContentTooLarge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_BLOCKS, MOST_ROWS, MOST_CELLS, MOST_TEXT = 20_000, 5_000, 63, 20_000
MOST_PART = 64 << 20  # bytes of document.xml
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LEFT_OUT = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pict", f"{W}object"}


def run(content: bytes) -> bytes:
    """Return the file's title, paragraphs and tables."""
    return json.dumps(_read(content), ensure_ascii=False, separators=(",", ":")).encode()


def _read(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if file.getinfo("word/document.xml").file_size > MOST_PART:
            raise ContentTooLarge("文件的文字太多")
        body = _parse(file.read("word/document.xml")).find(f"{W}body")
        title = ""
        if "docProps/core.xml" in file.namelist():
            element = _parse(file.read("docProps/core.xml")).find("{http://purl.org/dc/elements/1.1/}title")
            title = (element.text or "") if element is not None else ""
    blocks = list(_blocks(body))
    if len(blocks) > MOST_BLOCKS:
        raise ContentTooLarge(f"文件超过{MOST_BLOCKS}段")
    pictures = sum(1 for _ in body.iter(f"{W}drawing", f"{W}pict"))
    return {"title": title[:200], "pictures": pictures, "blocks": blocks}


def _parse(part: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(part, parser)


def _blocks(parent: Any) -> Any:
    """Paragraphs and tables in their order, also those that a content control holds."""
    for element in parent:
        if element.tag == f"{W}p":
            yield {"style": _style(element), "text": _text(element)}
        elif element.tag == f"{W}tbl":
            yield {"rows": _rows(element)}
        elif element.tag not in LEFT_OUT and isinstance(element.tag, str):
            yield from _blocks(element)


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val", ""))


def _rows(table: Any) -> list[list[str | None]]:
    rows = []
    for row in _inside(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[str | None] = []
        skipped = row.find(f"{W}trPr/{W}gridBefore")
        cells += [""] * _number(skipped)
        for cell in _inside(row, f"{W}tc"):
            cells.append(_cell(cell))
            span = _number(cell.find(f"{W}tcPr/{W}gridSpan"))
            cells += [""] * (span - 1)
        rows.append(cells[:MOST_CELLS])
        if len(rows) > MOST_ROWS:
            raise ContentTooLarge(f"表格超过{MOST_ROWS}行")
    return rows


def _inside(parent: Any, tag: str) -> Any:
    """The children of this tag, also within a content control or a tracked insertion."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from _inside(element, tag)


def _number(element: Any) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return min(int(text), MOST_CELLS) if text.isdecimal() else 0


def _cell(cell: Any) -> str | None:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    if merge is not None and merge.get(f"{W}val", "continue") == "continue":
        return None
    lines = []
    for block in _blocks(cell):
        lines += (
            [block["text"]] if "text" in block else ["\t".join(filter(None, row)) for row in block["rows"]]
        )
    return "\n".join(lines)[:MOST_TEXT]


def _text(element: Any) -> str:
    parts: list[str] = []
    _collect(element, parts)
    return CONTROLS.sub("", "".join(parts))[:MOST_TEXT]


def _collect(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag == f"{W}tab":
            if element.tag == f"{W}r":  # not a tab stop of the paragraph's properties
                parts.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("-")
        elif child.tag not in LEFT_OUT:
            if child.tag == f"{W}p" and parts:  # of a text box
                parts.append("\n")
            _collect(child, parts)
