"""Starts a script of this folder within bounds of memory and time, in a process of its own (see run.py).

A script holds `run(content, *arguments)`, which returns the bytes to hand back. It imports nothing of ours
beyond this folder.
"""

import resource
import sys
from importlib import import_module

TOO_LARGE_STATUS = 3


class ContentTooLarge(Exception):
    """A file holds more than the script takes; the message says what, in Chinese."""


def main(name: str, megabytes: str, seconds: str, *arguments: str) -> None:
    """Run the script on standard input and write its output, or why there is none, to standard output."""
    for limit, bound in (
        (resource.RLIMIT_AS, int(megabytes) << 20),
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (bound, bound))
    try:
        output = import_module(f"guidance.office.sandbox.{name}").run(sys.stdin.buffer.read(), *arguments)
    except ContentTooLarge as error:
        sys.stdout.buffer.write(str(error).encode())
        sys.exit(TOO_LARGE_STATUS)
    sys.stdout.buffer.write(output)
