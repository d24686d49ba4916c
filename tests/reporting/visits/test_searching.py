"""Words in long texts: how they are parted, and the excerpt round a hit."""

import pytest

from guidance.reporting.visits.list.search import Excerpt, Part, excerpts, words_of

pytestmark = pytest.mark.postgres


def test_words_are_parted_by_blanks_of_any_width_and_each_counts_once():
    assert words_of("  妇联 主席　补贴\t妇联 ") == ["妇联", "主席", "补贴"]
    assert words_of(" 　 ") == []


def test_the_words_are_marked_where_they_stand():
    (found,) = excerpts([("总体情况", "妇联主席已定"), ("发现问题", "没有")], ["主席"])
    assert found == Excerpt("总体情况", [Part("妇联"), Part("主席", is_marked=True), Part("已定")])


def test_a_long_text_is_cut_on_both_sides_of_the_first_hit():
    (found,) = excerpts([("总体情况", "前" * 30 + "主席" + "后" * 70)], ["主席"])
    assert [part.text for part in found.parts] == ["…", "前" * 20, "主席", "后" * 60, "…"]


def test_each_section_with_a_hit_has_its_excerpt_and_all_words_are_marked():
    found = excerpts([("甲", "补贴给主席"), ("乙", "无"), ("丙", "主席")], ["主席", "补贴"])
    assert [one.label for one in found] == ["甲", "丙"]
    assert [part.text for part in found[0].parts if part.is_marked] == ["补贴", "主席"]


def test_of_a_word_within_another_the_longer_one_is_marked():
    (found,) = excerpts([("甲", "村委会")], ["村", "村委会"])
    assert [part.text for part in found.parts] == ["村委会"]


def test_signs_of_patterns_are_plain_letters():
    (found,) = excerpts([("甲", "占100%（约）.*")], [".*"])
    assert found.parts[-1] == Part(".*", is_marked=True)
    assert excerpts([("甲", "占100%")], [".*"]) == []


def test_letters_are_found_in_either_case():
    (found,) = excerpts([("甲", "用APP报名")], ["app"])
    assert Part("APP", is_marked=True) in found.parts


def test_without_words_there_is_nothing_to_show():
    assert excerpts([("甲", "文字")], []) == []
