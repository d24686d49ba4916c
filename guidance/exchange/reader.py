"""From the bytes of a file to plain cells, by way of a process that may die of them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from guidance.exchange.container import INCOMPLETE, Refused, decoded, kind_of

CHILD = Path(__file__).with_name("child.py")
MEGABYTES = 1024  # of memory for the child; 100,000 rows of 20 columns take about a third
SECONDS = 30
MOST_CELLS = 64 << 20  # bytes of its answer
TOO_HEAVY = "文件太大，或很远的地方还有零星内容，读取没有完成；请把要填报的内容复制到新下载的表中再上传。"

# What is read of a file: {"sheets": [{"name", "hidden", "rows": [[number, cells]], "merged": [[row,
# column, last row]]}]}. Rows are numbered as the file shows them, columns from 0; empty rows are left out.
Content = dict[str, Any]


def read(content: bytes) -> Content:
    """The cells of a file. Raises Refused with one sentence whatever is wrong with it."""
    kind = kind_of(content)
    given = decoded(content).encode() if kind == "csv" else content
    # -I: nothing of the folder or the user is imported by a process that meets strangers' bytes.
    command = [sys.executable, "-I", str(CHILD), kind, str(MEGABYTES), str(SECONDS)]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise Refused(TOO_HEAVY) from error
    if done.returncode:
        raise Refused(TOO_HEAVY if done.returncode < 0 else INCOMPLETE)
    return _answer(done.stdout)


def _answer(text: bytes) -> Content:
    if len(text) > MOST_CELLS:
        raise Refused(TOO_HEAVY)
    answer: Content = json.loads(text)
    if "failed" in answer:
        raise Refused(f"{answer['failed']}；请删去多余的内容，或分成几份。")
    return answer
