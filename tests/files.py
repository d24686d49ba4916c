"""Files in memory."""

from io import BytesIO
from typing import Any


def save_bytes(document: Any) -> bytes:
    """Return the bytes of a Word document or an Excel workbook."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()
