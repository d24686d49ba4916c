"""The same data makes the same bytes on any machine and at any hour; zips keep their order."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO
from zipfile import ZipFile

import pytest

from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.word import make_docx
from guidance.office.papers.zipping import free_name, write_zip
from tests.office.papers.samples import DATA, full_paper

PRINT_SUMS = """
import hashlib
from guidance.office.papers.excel import make_xlsx
from guidance.office.papers.word import make_docx
from tests.office.papers.samples import DATA, full_paper
for content in (make_docx(full_paper()), make_xlsx(full_paper(), DATA)):
    print(hashlib.sha256(content).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_makes_the_same_bytes(seed):
    """Whatever order its sets and dictionaries have, and whatever hour it is there."""
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/New_York", "PYTHONPATH": os.getcwd()}
    run = subprocess.run([sys.executable, "-c", PRINT_SUMS], env=environment, capture_output=True, check=True)
    sums = [
        hashlib.sha256(content).hexdigest()
        for content in (make_docx(full_paper()), make_xlsx(full_paper(), DATA))
    ]
    assert run.stdout.decode().split() == sums


def test_names_that_are_taken_get_numbers():
    used_names = set()
    names = [free_name(name, used_names) for name in ("报告.docx", "报告.docx", "报告.DOCX", "无", "无")]
    assert names == ["报告.docx", "报告（2）.docx", "报告（3）.DOCX", "无", "无（2）"]


def test_a_zip_keeps_the_order_and_every_file():
    file = BytesIO()
    write_zip(file, [("二/报告.docx", b"1"), ("一.docx", b"2"), ("二/报告.docx", b"3")])
    with ZipFile(file) as zip_file:
        assert {name: zip_file.read(name) for name in zip_file.namelist()} == {
            "二/报告.docx": b"1",
            "一.docx": b"2",
            "二/报告（2）.docx": b"3",
        }
        assert {member.date_time[0] for member in zip_file.infolist()} == {1980}
        assert {member.flag_bits & 0x800 for member in zip_file.infolist()} == {0x800}  # names are UTF-8
