"""Which texts fit onto the form's one page and which go onto continuation sheets."""

import pytest

from guidance.reporting.visits.printing.rules import LINES, Box, available_lines, count_lines, lay_out_boxes

EMPTY = "（可另附页）"
NAMES = ("first", "second", "third", "fourth")


def boxes(*texts: str, lines: int = LINES, with_files: tuple[str, ...] = ()) -> list[Box]:
    """Four sections with these texts, the rest empty."""
    all_texts = dict.fromkeys(NAMES, "") | dict(zip(NAMES, texts, strict=False))
    return lay_out_boxes(all_texts, lines=lines, with_files=frozenset(with_files), empty_hint=EMPTY)


def test_it_works():
    short, long, *rest = boxes("短", "长" * 29 * 20)
    assert short == Box("first", "短")
    assert long == Box("second", "", "（见附页）", "长" * 29 * 20)
    assert [(box.text, box.hint) for box in rest] == [("", EMPTY), ("", EMPTY)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 0),
        ("一", 1),
        ("字" * 29, 1),
        ("字" * 30, 2),
        ("一\n二", 2),
        ("一\n\n二", 3),
        ("a" * 44, 1),  # 44 x 65 = 2860 of 2900
        ("a" * 45, 2),
        ("，。（）" * 7, 1),
    ],
)
def test_lines(text, lines):
    assert count_lines(text) == lines


# 18 lines for all four; 4 are kept for the first and 2 for each of the others.
@pytest.mark.parametrize(("lines", "stays"), [(12, True), (13, False)])
def test_one_long_section_takes_what_the_others_leave(lines, stays):
    text = "\n".join("行" * lines)
    box = boxes(text)[0]
    assert (box.text == text) is stays
    assert box.hint == ("" if stays else "（见附页）")


def test_the_longest_goes_first_and_no_more_than_needed():
    texts = ["\n".join("行" * lines) for lines in (7, 6, 5, 4)]  # 22 lines; without the first 2 + 15
    assert [box.hint for box in boxes(*texts)] == ["（见附页）", "", "", ""]
    assert [box.hint for box in boxes(*texts, lines=16)] == ["（见附页）", "（见附页）", "", ""]


def test_all_of_them():
    assert [box.hint for box in boxes(*["长" * 5000] * 4)] == ["（见附页）"] * 4


def test_files_are_told_of():
    laid_out = boxes("短", "", with_files=("first", "second"))
    assert [(box.text, box.hint) for box in laid_out[:2]] == [("短", "（另见附页）"), ("", "（见附页）")]


def test_no_room_leaves_empty_boxes_as_they_are():
    assert [box.hint for box in boxes("短", lines=3)] == ["（见附页）", EMPTY, EMPTY, EMPTY]


def test_blanks_at_the_ends_are_no_text():
    (box, *_) = boxes(" \n\n\t\n")
    assert box == Box("first", "", EMPTY)
    assert boxes("\n一\t二  \n\n")[0].text == "一　　二"


def test_a_long_head_takes_from_the_boxes():
    assert available_lines("字" * 26, ["一", "二"]) == LINES
    assert available_lines("字" * 27, ["一", "二"]) == LINES - 2
    assert available_lines("字", ["一", "字" * 88]) == LINES - 3  # 4 lines of 29 instead of one
