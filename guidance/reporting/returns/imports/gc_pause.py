"""Sparing Python's collector the cells of a large file."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for garbage in circles meanwhile: among a million cells, all of them kept, there is
    none, and looking for it again and again took a quarter of the time of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
