"""/visits/excerpts/: paragraphs of 经验做法 and 工作建议 are picked once and keep their source."""

import csv
import io

import pytest

from guidance.core.workflow import actions as workflow
from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.rules import make_digest
from tests.pages import query_count, read
from tests.reporting.visits.report_samples import return_report, store_report, store_sent_report

pytestmark = pytest.mark.postgres

LIST = "/visits/excerpts/"
FIRST, SECOND = "一、专职专选。", "二、结对带教。"


def page_of(report):
    return f"/visits/{report.pk}/reading/"


def pick_excerpt(client, report, text=FIRST, section="good_practices"):
    typed = {"section": section, "mark": make_digest(text)}
    return client.post(f"{page_of(report)}pick/", typed, follow=True)


def remove_excerpt(client, excerpt):
    return client.post(f"{LIST}{excerpt.pk}/remove/", follow=True)


@pytest.fixture
def clerk(cast, log_in):
    return log_in(cast.clerk)


@pytest.fixture
def report(cast):
    return store_sent_report(cast, good_practices=f"{FIRST}\n\n {SECOND}", recommendations="逐村核对。")


class TestPick:
    def test_it_works(self, cast, clerk, report):
        assert read(clerk.get(page_of(report))).text.count("收入摘录") == 3
        page = pick_excerpt(clerk, report)
        assert page.redirect_chain[-1][0] == f"{page_of(report)}#paragraph-{make_digest(FIRST)}"
        text = read(page).text
        assert "已收入摘录。" in text
        assert f"{FIRST} 已摘录" in text
        assert text.count("收入摘录") == 3  # two buttons and the message
        (excerpt,) = Excerpt.objects.all()
        assert (excerpt.text, excerpt.section, excerpt.report, excerpt.picked_by) == (
            *(FIRST, "good_practices", report, cast.clerk),
        )

    def test_twice_is_once(self, clerk, report):
        for _ in range(2):
            pick_excerpt(clerk, report)
        assert Excerpt.objects.count() == 1

    def test_the_same_words_in_another_section_are_another_excerpt(self, cast, clerk):
        report = store_sent_report(cast, good_practices=FIRST, recommendations=FIRST)
        pick_excerpt(clerk, report)
        pick_excerpt(clerk, report, section="recommendations")
        assert Excerpt.objects.count() == 2

    @pytest.mark.parametrize(
        ("section", "text"),
        [("good_practices", "没有这一段"), ("issues_found", "问题。"), ("nonsense", FIRST), ("", "")],
    )
    def test_what_the_report_does_not_say_is_refused(self, cast, clerk, section, text):
        report = store_sent_report(cast, good_practices=FIRST, issues_found="问题。")
        page = read(pick_excerpt(clerk, report, text, section))
        assert "没有收入摘录：原文已被修改，请刷新本页后再操作。" in page.text
        assert not Excerpt.objects.exists()

    def test_a_draft_is_refused(self, cast, clerk):
        page = read(pick_excerpt(clerk, store_report(cast, good_practices=FIRST)))
        assert "上报之后才能摘录" in page.text
        assert not Excerpt.objects.exists()

    @pytest.mark.parametrize("username", ["leader", "liaison", "viewer"])
    def test_only_staff_pick(self, cast, log_in, report, username):
        assert pick_excerpt(log_in(getattr(cast, username)), report).status_code == 403
        assert not Excerpt.objects.exists()


class TestCollection:
    def test_by_section_and_township_with_the_source(self, cast, clerk, report):
        other = store_sent_report(cast, 7, good_practices="利用圩日宣传。")
        pick_excerpt(clerk, report, "逐村核对。", "recommendations")
        pick_excerpt(clerk, other, "利用圩日宣传。")
        pick_excerpt(clerk, report)
        page = read(clerk.get(LIST))
        text = page.text
        places = [text.index(word) for word in ("经验做法 ", FIRST, "工作建议 ", "逐村核对。")]
        assert places == sorted(places)
        assert f"{cast.leader_person} 2021年2月4日" in text
        assert {page_of(report), page_of(other)} <= set(page.links)

    def test_all_of_it_to_copy(self, cast, clerk, report):
        pick_excerpt(clerk, report)
        pick_excerpt(clerk, report, SECOND)
        source = f"（融安县桥板乡，{cast.leader_person}，2021年2月4日）"
        html = clerk.get(LIST).content.decode()
        assert f"经验做法\n1. {FIRST}{source}\n2. {SECOND}{source}</textarea>" in html

    def test_an_empty_collection_says_what_to_do(self, clerk):
        page = read(clerk.get(LIST))
        assert "还没有摘录。" in page.text
        assert "/visits/reading/" in page.links

    def test_what_became_of_the_source_is_said(self, cast, clerk, report):
        pick_excerpt(clerk, report)
        doubts = ("原文已改", "该表已退回", "该表已撤回")
        assert not any(doubt in read(clerk.get(LIST)).text for doubt in doubts)
        withdrawn = workflow.withdraw_paper(report, by=cast.leader, version=report.version)
        assert "该表已撤回" in read(clerk.get(LIST)).text
        withdrawn.good_practices = "换了说法。"
        withdrawn.save()
        sent_again = workflow.submit_paper(withdrawn, by=cast.leader, version=withdrawn.version)
        assert "原文已改" in read(clerk.get(LIST)).text
        return_report(cast, sent_again)
        assert "该表已退回" in read(clerk.get(LIST)).text

    def test_export(self, cast, clerk, report):
        pick_excerpt(clerk, report)
        text = b"".join(clerk.get(f"{LIST}export.csv")).decode("utf-8-sig")
        _, row = csv.reader(io.StringIO(text))
        assert row == [
            *(
                "经验做法",
                FIRST,
                "融安县",
                "桥板乡",
                str(cast.leader_person),
                "2021年2月4日",
                "示例clerk",
                "",
            ),
        ]
        assert b"".join(clerk.get(f"{LIST}export.xlsx"))[:2] == b"PK"

    def test_the_cost_does_not_grow_with_the_rows(self, cast, clerk, report):
        pick_excerpt(clerk, report)
        clerk.get(LIST)
        queries = 6
        with query_count(queries):
            clerk.get(LIST)
        pick_excerpt(clerk, report, SECOND)
        pick_excerpt(clerk, store_sent_report(cast, 7, good_practices=FIRST))
        remove_excerpt(clerk, Excerpt.objects.first())
        with query_count(queries):
            clerk.get(LIST)


class TestRemove:
    def test_it_works_and_can_be_undone(self, cast, clerk, report):
        pick_excerpt(clerk, report)
        removed = Excerpt.objects.get()
        page = read(remove_excerpt(clerk, removed))
        assert "最近移除" in page.text
        assert not Excerpt.objects.exists()
        row = Excerpt.history.get(history_type="-")
        page = clerk.post(f"{LIST}removed/{row.history_id}/restore/", follow=True)
        assert "最近移除" not in read(page).text
        (excerpt,) = Excerpt.objects.all()
        assert (excerpt.text, excerpt.report, excerpt.section) == (FIRST, report, "good_practices")

    def test_picking_it_again_undoes_it_as_well(self, clerk, report):
        pick_excerpt(clerk, report)
        remove_excerpt(clerk, Excerpt.objects.get())
        pick_excerpt(clerk, report)
        assert Excerpt.objects.count() == 1
        assert "最近移除" not in read(clerk.get(LIST)).text

    def test_undone_twice_is_once(self, clerk, report):
        pick_excerpt(clerk, report)
        remove_excerpt(clerk, Excerpt.objects.get())
        row = Excerpt.history.get(history_type="-")
        for _ in range(2):
            clerk.post(f"{LIST}removed/{row.history_id}/restore/")
        assert Excerpt.objects.count() == 1

    def test_the_last_five_are_offered(self, cast, clerk):
        texts = [f"第{number}条。" for number in range(1, 8)]
        report = store_sent_report(cast, good_practices="\n".join(texts))
        for text in texts:
            pick_excerpt(clerk, report, text)
            remove_excerpt(clerk, Excerpt.objects.get())
        page = read(clerk.get(LIST)).text
        assert [text for text in texts if text in page] == texts[2:]
        assert page.count("撤销") == 5

    def test_gone_already_is_404(self, clerk, report):
        pick_excerpt(clerk, report)
        excerpt = Excerpt.objects.get()
        remove_excerpt(clerk, excerpt)
        assert clerk.post(f"{LIST}{excerpt.pk}/remove/").status_code == 404

    def test_only_staff(self, cast, log_in, clerk, report):
        pick_excerpt(clerk, report)
        excerpt = Excerpt.objects.get()
        for username in ("leader", "liaison", "viewer", "reporter"):
            assert remove_excerpt(log_in(getattr(cast, username)), excerpt).status_code == 403
        assert Excerpt.objects.exists()
