"""From a template's bytes to its placeholders and to the filled file, in processes that may die of them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from guidance.office.sandbox.run import SCRIPTS, Broken, TooHeavy, run_alone
from guidance.office.uploads.container import Refused
from guidance.office.uploads.filenames import clean_name
from guidance.office.uploads.kinds import DOC, DOCUMENT, DOCX, SHEETS, XLS, XLSX, Unknown, judge, name_for
from guidance.outputs.superior_templates.grammar import FAULTS, Fault, Found

FILLERS = {"docx": SCRIPTS / "fill_word.py", "xlsx": SCRIPTS / "fill_spreadsheet.py"}
INCOMPLETE = {"docx": DOCUMENT.incomplete, "xlsx": SHEETS.incomplete}
MEGABYTES = 1024  # of memory for the child
SECONDS = 30
MOST_BYTES = 20 << 20  # of what comes out
TOO_HEAVY = "文件太大，处理没有完成；请删去大图片和多余的内容后再试。"
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
    answer, _ = _ask(kind, content, do="scan")
    found = [Found(one["text"], one["place"]) for one in answer["found"]]
    faults = [Fault(one["place"], one["text"], FAULTS[one["why"]]) for one in answer["faults"]]
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
    _, filled = _ask(kind, content, do="fill", values=values, rows=rows)
    if len(filled) > MOST_BYTES:
        raise Refused(TOO_HEAVY)
    return filled


def _ask(kind: str, content: bytes, **asked: Any) -> tuple[dict[str, Any], bytes]:
    given = json.dumps(asked).encode() + b"\n" + content
    try:
        answer = run_alone(FILLERS[kind], str(MEGABYTES), str(SECONDS), given=given, seconds=SECONDS)
    except TooHeavy as error:
        raise Refused(TOO_HEAVY) from error
    except Broken as error:
        raise Refused(INCOMPLETE[kind]) from error
    head, _, body = answer.partition(b"\n")
    told: dict[str, Any] = json.loads(head)
    if "failed" in told:
        raise Refused(f"{told['failed']}；请改好后再试。")
    return told, body
