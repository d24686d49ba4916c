"""Scans or fills a Word template in a process of its own: `word_child.py MEGABYTES SECONDS < input > output`.

Imports nothing of ours. Both ways a line of JSON comes first, then the bytes of the file:

    {"do": "scan"} + file             ->  {"found": [{text, place, row}], "faults": [{text, place, why}]}
    {"do": "fill", "values", "rows"}  ->  {} + file

`values` is {text of a placeholder: [shown, …]}, `rows` {"单位": [values of one row, …], …}: a table row that
names a 单位 is repeated. Placeholders are exchanged as text, each run keeping its looks; no template language
is run. Every part that holds none is handed on byte for byte.
"""

import copy
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."
# The parts that hold text, by their content types; and how a place in them begins.
PARTS = {"document.main": "", "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
MOST_PART, MOST_PARAGRAPHS, MOST_FOUND = 64 << 20, 50_000, 2000
MOST_CLONED = 2_000_000  # elements of repeated rows
PLACEHOLDER = re.compile(r"[{｛]{2}([^{}｛｝]*)[}｝]{2}")
LEFT_OVER = re.compile(r"[{｛][{｛%#]|[%#}｝][}｝]")
ROW = re.compile(r"\s*(单位|乡镇)\s*[.。．·]")
LOGIC, UNBALANCED = "logic", "unbalanced"
NO_ROW, TWO_KINDS = "no_row", "two_kinds"


class TooLarge(Exception):
    """More than a template can hold; the message says what."""


def main(megabytes: int, seconds: int) -> None:
    """Read standard input and write what it asks for."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    filled = b""
    try:
        answer = _scan(content) if asked["do"] == "scan" else {}
        if asked["do"] == "fill":
            filled = _fill(content, asked["values"], asked["rows"])
    except TooLarge as error:
        answer, filled = {"failed": str(error)}, b""
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n" + filled)


# Finding them.


def _scan(content: bytes) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    faults: list[dict[str, str]] = []
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for name, where in _parts(file):
            for paragraph, place in _Places().of(_parse(file, name), where):
                _look_at(paragraph, place, found, faults)
                if len(found) + len(faults) > MOST_FOUND:
                    raise TooLarge(f"占位符超过{MOST_FOUND}处")
    return {"found": found, "faults": faults}


def _look_at(paragraph: Any, place: str, found: list[dict[str, Any]], faults: list[dict[str, str]]) -> None:
    text = "".join(part.text or "" for part in _texts(paragraph))
    inside = PLACEHOLDER.findall(text)
    rest = PLACEHOLDER.sub("", text)
    if left := LEFT_OVER.search(rest):
        why = LOGIC if set(left[0]) & set("%#") else UNBALANCED
        faults.append({"text": rest[max(0, left.start() - 10) : left.end() + 20], "place": place, "why": why})
    for one in inside:
        kind = _kind(one)
        found.append({"text": one.strip()[:200], "place": place, "row": kind})
        row = _row_of(paragraph)
        if kind and row is None:
            faults.append({"text": one.strip()[:200], "place": place, "why": NO_ROW})
        elif kind and len(_kinds(row)) > 1:
            faults.append({"text": one.strip()[:200], "place": place, "why": TWO_KINDS})


def _kind(text: str) -> str:
    match = ROW.match(text)
    return match[1] if match else ""


def _kinds(row: Any) -> set[str]:
    """What a table row is repeated by; of its own paragraphs, not of a table within it."""
    own = (paragraph for paragraph in row.iter(f"{W}p") if _row_of(paragraph) is row)
    texts = ("".join(part.text or "" for part in _texts(one)) for one in own)
    return {kind for text in texts for inside in PLACEHOLDER.findall(text) if (kind := _kind(inside))}


def _row_of(paragraph: Any) -> Any:
    return next(paragraph.iterancestors(f"{W}tr"), None)


def _texts(paragraph: Any) -> list[Any]:
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
        self.paragraphs += any((text.text or "").strip() for text in _texts(paragraph))
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
    found = {}
    for one in _parse(file, "[Content_Types].xml"):
        kind = (one.get("ContentType") or "").removeprefix(TYPES).removesuffix("+xml")
        if one.get("ContentType", "").startswith(TYPES) and kind in PARTS:
            found[(one.get("PartName") or "").removeprefix("/")] = kind
    if "document.main" not in found.values():
        raise TooLarge("这不是普通的 Word 文档（可能是 .dotx 模板格式），请另存为“Word 文档（.docx）”")
    names = set(file.namelist())
    order = list(PARTS)
    known = sorted((order.index(kind), name) for name, kind in found.items() if name in names)
    return [(name, PARTS[order[kind]]) for kind, name in known]


def _parse(file: zipfile.ZipFile, name: str) -> Any:
    if file.getinfo(name).file_size > MOST_PART:
        raise TooLarge("文件的文字太多")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(file.read(name), parser)
    if sum(1 for _ in root.iter(f"{W}p")) > MOST_PARAGRAPHS:
        raise TooLarge(f"文件超过{MOST_PARAGRAPHS}段")
    return root


# Filling them.


def _fill(content: bytes, values: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as file, zipfile.ZipFile(made, "w") as target:
        texts = {name for name, _ in _parts(file)}
        for member in file.infolist():
            data = file.read(member)
            if member.filename in texts and re.search("[{｛]", data.decode("utf-8", "replace")):
                data = _filled(_parse(file, member.filename), values, rows)
            # The date of the file's own members: the same figures give the same bytes.
            target.writestr(member, data, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _filled(root: Any, values: dict[str, Any], rows: dict[str, list[dict[str, Any]]]) -> bytes:
    copies = 0
    for row in list(root.iter(f"{W}tr")):
        kinds = _kinds(row)
        if kinds:
            several = rows[min(kinds)]
            copies += len(several) * sum(1 for _ in row.iter())
            if copies > MOST_CLONED:
                raise TooLarge("各单位（乡镇）的行重复后，表格太大")
            _repeat(row, several, values)
    for paragraph in root.iter(f"{W}p"):
        _exchange(paragraph, values)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def _repeat(row: Any, several: list[dict[str, Any]], values: dict[str, Any]) -> None:
    """Once for each of `several`; what is merged down through the row stays one cell."""
    below = row.getnext()
    goes_on = [_is_continued(cell) for cell in _inside(below, "tc")] if below is not None else []
    last = row
    for number, own in enumerate(several):
        one = copy.deepcopy(row)
        if number:
            _make_plain(one)
            _merge_on(one, goes_on)
        for paragraph in one.iter(f"{W}p"):
            _exchange(paragraph, values | own)
        last.addnext(one)
        last = one
    row.getparent().remove(row)


def _make_plain(row: Any) -> None:
    """Without the marks that may stand but once in a document."""
    for element in list(row.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        element.getparent().remove(element)
    for element in row.iter():
        for name in (f"{W14}paraId", f"{W14}textId"):
            element.attrib.pop(name, None)


def _is_continued(cell: Any) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _merge_on(row: Any, goes_on: list[bool]) -> None:
    """A cell that reaches down into the row below goes on in the copies, and says nothing again."""
    for cell, reaches_down in zip(_inside(row, "tc"), goes_on, strict=False):
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and reaches_down:
            merge.set(f"{W}val", "continue")
            for text in cell.iter(f"{W}t"):
                text.text = ""


def _exchange(paragraph: Any, values: dict[str, Any]) -> None:
    """Put each value where its placeholder begins, in the looks of that place."""
    pieces = _texts(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        value = values.get(match[1].strip())
        if value is not None:
            _put(pieces, match.start(), match.end(), value[0])


def _put(pieces: list[Any], start: int, end: int, value: str) -> None:
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + value + text[last:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            value = ""
        at += len(text)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
