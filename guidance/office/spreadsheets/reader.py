"""From the bytes of a file to plain cells, by way of a process that may die of them."""

import json
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import INCOMPLETE, Refused, decoded, kind_of

MEGABYTES = 1024  # of memory; 100,000 rows of 20 columns take about a third
SECONDS = 30
MOST_OUTPUT_BYTES = 64 << 20
RESOURCE_LIMIT_MESSAGE = (
    "文件太大，或很远的地方还有零星内容，读取没有完成；请把要填报的内容复制到新下载的表中再上传。"
)

# What is read of a file: {"sheets": [{"name", "hidden", "rows": [[number, cells]], "merged": [[row,
# column, last row]]}]}. Rows are numbered as the file shows them, columns from 0; empty rows are left out.
Content = dict[str, Any]


def read(content: bytes) -> Content:
    """The cells of a file. Raises Refused with one sentence whatever is wrong with it."""
    kind = kind_of(content)
    if kind == "csv":
        content = decoded(content).encode()
    try:
        output = run_script("read_spreadsheet", kind, content=content, megabytes=MEGABYTES, seconds=SECONDS)
    except ResourceLimitExceeded as error:
        raise Refused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise Refused(f"{error}；请删去多余的内容，或分成几份。") from error
    except ScriptFailed as error:
        raise Refused(INCOMPLETE) from error
    if len(output) > MOST_OUTPUT_BYTES:
        raise Refused(RESOURCE_LIMIT_MESSAGE)
    cells: Content = json.loads(output)
    return cells
