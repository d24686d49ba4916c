"""Forms of the administration accept lists as people write them and refuse wrong figures with a sentence."""

import pytest
from django.urls import reverse

from guidance.oversight.findings.problems.models import Problem
from guidance.reference.plans.models import Milestone, ReportingRound, Target
from tests.access_scene import make_report
from tests.clients import logged_in_client
from tests.oversight.dashboard.samples import store_return
from tests.pages import read


@pytest.fixture
def client(cast, log_in):
    return log_in(cast.clerk)


def change_url(row):
    return reverse(f"admin:guidance_{row._meta.model_name}_change", args=[row.pk])


def save_change(client, row, **typed):
    """Open the page of `row`, change the fields and press 保存."""
    page = read(client.get(change_url(row)))
    return client.post(change_url(row), page.form("") | typed, follow=True)


def test_it_works(client, cast):
    page = read(client.get(change_url(cast.round)))
    assert "村（社区）妇联换届选举大会时间" in page.text
    assert page.form("")["required_columns"] == ["party", "committee"]
    save_change(client, cast.round, required_columns=["party", "federation"])
    assert ReportingRound.objects.get(number=2).required_columns == ["party", "federation"]


def test_a_round_asks_only_for_columns_that_there_are(client, cast):
    answer = save_change(client, cast.round, required_columns=["party", "foo"])
    assert "选择一个有效的选项" in read(answer).text
    assert ReportingRound.objects.get(number=2).required_columns == ["party", "committee"]


def test_the_list_of_rounds_names_the_columns(client):
    text = read(client.get(reverse("admin:guidance_reportinground_changelist"))).text
    assert "村（社区）党组织换届选举大会时间、村（居）委会换届选举大会时间" in text


@pytest.mark.parametrize("typed", ["示例旧名、示例老名", "示例旧名，示例老名", " 示例旧名\n示例老名、 "])
def test_former_names_are_typed_in_one_line(client, cast, typed):
    village = cast.villages[0]
    save_change(client, village, former_names=typed)
    village.refresh_from_db()
    assert village.former_names == ["示例旧名", "示例老名"]
    assert read(client.get(change_url(village))).form("")["former_names"] == ["示例旧名、示例老名"]


def test_methods_of_a_report_are_ticked(client, cast):
    paper = make_report(cast.leader_person, cast.township, cast.leader)
    save_change(client, paper, methods=["hearing", "seminar"])
    paper.refresh_from_db()
    assert paper.methods == ["hearing", "seminar"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"value_bp": "-1"}, "大于或等于0"),
        ({"value_bp": "三"}, "输入整数"),
        ({"value_bp": "9" * 20}, "确保该值小于或等于"),
        ({"value_bp": ""}, "“以上”“左右”“全部”必须填目标值，其余不填。"),
        ({"committee_type": ""}, "此指标只统计村民委员会，请选择“村民委员会”。"),
    ],
)
def test_a_wrong_target_is_refused(client, cast, typed, message):
    row = Target.objects.get(indicator="village_women_members")
    answer = save_change(client, row, **typed)
    assert answer.status_code == 200
    assert message in read(answer).text
    row.refresh_from_db()
    assert (row.value_bp, row.committee_type) == (3000, "villagers")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("2021-02-31", "输入一个有效的日期"),
        ("1900-02-05", "年份1900不对，请填2000年至2099年之间的日期。"),
        ("2100-02-05", "年份2100不对，请填2000年至2099年之间的日期。"),
    ],
)
def test_a_wrong_day_is_refused(client, cast, typed, message):
    row = Milestone.objects.first()
    due_on = row.due_on
    assert message in read(save_change(client, row, due_on=typed)).text
    row.refresh_from_db()
    assert row.due_on == due_on


def test_a_correction_is_a_new_version_with_its_author(client, cast):
    paper = make_report(cast.leader_person, cast.township, cast.leader)
    save_change(client, paper, overall_situation="演示：更正。")
    paper.refresh_from_db()
    assert (paper.overall_situation, paper.version, paper.saved_by) == ("演示：更正。", 2, cast.clerk)
    assert paper.history.first().history_user == cast.clerk


def test_figures_are_not_typed_past_their_pages(client, cast):
    row = store_return(cast.plan, cast.villages[0], people=5, women=2)
    assert client.post(change_url(row), {"women": "3"}).status_code == 403
    row.refresh_from_db()
    assert row.women == 2


def test_a_target_above_all_is_refused(client):
    answer = save_change(client, Target.objects.get(indicator="village_women_members"), value_bp="10001")
    assert "目标值不能超过10000（即100%）。" in read(answer).text


class TestChoosingAPlace:
    """Names of places recur: each stands with the one above it."""

    def test_while_one_types(self, client, cast):
        parameters = {"app_label": "guidance", "model_name": "problem", "field_name": "village"}
        answer = client.get(reverse("admin:autocomplete"), parameters | {"term": "示例一村"})
        assert [result["text"] for result in answer.json()["results"]] == [
            "融安县桥板乡 示例一村",
            "柳城县古砦乡 示例一村",
        ]

    def test_what_is_chosen(self, client, cast):
        row = Problem.objects.create(
            plan=cast.plan, unit=cast.unit, village=cast.villages[0], description="例"
        )
        assert "融安县桥板乡 示例一村" in client.get(change_url(row)).content.decode()

    def test_for_a_role(self, cast):
        page = logged_in_client(cast.administrator).get(change_url(cast.reporter)).content.decode()
        assert ">融安县桥板乡</option>" in page
        assert ">北部生态新区（阳和工业新区）</option>" in page
