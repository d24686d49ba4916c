"""Read placeholders from a template's bytes and fill them, in a sandbox that a hostile file may crash."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.filenames import clean_name
from guidance.office.uploads.kinds import (
    DOC,
    DOCUMENT,
    DOCX,
    SHEETS,
    XLS,
    XLSX,
    UnknownKind,
    detect_kind,
    fix_extension,
)
from guidance.outputs.superior_templates.grammar import FAULT_REASONS, Placeholder, TemplateFault

FILLERS = {"docx": "fill_word", "xlsx": "fill_spreadsheet"}
INCOMPLETE_MESSAGES = {"docx": DOCUMENT.incomplete, "xlsx": SHEETS.incomplete}
MEGABYTES = 1024  # of memory
SECONDS = 30
MOST_BYTES = 20 << 20  # of the filled file
RESOURCE_LIMIT_MESSAGE = "文件太大，处理没有完成；请删去大图片和多余的内容后再试。"
ACCEPTED_KINDS_MESSAGE = "上级模板请上传 Word 文档（.docx）或 Excel 工作簿（.xlsx）。"
OLD_FORMAT_MESSAGE = (
    "这是旧版格式（.doc、.xls），不能作模板；请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx 再上传。"
)
NO_PLACEHOLDERS_MESSAGE = (
    "文件里没有找到占位符。请先在要填数字的地方写上占位符，如 {{ 村委会成员女性比例.全市 }}，再上传；"
    "可用的占位符见“可用占位符”页。"
)

FillValue = Sequence[Any]  # the text, the number or None, and its number format


def check_kind(content: bytes, name: str) -> tuple[str, str]:
    """Return docx or xlsx, and a file name to store it by. Raises FileRefused if it cannot be a template."""
    try:
        kind = detect_kind(content)
    except UnknownKind as unknown:
        raise FileRefused(f"认不出这是什么文件，没有存下。{ACCEPTED_KINDS_MESSAGE}") from unknown
    if kind in (DOC, XLS):
        raise FileRefused(OLD_FORMAT_MESSAGE)
    if kind not in (DOCX, XLSX):
        raise FileRefused(f"这是{kind.family}，不能作模板。{ACCEPTED_KINDS_MESSAGE}")
    return ("docx" if kind == DOCX else "xlsx"), fix_extension(clean_name(name), kind)


def find_placeholders(content: bytes, kind: str) -> tuple[list[Placeholder], list[TemplateFault]]:
    """Return the placeholders of a template in their order, and what is written wrongly.

    Raises FileRefused where the file cannot be read, or has no placeholders at all.
    """
    scan_result = json.loads(_run(kind, "scan", content))
    placeholders = [
        Placeholder(placeholder["text"], placeholder["place"]) for placeholder in scan_result["placeholders"]
    ]
    faults = [
        TemplateFault(fault["place"], fault["text"], FAULT_REASONS[fault["reason"]])
        for fault in scan_result["faults"]
    ]
    if not placeholders and not faults:
        raise FileRefused(NO_PLACEHOLDERS_MESSAGE)
    return placeholders, faults


def fill_template(
    content: bytes,
    kind: str,
    *,
    values: Mapping[str, FillValue],
    rows: Mapping[str, Sequence[Mapping[str, FillValue]]],
) -> bytes:
    """Return the template with its placeholders filled; a row with 单位 or 乡镇 is repeated for its `rows`.

    Raises FileRefused where the result would be too large.
    """
    head = json.dumps({"values": values, "rows": rows}).encode()
    filled = _run(kind, "fill", head + b"\n" + content)
    if len(filled) > MOST_BYTES:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE)
    return filled


def _run(kind: str, task: str, content: bytes) -> bytes:
    try:
        return run_script(FILLERS[kind], task, content=content, megabytes=MEGABYTES, seconds=SECONDS)
    except ResourceLimitExceeded as error:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise FileRefused(f"{error}；请改好后再试。") from error
    except ScriptFailed as error:
        raise FileRefused(INCOMPLETE_MESSAGES[kind]) from error
