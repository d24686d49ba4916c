"""The password of the demonstration accounts: given in DEMO_PASSWORD, or made once and kept in a file."""

import os
import secrets
from pathlib import Path

# No characters that look alike: it is read from a screen and typed. 16 of 31 are about 79 bits.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Four groups of four, such as k7mf-2xqp-w9da-hh3t."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def keep_password(path: Path, password: str) -> None:
    """Write the password to `path` atomically; only the owner may read it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{password}\n")
    fresh.replace(path)
