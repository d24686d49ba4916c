"""Writing so that a file is there whole or not at all, and its parts only while they are needed."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage


class DiskFull(Exception):
    """Nothing could be written: the disk is full, or not to be written to. Nothing half-written is left."""


def get_path(name: str) -> Path:
    """Where the file of this name lies."""
    return Path(default_storage.path(name))


def write_whole(name: str, content: bytes) -> None:
    """A new file. Raises DiskFull."""
    path = get_path(name)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with unfinished.open("wb") as file:
            file.write(content)
            _flush(file)
        unfinished.replace(path)
    except OSError as error:
        _forget(unfinished)
        raise DiskFull from error


def write_piece(name: str, content: bytes, *, at: int) -> None:
    """The next piece of a file that comes in pieces; what lay behind `at` is gone. Raises DiskFull."""
    path = get_path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with path.open("r+b") as file:
            file.seek(at)
            file.write(content)
            file.truncate()
            _flush(file)
    except OSError as error:
        _forget(path)
        raise DiskFull from error


def read_whole(name: str) -> bytes:
    """The bytes of a file; none where there is no such file."""
    try:
        return get_path(name).read_bytes()
    except FileNotFoundError:
        return b""


def get_size(name: str) -> int:
    """How many bytes are there; 0 where there is no such file."""
    try:
        return get_path(name).stat().st_size
    except FileNotFoundError:
        return 0


def remove(name: str) -> None:
    """Take a file away, if it is there."""
    _forget(get_path(name))


def _flush(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
