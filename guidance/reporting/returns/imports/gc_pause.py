"""A pause of Python's garbage collector for large files."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def pause_gc() -> Iterator[None]:
    """Disable the cyclic garbage collector: it finds nothing among a million cells that are all in use,
    and took a quarter of the time of an import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
