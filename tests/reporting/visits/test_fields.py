"""The fields added to Attachment 2: checklists, office-holders, a count, further names."""

import pytest

from guidance.reference.people.models import Link
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.rules import missing_items
from tests.pages import read
from tests.reporting.visits.report_pages import (
    NEW,
    SEND_NEW,
    address,
    link_value,
    report_fields,
    write_draft,
    write_report,
)

EXTRAS = {
    "methods": ["official_call", "hearing"],
    "visited_officials": ["deputy_secretary", "organization_head"],
    "women_reserve_count": "12",
    "inspection_points": ["progress", "risk"],
    "key_links": ["ballot"],
    "discipline_items": ["education", "supervision", "risks"],
}


def test_it_works(cast, log_in):
    also = [Link.objects.get(order=order).township.code for order in (2, 3)]
    page = read(write_report(log_in(cast.leader), report_fields(**EXTRAS, also_named=also), step=SEND_NEW))
    report = VisitReport.objects.get()
    assert report.visited_officials == ["deputy_secretary", "organization_head"]
    assert (report.women_reserve_count, report.inspection_points, report.key_links) == (
        12,
        ["progress", "risk"],
        ["ballot"],
    )
    assert report.discipline_items == ["education", "supervision", "risks"]
    assert report.printed_places == "融安县桥板乡、融安县雅瑶乡、融水县永乐镇"
    assert "走访的县（区）领导 党委副书记、组织部长" in page.text
    assert "女性后备人才 12 人" in page.text
    assert "检查要点 总体进展、风险防范" in page.text
    assert "关键环节 候选人投票选举" in page.text
    assert "换届纪律 换届纪律宣传教育、全程监督体系、风险隐患排查" in page.text


def test_all_of_it_may_be_left_out(cast, log_in):
    report = write_draft(log_in(cast.leader))
    assert (report.visited_officials, report.women_reserve_count, report.inspection_points) == ([], None, [])
    assert (report.key_links, report.discipline_items, report.also_named) == ([], [], [])
    text = read(log_in(cast.leader).get(address(report))).text
    assert "检查要点与其他（可不填）" in text


def test_it_opens_again_as_it_was_saved(cast, log_in):
    client = log_in(cast.leader)
    report = write_draft(client, **EXTRAS)
    form = read(client.get(address(report))).form(address(report))
    assert {name: form[name] for name in ("visited_officials", "inspection_points", "key_links")} == {
        "visited_officials": ["deputy_secretary", "organization_head"],
        "inspection_points": ["progress", "risk"],
        "key_links": ["ballot"],
    }
    assert form["women_reserve_count"] == ["12"]


@pytest.mark.parametrize("value", ["-1", "10000", "十二", "1.5", "9" * 40])
def test_a_count_that_is_none(cast, log_in, value):
    page = read(write_report(log_in(cast.leader), report_fields(women_reserve_count=value)))
    assert "了解到的女性后备人才（人）：请填写0至9999之间的整数；没有了解到的留空。" in page.text
    assert page.form(NEW)["women_reserve_count"] == [value]
    assert not VisitReport.objects.exists()


@pytest.mark.parametrize(
    "name", ["visited_officials", "inspection_points", "key_links", "discipline_items", "also_named"]
)
def test_a_choice_that_is_not_offered(cast, log_in, name):
    page = read(write_report(log_in(cast.leader), report_fields(**{name: ["dance"]})))
    assert "没有“dance”这一选项，请刷新后重新勾选。" in page.text
    assert not VisitReport.objects.exists()


def test_a_foreign_township_is_not_named(cast, log_in):
    code = cast.other_township.code
    page = read(write_report(log_in(cast.leader), report_fields(also_named=[code])))
    assert f"没有“{code}”这一选项" in page.text


def test_its_own_township_is_not_named_twice(cast, log_in):
    write_draft(log_in(cast.leader), also_named=[cast.township.code])
    assert VisitReport.objects.get().printed_places == "融安县桥板乡"


@pytest.mark.parametrize(
    ("methods", "fields", "gap"),
    [
        (["observation"], {}, "选了“观摩选举大会”，请选择观摩的村（社区）。"),
        (["hearing"], {"has_observed_village": True}, "请在联系指导方式中勾选“观摩选举大会”"),
        (["official_call"], {}, "选了“走访县区领导”，请勾选走访了哪几位。"),
        (["hearing"], {"officials": ["deputy_secretary"]}, "请在联系指导方式中勾选“走访县区领导”"),
    ],
)
def test_what_belongs_together(methods, fields, gap):
    (item,) = missing_items(methods, "演示", **fields)
    assert gap in item


def test_complete_it_lacks_nothing():
    methods = ["observation", "official_call"]
    assert missing_items(methods, "演示", has_observed_village=True, officials=["organization_head"]) == []


def test_both_days_lie_within_the_link(cast, log_in):
    Link.objects.filter(order=1).update(valid_from="2021-02-05")
    typed = report_fields(link=link_value(1), started_on="2021-02-04", ended_on="2021-02-05")
    page = read(write_report(log_in(cast.leader), typed))
    assert "该乡镇（街道）在联系指导当天不是您的联系点，请核对日期。" in page.text
    assert not VisitReport.objects.exists()
