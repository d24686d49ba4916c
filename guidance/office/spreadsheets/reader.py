"""From the bytes of a file to plain cells, by way of a process that may die of them."""

import json
from typing import Any

from guidance.office.sandbox.run import SCRIPTS, Broken, TooHeavy, run_alone
from guidance.office.uploads.container import INCOMPLETE, Refused, decoded, kind_of

CHILD = SCRIPTS / "read_spreadsheet.py"
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
    try:
        answer = run_alone(CHILD, kind, str(MEGABYTES), str(SECONDS), given=given, seconds=SECONDS)
    except TooHeavy as error:
        raise Refused(TOO_HEAVY) from error
    except Broken as error:
        raise Refused(INCOMPLETE) from error
    return _answer(answer)


def _answer(text: bytes) -> Content:
    if len(text) > MOST_CELLS:
        raise Refused(TOO_HEAVY)
    answer: Content = json.loads(text)
    if "failed" in answer:
        raise Refused(f"{answer['failed']}；请删去多余的内容，或分成几份。")
    return answer
