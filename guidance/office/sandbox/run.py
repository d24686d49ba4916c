"""Runs a script in a process of its own, which may die of the bytes it is given."""

import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parent


class TooHeavy(Exception):
    """The process took too long, or was ended for it."""


class Broken(Exception):
    """The process could not make anything of the bytes; its status tells more."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


def run_alone(script: Path, *arguments: str, given: bytes, seconds: float) -> bytes:
    """What `script` writes when it reads `given`. The script bounds its own memory and time as well.

    Raises TooHeavy, or Broken with the status it ended with.
    """
    # -I: nothing of the folder or the user is imported by a process that meets strangers' bytes.
    command = [sys.executable, "-I", str(script), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooHeavy from error
    if done.returncode < 0:
        raise TooHeavy
    if done.returncode:
        raise Broken(done.returncode)
    return done.stdout
