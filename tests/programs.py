"""Programs of the machine that some tests need."""

import os
import shutil

import pytest

CHROMIUM = ("chromium-headless-shell", "chromium")  # either will do
LIBREOFFICE = ("soffice",)


def require_program(*names: str) -> str:
    """The path of the first of these programs that is here; else the test is skipped with the reason.

    `make test` sets NEVER_SKIP: it installs what is missing, so a missing program is a failure there.
    """
    for name in names:
        if name and (path := shutil.which(name)):
            return path
    reason = f"{names[-1]} is missing; `make test` installs it or says how"
    if os.environ.get("NEVER_SKIP"):
        pytest.fail(reason)
    pytest.skip(reason)
