"""Where uploaded files are stored. Migrations quote these by path: do not move or rename them."""

import secrets
from pathlib import PurePath

from django.db import models


def _random_name(folder: str, filename: str) -> str:
    # The name a person gave says too much and can be guessed; the row keeps it, the disk does not.
    return f"{folder}/{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:8]}"


def continuation_sheet_path(instance: models.Model, filename: str) -> str:
    """Where the file of a continuation sheet is kept."""
    return _random_name("continuation-sheets", filename)


def signed_scan_path(instance: models.Model, filename: str) -> str:
    """Where the scan of a signed report is kept."""
    return _random_name("signed-scans", filename)


def returns_workbook_path(instance: models.Model, filename: str) -> str:
    """Where an uploaded workbook of returns is kept."""
    return _random_name("returns", filename)


def upload_part_path(instance: models.Model, filename: str) -> str:
    """Where the bytes of an upload under way are kept."""
    return _random_name("parts", "")


def read_paper_path(instance: models.Model, filename: str) -> str:
    """Where a paper that came back filled in is kept as it was sent."""
    return _random_name("papers", filename)


def superior_template_path(instance: models.Model, filename: str) -> str:
    """Where a superior's template is kept as it was uploaded."""
    return _random_name("templates", filename)


def filled_template_path(instance: models.Model, filename: str) -> str:
    """Where a filled template is kept as it was handed out."""
    return _random_name("filled-templates", filename)


def archive_path(instance: models.Model, filename: str) -> str:
    """Where an archive of a term is kept."""
    return _random_name("archives", filename)
