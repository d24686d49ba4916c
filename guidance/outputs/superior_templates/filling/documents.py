"""From a template's bytes to its placeholders and to the filled file, in processes that may die of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import Refused
from guidance.office.uploads.filenames import clean_name
from guidance.office.uploads.kinds import DOC, DOCUMENT, DOCX, SHEETS, XLS, XLSX, Unknown, judge, name_for
from guidance.outputs.superior_templates.grammar import FAULTS, Fault, Found

FILLERS = {"docx": "fill_word", "xlsx": "fill_spreadsheet"}
INCOMPLETE = {"docx": DOCUMENT.incomplete, "xlsx": SHEETS.incomplete}
MEGABYTES = 1024  # of memory
SECONDS = 30
MOST_BYTES = 20 << 20  # of what comes out
RESOURCE_LIMIT_MESSAGE = "文件太大，处理没有完成；请删去大图片和多余的内容后再试。"
KINDS_KNOWN = "上级模板请上传 Word 文档（.docx）或 Excel 工作簿（.xlsx）。"
OLD = "这是旧版格式（.doc、.xls），不能作模板；请用 Word、Excel 或 WPS 打开后另存为 .docx 或 .xlsx 再上传。"
NOTHING_FOUND = (
    "文件里没有找到占位符。请先在要填数字的地方写上占位符，如 {{ 村委会成员女性比例.全市 }}，再上传；"
    "可用的占位符见“可用占位符”页。"
)

Shown = Sequence[Any]  # what is shown, the number or None, its format


def kind_of(content: bytes, name: str) -> tuple[str, str]:
    """docx or xlsx, and the name to keep the file by. Raises Refused where it may be no template."""
    try:
        kind = judge(content)
    except Unknown as unknown:
        raise Refused(f"认不出这是什么文件，没有存下。{KINDS_KNOWN}") from unknown
    if kind in (DOC, XLS):
        raise Refused(OLD)
    if kind not in (DOCX, XLSX):
        raise Refused(f"这是{kind.family}，不能作模板。{KINDS_KNOWN}")
    return ("docx" if kind == DOCX else "xlsx"), name_for(clean_name(name), kind)


def scan(content: bytes, kind: str) -> tuple[list[Found], list[Fault]]:
    """The placeholders of a template in their order, and what is not written as one should be.

    Raises Refused where the file cannot be read, or holds none at all.
    """
    scan = json.loads(_run(kind, "scan", content))
    found = [Found(one["text"], one["place"]) for one in scan["placeholders"]]
    faults = [Fault(one["place"], one["text"], FAULTS[one["reason"]]) for one in scan["faults"]]
    if not found and not faults:
        raise Refused(NOTHING_FOUND)
    return found, faults


def fill(
    content: bytes,
    kind: str,
    *,
    values: Mapping[str, Shown],
    rows: Mapping[str, Sequence[Mapping[str, Shown]]],
) -> bytes:
    """The template with its placeholders filled; a row with 单位 or 乡镇 stands once for each of `rows`.

    Raises Refused where the result would be too large.
    """
    head = json.dumps({"values": values, "rows": rows}).encode()
    filled = _run(kind, "fill", head + b"\n" + content)
    if len(filled) > MOST_BYTES:
        raise Refused(RESOURCE_LIMIT_MESSAGE)
    return filled


def _run(kind: str, task: str, content: bytes) -> bytes:
    try:
        return run_script(FILLERS[kind], task, content=content, megabytes=MEGABYTES, seconds=SECONDS)
    except ResourceLimitExceeded as error:
        raise Refused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise Refused(f"{error}；请改好后再试。") from error
    except ScriptFailed as error:
        raise Refused(INCOMPLETE[kind]) from error
