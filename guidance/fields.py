"""Validators, defaults and upload paths. Migrations quote them by path: do not move or rename them."""

import secrets
from pathlib import PurePath

from django.core.validators import RegexValidator
from django.db import models

validate_phone = RegexValidator(
    r"^(1[0-9]{10}|(0[0-9]{2,3}-?)?[0-9]{7,8})\Z",
    "请填写11位手机号码，或带区号的固定电话（如 0772-2823290）。",
)
validate_township_code = RegexValidator(r"^[0-9]{9}\Z", "乡镇（街道）代码为9位数字，如 450224204。")
validate_division_code = RegexValidator(
    r"^[0-9]{6}\Z", "行政区划代码为6位数字，如 450224；新区没有代码，请留空。"
)


def empty_list() -> list[str]:
    """Default of list-valued JSON columns."""
    return []


def empty_dict() -> dict[str, object]:
    """Default of map-valued JSON columns."""
    return {}


def hearing_methods() -> list[str]:
    """Default of Plan.hearing_methods: what counts as a hearing unless the plan says otherwise."""
    return ["hearing"]


def visit_methods() -> list[str]:
    """Default of Plan.visit_methods."""
    return ["field_visit"]


def observation_methods() -> list[str]:
    """Default of Plan.observation_methods."""
    return ["observation"]


def call_methods() -> list[str]:
    """Default of Plan.call_methods."""
    return ["official_call"]


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
