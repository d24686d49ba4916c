"""列为问题 makes a Problem of a sentence of 发现问题 and keeps its source."""

import pytest

from guidance.oversight.findings.problems.models import Problem
from tests.days import FEB
from tests.pages import read
from tests.reporting.visits.report_samples import accept_report, store_report, store_sent_report

TEXT = "两个村没有女性候选人。经费未落实！"
SENTENCE = "两个村没有女性候选人。"


def page_url(report):
    return f"/visits/{report.pk}/reading/"


def mark_url(report):
    return f"{page_url(report)}problem/"


def mark_problem(client, report, number=1, **typed):
    """Press 列为问题 beside a sentence, fill in the form and send it."""
    form = read(client.get(page_url(report), {"mark": number})).form(mark_url(report))
    return client.post(mark_url(report), form | typed, follow=True)


@pytest.fixture
def report(cast):
    return store_sent_report(cast, issues_found=TEXT)


@pytest.mark.parametrize("username", ["clerk", "leader", "liaison"])
def test_it_works(cast, log_in, report, username):
    client = log_in(getattr(cast, username))
    village = cast.villages[0]
    page = mark_problem(client, report, village=village.pk, due_on="2021-02-20")
    (problem,) = Problem.objects.all()
    assert (problem.source_report, problem.source_text, problem.description) == (report, SENTENCE, SENTENCE)
    assert (problem.unit, problem.township, problem.village) == (cast.unit, cast.township, village)
    assert (problem.state, problem.due_on, problem.plan) == ("open", FEB[20], cast.plan)
    assert problem.history.get().history_user == getattr(cast, username)
    assert page.redirect_chain[-1][0] == f"{page_url(report)}#problem-{problem.pk}"
    text = read(page).text
    assert "已列为问题，责任单位：融安县。" in text
    assert "已列为问题 未解决 · 示例一村 · 2月20日前解决" in text


def test_only_the_sentence_asked_for_has_its_form(cast, log_in, report):
    client = log_in(cast.leader)
    assert not read(client.get(page_url(report))).has_form(mark_url(report))
    form = read(client.get(page_url(report), {"mark": 2})).form(mark_url(report))
    assert form["description"] == ["经费未落实！"]
    assert form["sentence"] == ["经费未落实！"]
    assert form["village"] == [""]


@pytest.mark.parametrize("number", ["0", "3", "x", "", "9" * 30, "\x00"])
def test_a_sentence_that_is_not_there_opens_no_form(cast, log_in, report, number):
    page = log_in(cast.leader).get(page_url(report), {"mark": number})
    assert page.status_code == 200
    assert not read(page).has_form(mark_url(report))


def test_its_words_can_be_changed_and_village_and_day_left_open(cast, log_in, report):
    mark_problem(log_in(cast.leader), report, description="桥板乡两个村无女性候选人")
    problem = Problem.objects.get()
    assert (problem.description, problem.source_text) == ("桥板乡两个村无女性候选人", SENTENCE)
    assert (problem.village, problem.due_on) == (None, None)


def test_the_same_sentence_again_is_told_and_led_to_the_first(cast, log_in, report):
    client = log_in(cast.leader)
    form = read(client.get(page_url(report), {"mark": 1})).form(mark_url(report))
    client.post(mark_url(report), form)
    page = client.post(mark_url(report), form | {"description": "换个说法"}, follow=True)
    (problem,) = Problem.objects.all()
    assert problem.description == SENTENCE
    assert "没有重复列入：这一句已经列为问题" in read(page).text
    assert page.redirect_chain[-1][0].endswith(f"#problem-{problem.pk}")
    assert not read(client.get(page_url(report), {"mark": 1})).has_form(mark_url(report))


def test_another_sentence_is_another_problem(cast, log_in, report):
    client = log_in(cast.leader)
    mark_problem(client, report, 1)
    mark_problem(client, report, 2)
    assert Problem.objects.count() == 2


def test_an_accepted_report_can_still_be_used(cast, log_in, report):
    mark_problem(log_in(cast.clerk), accept_report(cast, report))
    assert Problem.objects.count() == 1


WRONG = [
    ({"description": " "}, "请写明是什么问题。"),
    ({"description": "字" * 501}, "现有501字，不能超过500字。"),
    ({"due_on": "2021-02-30"}, "日期不对，请填如 2021-02-12。"),
    ({"due_on": "2201-01-01"}, "年份2201不对"),
    ({"due_on": "2021-02-04"}, "完成时限不能早于今天（2月5日）。"),
    ({"village": "x"}, "请从列表中选择该乡镇（街道）的村（社区）。"),
    ({"village": "9" * 30}, "请从列表中选择该乡镇（街道）的村（社区）。"),
    ({"sentence": "报告里没有的话。"}, "没有列为问题：原文已被修改，请刷新本页后再操作。"),
    ({"sentence": ""}, "没有列为问题：原文已被修改，请刷新本页后再操作。"),
]


@pytest.mark.parametrize(("typed", "message"), WRONG)
def test_bad_input_is_told_and_writes_nothing(cast, log_in, report, typed, message):
    page = mark_problem(log_in(cast.leader), report, **typed)
    assert page.status_code == 200
    assert message in read(page).text
    assert not Problem.objects.exists()


def test_what_was_typed_stays_in_the_form(cast, log_in, report):
    page = read(mark_problem(log_in(cast.leader), report, description="我写的", due_on="2021-02-30"))
    assert page.form(mark_url(report))["description"] == ["我写的"]


def test_a_village_of_another_township_cannot_be_chosen(cast, log_in, report):
    page = mark_problem(log_in(cast.leader), report, village=cast.other_villages[0].pk)
    assert "请从列表中选择该乡镇（街道）的村（社区）。" in read(page).text
    assert not Problem.objects.exists()


def test_a_draft_is_refused(cast, log_in):
    report = store_report(cast, issues_found=TEXT)
    typed = {"sentence": SENTENCE, "description": SENTENCE}
    page = read(log_in(cast.leader).post(mark_url(report), typed))
    assert "上报之后才能摘录或列为问题" in page.text
    assert not Problem.objects.exists()


@pytest.mark.parametrize(
    ("username", "status"),
    [("other_leader", 404), ("viewer", 403), ("reporter", 403), ("township_liaison", 403)],
)
def test_who_may_not(cast, log_in, report, username, status):
    typed = {"sentence": SENTENCE, "description": SENTENCE}
    assert log_in(getattr(cast, username)).post(mark_url(report), typed).status_code == status
    assert not Problem.objects.exists()
