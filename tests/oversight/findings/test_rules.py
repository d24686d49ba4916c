"""A report's text is split into paragraphs and sentences."""

from guidance.oversight.findings.rules import make_digest, split_paragraphs, split_sentences


def test_paragraphs_are_lines_that_say_something():
    assert split_paragraphs(" 一、培训。\r\n\n  \n二、结对带教；\n三、宣传") == [
        "一、培训。",
        "二、结对带教；",
        "三、宣传",
    ]
    assert split_paragraphs("  \n") == []


def test_the_same_paragraph_twice_is_one():
    assert split_paragraphs("同\n不同\n同 ") == ["同", "不同"]


def test_sentences_end_at_their_marks_and_at_line_breaks():
    text = "候选人不足。参选率低！怎么办？一是外出；二是年龄大\n补贴未落实，\r\n待查"
    assert split_sentences(text) == [
        *("候选人不足。", "参选率低！", "怎么办？", "一是外出；", "二是年龄大", "补贴未落实，", "待查"),
    ]


def test_what_closes_after_the_mark_belongs_to_the_sentence():
    assert split_sentences("群众说“不想选。”村里（未公示。）还有") == [
        "群众说“不想选。”",
        "村里（未公示。）",
        "还有",
    ]


def test_several_marks_end_one_sentence_and_marks_alone_are_none():
    assert split_sentences("真的？！好。。。\n。\n；") == ["真的？！", "好。。。"]


def test_a_text_without_marks_is_one_sentence_and_none_is_none():
    assert split_sentences("一个村没有女性候选人") == ["一个村没有女性候选人"]
    assert split_sentences(" \n ") == []


def test_different_texts_have_different_digests():
    assert make_digest("甲") != make_digest("乙")
    assert len(make_digest("甲")) == 64
