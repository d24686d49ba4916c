"""Whether a PDF may be handed on: nothing in it runs, opens or hides another file, and anyone can read it."""

import json
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import FileRefused

MEGABYTES = 1024  # of memory
SECONDS = 30
ADVICE = "请重新导出 PDF（如用“打印为 PDF”），或拍照上传"
BROKEN_MESSAGE = f"PDF 不完整或已损坏，可能没有传完；{ADVICE}。"
PROBLEM_MESSAGES = {
    "locked": "PDF 设有密码或权限限制，别人可能打不开；请取消限制后再上传，或拍照上传。",
    "runs": f"PDF 中带有会自动运行的程序，不能上传；{ADVICE}。",
    "attachment": "PDF 中夹带了别的文件，不能上传；请删去 PDF 的附件，或用“打印为 PDF”另存一份再传。",
}


def check_pdf(content: bytes) -> None:
    """Raise FileRefused with the reason if the file may not be kept."""
    if b"startxref" not in content:  # cut off: pikepdf would repair it without a word
        raise FileRefused(BROKEN_MESSAGE)
    try:
        problem = _inspect(content)["problem"]
    except (ResourceLimitExceeded, ContentTooLarge, ScriptFailed) as error:
        raise FileRefused(BROKEN_MESSAGE) from error
    if problem:
        raise FileRefused(PROBLEM_MESSAGES[problem])


def page_count(content: bytes) -> int | None:
    """How many pages a PDF has; None if that cannot be found out."""
    try:
        return _inspect(content)["pages"] or None
    except (ResourceLimitExceeded, ContentTooLarge, ScriptFailed):
        return None


def _inspect(content: bytes) -> dict[str, Any]:
    output = run_script("inspect_pdf", content=content, megabytes=MEGABYTES, seconds=SECONDS)
    inspection: dict[str, Any] = json.loads(output)
    return inspection
