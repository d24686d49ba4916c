"""Words in long texts: how queries are split, and the excerpt around a hit."""

import pytest

from guidance.reporting.visits.list.search import Excerpt, ExcerptPart, get_excerpts, split_words

pytestmark = pytest.mark.postgres


def test_words_are_parted_by_blanks_of_any_width_and_each_counts_once():
    assert split_words("  妇联 主席　补贴\t妇联 ") == ["妇联", "主席", "补贴"]
    assert split_words(" 　 ") == []


def test_the_words_are_marked_where_they_stand():
    (excerpt,) = get_excerpts([("总体情况", "妇联主席已定"), ("发现问题", "没有")], ["主席"])
    assert excerpt == Excerpt(
        "总体情况", [ExcerptPart("妇联"), ExcerptPart("主席", is_marked=True), ExcerptPart("已定")]
    )


def test_a_long_text_is_cut_on_both_sides_of_the_first_hit():
    (excerpt,) = get_excerpts([("总体情况", "前" * 30 + "主席" + "后" * 70)], ["主席"])
    assert [part.text for part in excerpt.parts] == ["…", "前" * 20, "主席", "后" * 60, "…"]


def test_each_section_with_a_hit_has_its_excerpt_and_all_words_are_marked():
    excerpts = get_excerpts([("甲", "补贴给主席"), ("乙", "无"), ("丙", "主席")], ["主席", "补贴"])
    assert [excerpt.label for excerpt in excerpts] == ["甲", "丙"]
    assert [part.text for part in excerpts[0].parts if part.is_marked] == ["补贴", "主席"]


def test_of_a_word_within_another_the_longer_one_is_marked():
    (excerpt,) = get_excerpts([("甲", "村委会")], ["村", "村委会"])
    assert [part.text for part in excerpt.parts] == ["村委会"]


def test_signs_of_patterns_are_plain_letters():
    (excerpt,) = get_excerpts([("甲", "占100%（约）.*")], [".*"])
    assert excerpt.parts[-1] == ExcerptPart(".*", is_marked=True)
    assert get_excerpts([("甲", "占100%")], [".*"]) == []


def test_letters_are_found_in_either_case():
    (excerpt,) = get_excerpts([("甲", "用APP报名")], ["app"])
    assert ExcerptPart("APP", is_marked=True) in excerpt.parts


def test_without_words_there_is_nothing_to_show():
    assert get_excerpts([("甲", "文字")], []) == []
