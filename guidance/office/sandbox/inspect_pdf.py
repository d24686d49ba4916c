"""Inspects the objects of a PDF, also packed ones: what runs, opens or hides another file; and its pages.

The output is JSON: {"problem": "locked", "runs", "attachment" or null, "pages": how many}.
"""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from guidance.office.sandbox.bootstrap import ContentTooLarge

MOST_OBJECT_STREAMS, MOST_UNPACKED = 10_000, 100 << 20  # and the bytes that they unpack to
RUNNING_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute"}
OPENING_ACTIONS = {"/GoToR", "/GoToE"}  # open another file, which a link may do but not the PDF by itself
SUSPECT = re.compile(
    rb"/(JavaScript|JS|Launch|SubmitForm|ImportData|RichMedia|OpenAction|AA|EmbeddedFile|EF)"
)
PROBLEMS = ("runs", "attachment")  # in the order in which they are reported


def run(content: bytes) -> bytes:
    """Return the problem of the PDF, if any, and its number of pages."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            output = {"problem": _find_problem(pdf), "pages": len(pdf.pages)}
    except pikepdf.PasswordError:
        output = {"problem": "locked", "pages": 0}
    return json.dumps(output).encode()


def _find_problem(pdf: Pdf) -> str | None:
    if pdf.is_encrypted:
        return "locked"
    _check_object_streams(pdf)
    problems = {_get_object_problem(dictionary) for dictionary in _dictionaries(pdf)}
    return next((problem for problem in PROBLEMS if problem in problems), None)


def _check_object_streams(pdf: Pdf) -> None:
    """Unpack each: the objects of a stream that cannot be unpacked would pass for empty ones."""
    streams = [item for item in pdf.objects if isinstance(item, Stream) and item.get("/Type") == "/ObjStm"]
    if len(streams) > MOST_OBJECT_STREAMS or sum(len(item.read_bytes()) for item in streams) > MOST_UNPACKED:
        raise ContentTooLarge


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Dictionaries that may have a problem: of streams too, and those within another or in an array."""
    stack: list[Any] = [pdf.trailer, *filter(_is_suspect, pdf.objects)]
    while stack:
        item = stack.pop()
        if isinstance(item, Dictionary | Stream):
            yield item
            children = [value for _, value in item.items()]
        else:
            children = list(item) if isinstance(item, Array) else []
        stack += [child for child in children if isinstance(child, Object) and not child.is_indirect]


def _is_suspect(item: Any) -> bool:
    """Whether an object is worth a walk, which takes its time where a PDF has 100,000 of them."""
    text = item.stream_dict if isinstance(item, Stream) else item
    return isinstance(text, Object) and bool(SUSPECT.search(text.unparse(resolved=True)))


def _get_object_problem(item: Any) -> str | None:
    if (
        _name(item, "/S") in RUNNING_ACTIONS
        or _name(item, "/Subtype") == "/RichMedia"
        or "/JS" in item
        or "/JavaScript" in item
        or _opens_file(item.get("/OpenAction"))
        or any(_opens_file(action) for action in _values(item.get("/AA")))
    ):
        return "runs"
    is_file = _name(item, "/Type") == "/EmbeddedFile" or "/EmbeddedFiles" in item
    return "attachment" if is_file or ("/EF" in item and ("/F" in item or "/UF" in item)) else None


def _opens_file(action: Any) -> bool:
    """Whether an action opens another file, or one that follows it does."""
    if isinstance(action, Array):
        return any(map(_opens_file, list(action)))
    if not isinstance(action, Dictionary):
        return False
    return _name(action, "/S") in OPENING_ACTIONS or _opens_file(action.get("/Next"))


def _values(item: Any) -> list[Any]:
    return [value for _, value in item.items()] if isinstance(item, Dictionary) else []


def _name(item: Any, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, Name) else ""
