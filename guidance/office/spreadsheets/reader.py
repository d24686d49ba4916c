"""From the bytes of a file to plain cells, by way of a process that may die of them."""

import json
from typing import Any

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from guidance.office.uploads.container import INCOMPLETE_MESSAGE, FileRefused, decode_text, get_table_kind

MEGABYTES = 1024  # of memory; 100,000 rows of 20 columns take about a third
SECONDS = 30
MOST_OUTPUT_BYTES = 64 << 20
RESOURCE_LIMIT_MESSAGE = (
    "文件太大，或很远的地方还有零星内容，读取没有完成；请把要填报的内容复制到新下载的表中再上传。"
)

# What is read of a file: {"sheets": [{"name", "hidden", "rows": [[number, cells]], "merged": [[row,
# column, last row]]}]}. Rows are numbered as the file shows them, columns from 0; empty rows are left out.
Content = dict[str, Any]


def read_spreadsheet(content: bytes) -> Content:
    """The cells of a file. Raises FileRefused with one sentence whatever is wrong with it."""
    kind = get_table_kind(content)
    if kind == "csv":
        content = decode_text(content).encode()
    try:
        output = run_script("read_spreadsheet", kind, content=content, megabytes=MEGABYTES, seconds=SECONDS)
    except ResourceLimitExceeded as error:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE) from error
    except ContentTooLarge as error:
        raise FileRefused(f"{error}；请删去多余的内容，或分成几份。") from error
    except ScriptFailed as error:
        raise FileRefused(INCOMPLETE_MESSAGE) from error
    if len(output) > MOST_OUTPUT_BYTES:
        raise FileRefused(RESOURCE_LIMIT_MESSAGE)
    cells: Content = json.loads(output)
    return cells
