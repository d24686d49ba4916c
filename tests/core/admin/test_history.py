"""The history pages of the administration: who, when, from what to what; and what may be brought back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from guidance.core.workflow.choices import Status
from guidance.oversight.findings.problems.models import Problem
from guidance.reference.places.models import Village
from tests.access_scene import make_report, send
from tests.oversight.dashboard.samples import store_return
from tests.pages import read


@pytest.fixture
def client(cast, log_in):
    return log_in(cast.clerk)


def page_url(row, page, *arguments):
    return reverse(f"admin:guidance_{row._meta.model_name}_{page}", args=[row.pk, *arguments])


def test_it_works(client, cast):
    paper = make_report(cast.leader_person, cast.township, cast.leader)
    paper = send(paper, cast.leader)
    text = read(client.get(page_url(paper, "history"))).text
    assert "状态：草稿 → 已上报" in text
    assert "上报时间：（空） → 2021年2月5日" in text
    assert "共 2 条" in text


def test_words_instead_of_codes(client, cast):
    row = store_return(cast.plan, cast.villages[0], people=5, women=2)
    row.chair_in_two_committees, row.flag, row._history_user = True, "corrected", cast.reporter
    row.save()
    rows = read(client.get(page_url(row, "history"))).rows
    (row_of_change,) = [cells for cells in rows if "已修改" in cells]
    assert row_of_change[2:] == ["示例reporter", "妇联主席进“两委”：（空） → 是 数据状态：确认 → 更正"]


class TestFormerStates:
    def test_of_a_paper_are_read_only(self, client, cast):
        paper = make_report(cast.leader_person, cast.township, cast.leader)
        draft = paper.history.get()
        paper = send(paper, cast.leader)
        address = page_url(paper, "simple_history", draft.pk)
        page = read(client.get(address))
        assert "演示：总体情况。" in page.text + str(page.form(""))
        assert client.post(address, page.form("")).status_code == 403
        paper.refresh_from_db()
        assert (paper.status, paper.version) == (Status.SUBMITTED, 2)

    def test_of_figures_are_read_only(self, client, cast):
        row = store_return(cast.plan, cast.villages[0], people=5, women=2, version=1)
        first_version = row.history.get()
        row.women = 4
        row.save()
        address = page_url(row, "simple_history", first_version.pk)
        assert client.get(address).status_code == 200
        assert client.post(address, {"women": "2"}).status_code == 403
        row.refresh_from_db()
        assert row.women == 4

    def test_a_deleted_row_comes_back(self, client, cast):
        row = cast.villages[0]
        number = row.pk
        client.post(page_url(row, "delete"), {"post": "yes"})
        assert not Village.objects.filter(pk=number).exists()
        row.pk = number
        deleted = Village.history.filter(id=number, history_type="-").get()
        address = page_url(row, "simple_history", deleted.pk)
        client.post(address, read(client.get(address)).form(""))
        assert Village.objects.get(pk=number).name == "示例一村"


def test_an_entry_of_a_problem_bears_who_wrote_it_and_when(client, cast):
    problem = Problem.objects.create(plan=cast.plan, unit=cast.unit, description="演示问题")
    form = read(client.get(page_url(problem, "change"))).form("")
    entry = {"entries-TOTAL_FORMS": "1", "entries-0-text": "已约谈", "entries-0-problem": str(problem.pk)}
    client.post(page_url(problem, "change"), form | entry)
    stored_entry = problem.entries.get()
    assert (stored_entry.text, stored_entry.by) == ("已约谈", cast.clerk)
    assert timezone.localtime(stored_entry.at).date().isoformat() == "2021-02-05"
