"""The names of uploaded files are cleaned."""

import pytest

from guidance.office.uploads.filenames import LONGEST, clean_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("照片1.jpg", "照片1.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\张\\照片.jpg", "照片.jpg"),
        ("照\u202egpj.exe", "照gpj.exe"),
        ("照\x00片\r\n\t.jpg", "照片.jpg"),
        ("  照  片 .jpg ", "照 片 .jpg"),
        ("\u200b", "文件"),
        ("", "文件"),
        ("..", "文件"),
        ("/", "文件"),
        (".jpg", "jpg"),
    ],
)
def test_it_works(name, expected):
    assert clean_name(name) == expected


def test_300_characters_keep_their_ending():
    name = clean_name("长" * 300 + ".docx")
    assert name == "长" * 195 + ".docx"
    assert len(name) == LONGEST


def test_300_characters_without_an_ending():
    assert clean_name("长" * 300) == "长" * LONGEST
    assert clean_name("a." + "长" * 300) == "a." + "长" * (LONGEST - 2)
