"""/visits/new/: a blank Attachment 2."""

from datetime import date

import pytest

from guidance.reference.people.models import Link
from guidance.reference.places.models import Village
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport
from tests.pages import read
from tests.reporting.visits.report_pages import (
    NEW,
    SEND_NEW,
    address,
    link_value,
    report_fields,
    save_report,
    write_report,
)


def test_it_works(cast, log_in):
    page = read(write_report(log_in(cast.leader), report_fields(issues_found="演示：人选未定")))

    assert "已保存草稿" in page.text
    report = VisitReport.objects.get()
    assert (report.leader, report.township) == (cast.leader_person, cast.township)
    assert (report.started_on, report.ended_on) == (date(2021, 2, 4), date(2021, 2, 5))
    assert report.methods == ["hearing", "field_visit"]
    assert (report.overall_situation, report.issues_found) == ("演示：进展顺利", "演示：人选未定")
    assert (report.status, report.author, report.signatory) == ("draft", cast.leader, None)
    assert report.plan == cast.plan


def test_it_opens_on_today(cast, log_in):
    form = read(log_in(cast.leader).get(NEW)).form(NEW)
    assert (form["started_on"], form["ended_on"]) == (["2021-02-05"], [""])


def test_a_journey_of_one_day_needs_no_second_date(cast, log_in):
    write_report(log_in(cast.leader), report_fields(started_on="2021-02-04", ended_on=""))
    assert VisitReport.objects.get().ended_on == date(2021, 2, 4)


def test_straight_to_the_office(cast, log_in):
    page = read(write_report(log_in(cast.leader), report_fields(), step=SEND_NEW))
    assert "已上报市妇联组联部。" in page.text
    assert VisitReport.objects.get().status == "submitted"


def test_a_draft_may_lack_everything_but_place_and_time(cast, log_in):
    write_report(log_in(cast.leader), report_fields(methods=[], overall_situation=""))
    assert VisitReport.objects.get().methods == []


def test_an_unfinished_report_is_kept_but_not_sent(cast, log_in):
    page = read(
        write_report(log_in(cast.leader), report_fields(methods=[], overall_situation=" "), step=SEND_NEW)
    )
    assert "已保存草稿，尚未上报：请至少选择一种联系指导方式。请填写“总体情况”。" in page.text
    assert VisitReport.objects.get().status == "draft"


@pytest.mark.usefixtures("template_contexts")
class TestLinks:
    def _offered(self, client):
        answer = client.get(NEW)
        return [link.order for link in answer.context["form"].fields["link"].queryset]

    def test_a_leader_chooses_among_her_own(self, cast, log_in):
        assert self._offered(log_in(cast.leader)) == [1, 2, 3, 4, 5, 6]
        assert self._offered(log_in(cast.other_leader)) == [7, 8, 9]

    def test_her_liaison_among_the_same(self, cast, log_in):
        assert self._offered(log_in(cast.liaison)) == [1, 2, 3, 4, 5, 6]

    def test_they_are_named_as_attachment_1_prints_them(self, cast, log_in):
        assert "融安县桥板乡</option>" in log_in(cast.leader).get(NEW).content.decode()

    def test_a_foreign_link_posted_by_hand(self, cast, log_in):
        answer = write_report(log_in(cast.leader), report_fields(link=link_value(7)))
        assert answer.status_code == 200
        assert "该乡镇（街道）不是您的联系点，请从列表中选择。" in read(answer).text
        assert not VisitReport.objects.exists()

    @pytest.mark.parametrize("value", ["", "x", "-1", "0", "9" * 30, "\x00", "1 OR 1=1"])
    def test_no_link_at_all(self, cast, log_in, value):
        answer = write_report(log_in(cast.leader), report_fields(link=value))
        page = read(answer)
        assert answer.status_code == 200
        assert "没有保存，请改正标出的内容：联系乡镇（街道）名称：" in page.text
        assert page.form(NEW)["overall_situation"] == ["演示：进展顺利"]
        assert not VisitReport.objects.exists()

    def test_a_link_that_had_ended_before_the_visit(self, cast, log_in):
        Link.objects.filter(order=1).update(valid_to="2021-02-03")
        page = read(write_report(log_in(cast.leader), report_fields()))
        assert "该乡镇（街道）在联系指导当天不是您的联系点，请核对日期。" in page.text
        assert not VisitReport.objects.exists()

    def test_a_visit_before_the_link_ended_may_still_be_reported(self, cast, log_in):
        Link.objects.filter(order=1).update(valid_to="2021-02-05")
        write_report(log_in(cast.leader), report_fields())
        assert VisitReport.objects.exists()


class TestObservedVillage:
    def test_it_works(self, cast, log_in):
        village = cast.villages[0]
        typed = report_fields(methods=["observation"], observed_village=str(village.pk))
        page = read(write_report(log_in(cast.leader), typed, step=SEND_NEW))
        assert VisitReport.objects.get().observed_village == village
        assert "观摩的村（社区） 示例一村" in page.text

    def test_of_another_of_her_townships(self, cast, log_in):
        other = Village.objects.create(
            township=Link.objects.get(order=2).township, name="示例别村", committee_type="villagers"
        )
        page = read(write_report(log_in(cast.leader), report_fields(observed_village=str(other.pk))))
        assert "示例别村不在桥板乡，请重新选择。" in page.text
        assert not VisitReport.objects.exists()

    def test_of_another_leaders_township(self, cast, log_in):
        village = cast.other_villages[0]
        answer = write_report(log_in(cast.leader), report_fields(observed_village=str(village.pk)))
        assert answer.status_code == 200
        assert not VisitReport.objects.exists()

    def test_in_a_township_linked_a_second_time(self, cast, log_in):
        first = Link.objects.get(order=1)
        Link.objects.filter(order=1).update(valid_to="2021-01-31")
        again = Link.objects.create(
            **{name: getattr(first, name) for name in ("plan", "leader", "township", "order")},
            valid_from=date(2021, 2, 1),
        )
        typed = report_fields(link=str(again.pk), observed_village=str(cast.villages[0].pk))
        assert write_report(log_in(cast.leader), typed).status_code == 302
        assert VisitReport.objects.get().observed_village == cast.villages[0]


class TestTheSameFormTwice:
    @pytest.mark.parametrize("step", [NEW, SEND_NEW])
    def test_it_makes_one_report(self, cast, log_in, step):
        client = log_in(cast.leader)
        data = read(client.get(NEW)).form(NEW) | report_fields()
        first, second = client.post(step, data), client.post(step, data)
        report = VisitReport.objects.get()
        assert first.url == second.url == address(report)
        assert report.version == (2 if step == SEND_NEW else 1)

    def test_gone_back_to_and_changed_it_changes_that_report(self, cast, log_in):
        client = log_in(cast.leader)
        data = read(client.get(NEW)).form(NEW)
        client.post(NEW, data | report_fields(overall_situation="前一稿"))
        client.post(NEW, data | report_fields(overall_situation="后一稿"))
        assert VisitReport.objects.get().overall_situation == "后一稿"

    def test_not_where_that_report_has_moved_on(self, cast, log_in):
        client = log_in(cast.leader)
        data = read(client.get(NEW)).form(NEW)
        client.post(NEW, data | report_fields(overall_situation="前一稿"))
        report = VisitReport.objects.get()
        save_report(log_in(cast.liaison), report, {"overall_situation": "改过一稿"})
        page = read(log_in(cast.leader).post(NEW, data | report_fields(overall_situation="后一稿")))
        assert "没有保存：示例liaison在您打开之后修改了本表" in page.text
        assert "现在的内容：改过一稿" in page.text
        assert page.form(address(report))["overall_situation"] == ["后一稿"]

    def test_another_persons_key_gives_nothing_away(self, cast, log_in):
        data = read(log_in(cast.leader).get(NEW)).form(NEW)
        log_in(cast.leader).post(NEW, data | report_fields())
        foreign = data | report_fields(link=link_value(7), overall_situation="另一份")
        answer = log_in(cast.other_leader).post(NEW, foreign, follow=True)
        assert "本页已失效，请刷新后重新填写。" in read(answer).text
        assert "演示：进展顺利" not in read(answer).html
        assert VisitReport.objects.get().leader == cast.leader_person


@pytest.mark.parametrize("who", ["clerk", "reporter", "township_liaison", "viewer"])
@pytest.mark.parametrize("path", [NEW, SEND_NEW])
def test_others_do_not_write(cast, log_in, who, path):
    assert log_in(getattr(cast, who)).post(path, report_fields()).status_code == 403
    assert not VisitReport.objects.exists()


def test_without_a_plan(cast, log_in):
    Plan.objects.update(is_current=False)
    answer = log_in(cast.leader).get(NEW)
    assert answer.status_code == 403
    assert "还没有载入工作方案，暂不能填报。" in read(answer).text
