"""Zip files that are the same bytes whenever they hold the same: Office files, and folders of them."""

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO
from typing import IO

# A zip has no older day, and the day of packing says nothing about the content.
EPOCH = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644 << 16
SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def set_saved_at(content: bytes, saved_at: str) -> bytes:
    """An Office file in which `saved_at` (2021-02-05T09:00:00Z) stands for the moment of saving."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as file, zipfile.ZipFile(packed, "w") as out:
        for member in file.infolist():
            data = file.read(member)
            if member.filename == "docProps/core.xml":
                data = SAVED_AT.sub(rb"\g<1>" + saved_at.encode() + rb"\g<2>", data)
            add_member(out, member.filename, data)
    return packed.getvalue()


def add_member(out: zipfile.ZipFile, name: str, content: bytes) -> None:
    """One member, without the moment and the machine that packed it."""
    out.writestr(member_info(name), content, zipfile.ZIP_DEFLATED, 6)


def member_info(name: str) -> zipfile.ZipInfo:
    """The head of a member, without the moment and the machine that packed it."""
    member = zipfile.ZipInfo(name, EPOCH)
    member.external_attr = READABLE
    member.create_system = 3  # the same on Windows
    return member


def write_zip(file: IO[bytes], members: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip of `members` in their order, one at a time; a name that is there already gets a number."""
    taken: set[str] = set()
    with zipfile.ZipFile(file, "w") as out:
        for name, content in members:
            add_member(out, free_name(name, taken), content)


def free_name(name: str, taken: set[str]) -> str:
    """`name`, or 报告（2）.docx where 报告.docx is taken; what is returned is taken from now on."""
    stem, dot, ending = name.rpartition(".")
    number, free = 1, name
    while free.lower() in taken:
        number += 1
        free = f"{stem}（{number}）{dot}{ending}" if dot else f"{name}（{number}）"
    taken.add(free.lower())
    return free
