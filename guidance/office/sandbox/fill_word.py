"""Scans or fills a Word template.

Placeholders are exchanged as text, each run keeping its looks; no template language is run. Every part that
holds none is handed on byte for byte. See placeholders.py for input and output.
"""

import copy
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.placeholders import (
    PLACEHOLDER,
    TOO_MANY_ROWS_MESSAGE,
    TemplateScan,
    Values,
    row_kinds,
    split_fill_input,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# The parts that hold text, by their content types; and how a place in them begins.
PARTS = {"document.main": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
MOST_PART, MOST_PARAGRAPHS = 64 << 20, 50_000
MOST_CLONED = 2_000_000  # elements of repeated rows


def run(content: bytes, task: str) -> bytes:
    """Scan or fill the template."""
    if task == "scan":
        return _scan(content)
    content, values, rows = split_fill_input(content)
    return _fill(content, values, rows)


# Scanning.


def _scan(content: bytes) -> bytes:
    scan = TemplateScan()
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name, where in _parts(file):
            for paragraph, place in _Places().of(_parse(file, name), where):
                scan.add(_text(paragraph), place, partial(_kinds, _get_row(paragraph)))
    return scan.as_json()


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in _pieces(paragraph))


def _kinds(row: Any) -> set[str] | None:
    """What a table row is repeated by; of its own paragraphs, not of a table within it."""
    if row is None:
        return None
    return row_kinds(_text(paragraph) for paragraph in row.iter(f"{W}p") if _get_row(paragraph) is row)


def _get_row(paragraph: Any) -> Any:
    return next(paragraph.iterancestors(f"{W}tr"), None)


def _pieces(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph: not those of a text box in it, nor what was moved away."""
    return [
        text
        for text in paragraph.iter(f"{W}t")
        if next(text.iterancestors(f"{W}p")) is paragraph
        and next(text.iterancestors(f"{W}moveFrom"), None) is None
    ]


class _Places:
    """Walks through a part and says of each paragraph where it stands, as one would count on the page."""

    def __init__(self) -> None:
        self.paragraphs = self.tables = 0

    def of(self, parent: Any, where: str) -> Iterator[tuple[Any, str]]:
        """Each paragraph with its place; `where` is how a place begins."""
        for element in parent:
            if element.tag == f"{W}p":
                yield from self._paragraph(element, where)
            elif element.tag == f"{W}tbl":
                self.tables += 1
                within = f"{where}内的" if "列" in where else where
                yield from _table(element, f"{within}表{self.tables}")
            elif isinstance(element.tag, str):
                yield from self.of(element, where)

    def _paragraph(self, paragraph: Any, where: str) -> Iterator[tuple[Any, str]]:
        self.paragraphs += any((text.text or "").strip() for text in _pieces(paragraph))
        place = where or f"第{max(1, self.paragraphs)}段"
        yield paragraph, place
        for box in paragraph.iter(f"{W}txbxContent"):
            shown_twice = next(box.iterancestors(FALLBACK), None) is not None
            if next(box.iterancestors(f"{W}p"), None) is paragraph and not shown_twice:
                yield from _Places().of(box, f"{place}的文本框")


def _table(table: Any, where: str) -> Iterator[tuple[Any, str]]:
    for number, row in enumerate(_inside(table, "tr"), 1):
        for column, cell in enumerate(_inside(row, "tc"), 1):
            yield from _Places().of(cell, f"{where}第{number}行第{column}列")


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also within a content control or an insertion."""
    for element in parent:
        if element.tag == f"{W}{tag}":
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _inside(element, tag)


def _parts(file: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The names of the parts with text, the document first, each with how its places begin."""
    kinds = {}
    for part in _parse(file, "[Content_Types].xml"):
        kind = (part.get("ContentType") or "").removeprefix(TYPES).removesuffix("+xml")
        if part.get("ContentType", "").startswith(TYPES) and kind in PARTS:
            kinds[(part.get("PartName") or "").removeprefix("/")] = kind
    if "document.main" not in kinds.values():
        raise ContentTooLarge("这不是普通的 Word 文档（可能是 .dotx 模板格式），请另存为“Word 文档（.docx）”")
    names = set(file.namelist())
    order = list(PARTS)
    known = sorted((order.index(kind), name) for name, kind in kinds.items() if name in names)
    return [(name, PARTS[order[kind]]) for kind, name in known]


def _parse(file: zipfile.ZipFile, name: str) -> Any:
    if file.getinfo(name).file_size > MOST_PART:
        raise ContentTooLarge("文件的文字太多")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(file.read(name), parser)
    if sum(1 for _ in root.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise ContentTooLarge(f"文件超过{MOST_PARAGRAPHS}段")
    return root


# Filling.


def _fill(content: bytes, values: Values, rows: dict[str, list[Values]]) -> bytes:
    filled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as file, zipfile.ZipFile(filled, "w") as target:
        texts = {name for name, _ in _parts(file)}
        for member in file.infolist():
            data = file.read(member)
            if member.filename in texts and re.search("[{｛]", data.decode("utf-8", "replace")):
                data = _filled(_parse(file, member.filename), values, rows)
            # The date of the file's own members: the same figures give the same bytes.
            target.writestr(member, data, compress_type=zipfile.ZIP_DEFLATED)
    return filled.getvalue()


def _filled(root: Any, values: Values, rows: dict[str, list[Values]]) -> bytes:
    copies = 0
    for row in list(root.iter(f"{W}tr")):
        kinds = _kinds(row)
        if kinds:
            row_values = rows[min(kinds)]
            copies += len(row_values) * sum(1 for _ in row.iter())
            if copies > MOST_CLONED:
                raise ContentTooLarge(TOO_MANY_ROWS_MESSAGE)
            _repeat(row, row_values, values)
    for paragraph in root.iter(f"{W}p"):
        _replace(paragraph, values)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _repeat(row: Any, row_values: list[Values], values: Values) -> None:
    """Once for each of `several`; what is merged down through the row stays one cell."""
    below = row.getnext()
    continues = [_is_continued(cell) for cell in _inside(below, "tc")] if below is not None else []
    last = row
    for number, own_values in enumerate(row_values):
        copied = copy.deepcopy(row)
        if number:
            _remove_ids(copied)
            _continue_merges(copied, continues)
        for paragraph in copied.iter(f"{W}p"):
            _replace(paragraph, values | own_values)
        last.addnext(copied)
        last = copied
    row.getparent().remove(row)


def _remove_ids(row: Any) -> None:
    """Without the marks that may stand but once in a document."""
    for element in list(row.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        element.getparent().remove(element)
    for element in row.iter():
        for name in (f"{W14}paraId", f"{W14}textId"):
            element.attrib.pop(name, None)


def _is_continued(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _continue_merges(row: Any, continues: list[bool]) -> None:
    """A cell that reaches down into the row below goes on in the copies, and says nothing again."""
    for cell, reaches_down in zip(_inside(row, "tc"), continues, strict=False):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and reaches_down:
            merge.set(f"{W}val", "continue")
            for text in cell.iter(f"{W}t"):
                text.text = ""


def _replace(paragraph: Any, values: Values) -> None:
    """Put each value where its placeholder begins, in the looks of that place."""
    pieces = _pieces(paragraph)
    for match in reversed(list(PLACEHOLDER.finditer(_text(paragraph)))):
        value = values.get(match[1].strip())
        if value is not None:
            _replace_range(pieces, match.start(), match.end(), value[0])


def _replace_range(pieces: list[Any], start: int, end: int, value: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + value + text[last:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            value = ""
        at += len(text)
