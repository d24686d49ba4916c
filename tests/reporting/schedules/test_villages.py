"""逐村填报: the villages' days, and the township's cell derived from them."""

from datetime import date

import pytest

from guidance.reference.places.models import Village
from guidance.reporting.schedules.models import VillageMeeting
from tests.pages import query_count, read
from tests.reporting.schedules.sheet_pages import (
    address,
    cell,
    cells,
    complete_cells,
    open_form,
    save_sheet,
    stored_return,
    submit_sheet,
)
from tests.reporting.schedules.village_pages import (
    first_meeting_cell,
    meeting_fields,
    open_villages,
    page_address,
    save_villages,
    schedule_line,
    stored_meetings,
)

REFUSED = "请填具体日期（如2月5日）；未定的请留空。"


@pytest.fixture(autouse=True)
def by_village(cast):
    """The plan lets units enter the meetings of each village."""
    cast.plan.meetings_by_village = True
    cast.plan.save()


def test_it_works(cast, log_in):
    client = log_in(cast.reporter)
    save_sheet(client, cast.unit, complete_cells())
    answer = save_villages(
        client,
        cast,
        meeting_fields(cast, 1, party="1.20", party_kind="actual", committee="2月5日"),
        meeting_fields(cast, 3, party="１月28日", party_kind="actual"),
    )
    page = read(answer)
    assert answer.url == page_address(cast.township)
    assert "已保存 3 处" in page.text
    assert "第2次日程安排表中本乡镇（街道）的日期已随之更新，尚未上报。" in page.text
    assert "村（社区）党组织换届选举大会时间 1月20日至28日 计划 已开 2/3" in page.text
    assert stored_meetings(cast) == {
        ("示例一村", "party"): (date(2021, 1, 20), "actual"),
        ("示例一村", "committee"): (date(2021, 2, 5), "planned"),
        ("示例三社区", "party"): (date(2021, 1, 28), "actual"),
    }
    line = schedule_line(cast)
    assert (line.party_from, line.party_to) == (date(2021, 1, 20), date(2021, 1, 28))
    assert (line.party_held, line.party_total, line.party_kind) == (2, 3, "planned")
    assert (line.committee_held, line.committee_total) == (0, 3)
    assert first_meeting_cell(client, cast) == "1月20日至28日 计划 已开 2/3 由各村（社区）日期得出"


class TestThePlan:
    def test_off_there_is_no_page(self, cast, log_in):
        cast.plan.meetings_by_village = False
        cast.plan.save()
        client = log_in(cast.reporter)
        assert client.get(page_address(cast.township)).status_code == 404
        assert (
            client.post(page_address(cast.township), meeting_fields(cast, 1, party="1.20")).status_code == 404
        )
        assert page_address(cast.township) not in read(client.get(address(cast.unit))).links
        assert stored_meetings(cast) == {}

    def test_on_each_row_leads_to_its_villages(self, cast, log_in):
        page = read(log_in(cast.reporter).get(address(cast.unit)))
        assert page_address(cast.township) in page.links

    def test_a_sheet_that_was_sent_leads_there_too(self, cast, log_in):
        submit_sheet(log_in(cast.reporter), cast.unit, complete_cells() | {"checked": "on"})
        for who in ("reporter", "leader"):
            page = read(log_in(getattr(cast, who)).get(address(cast.unit)))
            assert page_address(cast.township) in page.links

    def test_switched_off_again_the_cells_are_typed_ones(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        save_villages(client, cast, meeting_fields(cast, 1, party="1.22"))
        cast.plan.meetings_by_village = False
        cast.plan.save()
        assert open_form(client, cast.unit)[cell(cast.township, "party")] == ["1月22日"]
        save_sheet(client, cast.unit, cells(1, party="1.23"))
        assert (schedule_line(cast).party_from, schedule_line(cast).party_total) == (date(2021, 1, 23), None)

    def test_staff_find_the_switch_and_its_meaning(self, cast, log_in):
        text = read(log_in(cast.clerk).get(f"/admin/guidance/plan/{cast.plan.pk}/change/")).text
        assert "按村（社区）填报会议日期" in text
        assert "乡镇（街道）一格由各村日期得出" in text


class TestWho:
    @pytest.mark.parametrize("who", ["clerk", "reporter", "township_liaison"])
    def test_who_reports_fills_in(self, cast, log_in, who):
        save_villages(log_in(getattr(cast, who)), cast, meeting_fields(cast, 1, party="1.20"))
        assert stored_meetings(cast) == {("示例一村", "party"): (date(2021, 1, 20), "planned")}
        assert VillageMeeting.history.get().history_user == getattr(cast, who)

    @pytest.mark.parametrize("who", ["leader", "liaison", "viewer"])
    def test_who_reads_reads(self, cast, log_in, who):
        save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 2, party="1.20", party_kind="actual"))
        client = log_in(getattr(cast, who))
        page = read(client.get(page_address(cast.township)))
        assert page.row("示例二社区")[:3] == ["2", "示例二社区", "1月20日 实际"]
        assert not page.has_form(page_address(cast.township))
        assert (
            client.post(page_address(cast.township), meeting_fields(cast, 1, party="1.21")).status_code == 403
        )
        assert len(stored_meetings(cast)) == 1

    @pytest.mark.parametrize("who", ["other_reporter", "other_leader"])
    def test_others_find_nothing(self, cast, log_in, who):
        client = log_in(getattr(cast, who))
        assert client.get(page_address(cast.township)).status_code == 404
        assert (
            client.post(page_address(cast.township), meeting_fields(cast, 1, party="1.21")).status_code == 404
        )

    @pytest.mark.parametrize("who", ["administrator"])
    def test_who_has_no_business_here(self, cast, log_in, who):
        assert log_in(getattr(cast, who)).get(page_address(cast.township)).status_code == 403


class TestBadInput:
    @pytest.mark.parametrize("text", ["2月上旬", "2.5-2.8", "2月5日左右", "2月5日上午", "待定", "另定时间"])
    def test_only_one_exact_day_is_taken(self, cast, log_in, text):
        page = read(save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 3, committee=text)))
        place = "第3行示例三社区“村（居）委会换届选举大会时间”："
        assert f"没有保存，请改正标出的内容：{place}{REFUSED}" in page.text
        assert page.form(page_address(cast.township)) | meeting_fields(
            cast, 3, committee=[text]
        ) == page.form(page_address(cast.township))
        assert stored_meetings(cast) == {}

    def test_all_errors_show_at_once_and_nothing_is_half_written(self, cast, log_in):
        typed = [
            meeting_fields(cast, 1, party="1.20", committee="2.31"),
            meeting_fields(cast, 2, federation="月底"),
        ]
        page = read(save_villages(log_in(cast.reporter), cast, *typed))
        assert "第1行示例一村“村（居）委会换届选举大会时间”：没有“2月31日”这一天。" in page.text
        assert f"第2行示例二社区“村（社区）妇联换届选举大会时间”：{REFUSED}" in page.text
        form = page.form(page_address(cast.township))
        assert {name: form[name][0] for fields in typed for name in fields} == typed[0] | typed[1]
        assert stored_meetings(cast) == {}

    @pytest.mark.parametrize("text", ["2月5" + "0" * 200, "2月5日\x00", "１９００年2月5日", "<b>2.5</b>"])
    def test_odd_texts_are_refused_in_words(self, cast, log_in, text):
        answer = save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 1, party=text))
        assert answer.status_code == 200
        assert "没有保存，请改正标出的内容：第1行示例一村“" in read(answer).text
        assert stored_meetings(cast) == {}

    def test_a_kind_that_does_not_exist(self, cast, log_in):
        page = read(
            save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 1, party="1.20", party_kind="x"))
        )
        assert "请选择计划或实际。" in page.text
        assert stored_meetings(cast) == {}

    @pytest.mark.parametrize("whose", ["other", "merged", "made up"])
    def test_a_village_that_is_not_on_the_page(self, cast, log_in, whose):
        village = cast.other_villages[0].pk if whose == "other" else 999_999
        if whose == "merged":
            village = Village.objects.create(
                township=cast.township,
                name="示例旧村",
                committee_type="villagers",
                merged_into=cast.villages[0],
            ).pk
        strange = {f"village-{village}-party": "1.20"}
        page = read(
            save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 1, party="1.21"), strange)
        )
        assert "没有保存：表中有不属于本乡镇（街道）、或已撤并的村（社区）。" in page.text
        assert page.form(page_address(cast.township)) | meeting_fields(cast, 1, party=["1.21"]) == page.form(
            page_address(cast.township)
        )
        assert stored_meetings(cast) == {}

    def test_a_day_of_another_year_is_named_with_it_and_doubted(self, cast, log_in):
        page = read(
            save_villages(log_in(cast.reporter), cast, meeting_fields(cast, 1, party="2020年12月1日"))
        )
        assert page.form(page_address(cast.township)) | meeting_fields(
            cast, 1, party=["2020年12月1日"]
        ) == page.form(page_address(cast.township))
        assert "第1行“村（社区）党组织换届选举大会时间”（2020年12月1日）早于通知印发日期" in page.text


class TestSaving:
    def test_only_what_changed_is_written(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(
            client, cast, meeting_fields(cast, 1, party="1.20"), meeting_fields(cast, 2, party="1.21")
        )
        page = read(save_villages(client, cast, meeting_fields(cast, 2, party_kind="actual")))
        assert "已保存 1 处" in page.text
        assert VillageMeeting.history.filter(village=cast.villages[0]).count() == 1
        assert VillageMeeting.history.filter(village=cast.villages[1]).count() == 2

    def test_nothing_changed(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.20"))
        assert "没有改动，无需保存。" in read(save_villages(client, cast)).text
        assert VillageMeeting.history.count() == 1

    def test_pressed_twice_it_is_stored_once(self, cast, log_in):
        client = log_in(cast.reporter)
        save_sheet(client, cast.unit, complete_cells())
        data = open_villages(client, cast) | meeting_fields(cast, 1, party="1.20")
        for _ in range(2):
            assert client.post(page_address(cast.township), data).status_code == 302
        assert VillageMeeting.history.count() == 1
        assert stored_return(cast.unit).version == 2

    def test_emptied_it_is_gone_and_the_trail_tells(self, cast, log_in):
        client = log_in(cast.reporter)
        save_villages(client, cast, meeting_fields(cast, 1, party="1.20"))
        save_villages(client, cast, meeting_fields(cast, 1, party=""))
        assert stored_meetings(cast) == {}
        assert [row.history_type for row in VillageMeeting.history.all()] == ["-", "+"]

    def test_warnings_name_row_and_column_and_keep_nothing_back(self, cast, log_in):
        typed = [
            meeting_fields(cast, 1, party="2.8", party_kind="actual", committee="2.7"),
            meeting_fields(cast, 2, federation="6.1"),
        ]
        page = read(save_villages(log_in(cast.reporter), cast, *typed))
        assert len(stored_meetings(cast)) == 3
        assert "第1行“村（社区）党组织换届选举大会时间”填为“实际”，但2月8日还没有到，请核对。" in page.text
        order = (
            "第1行“村（居）委会换届选举大会时间”（2月7日）早于“村（社区）党组织换届选举大会时间”（2月8日）"
        )
        assert order in page.text
        assert "第2行“村（社区）妇联换届选举大会时间”（6月1日）晚于换届完成期限" in page.text
        assert "需核对" in page.row("示例一村")[2]

    def test_villages_that_meet_on_one_day_are_no_doubt(self, cast, log_in):
        page = read(
            save_villages(
                log_in(cast.reporter), cast, *(meeting_fields(cast, n, committee="2.25") for n in (1, 2, 3))
            )
        )
        assert "需要核对" not in page.text


class TestTwoPeople:
    def test_what_both_typed_is_kept(self, cast, log_in):
        form = open_villages(log_in(cast.reporter), cast)
        save_villages(log_in(cast.township_liaison), cast, meeting_fields(cast, 1, party="1.20"))
        client = log_in(cast.reporter)
        page = read(
            client.post(
                page_address(cast.township), form | meeting_fields(cast, 2, party="1.21"), follow=True
            )
        )
        assert "示例township_liaison在您打开之后修改了：第1行示例一村“" in page.text
        assert "现为“1月20日”。请核对。" in page.text
        assert set(stored_meetings(cast)) == {("示例一村", "party"), ("示例二社区", "party")}

    def test_the_same_cell_shows_both(self, cast, log_in):
        form = open_villages(log_in(cast.reporter), cast)
        save_villages(
            log_in(cast.clerk),
            cast,
            meeting_fields(cast, 1, party="1.20"),
            meeting_fields(cast, 3, party="1.22"),
        )
        client = log_in(cast.reporter)
        typed = meeting_fields(cast, 1, party="1.21", committee="2.5")
        page = read(client.post(page_address(cast.township), form | typed, follow=True))
        assert "没有保存：示例clerk在您打开之后修改了第1行示例一村“" in page.text
        assert "现在的内容：1月20日（计划）" in page.row("示例一村")[2]
        form = page.form(page_address(cast.township))
        assert {name: form[name][0] for name in typed} == typed
        assert ("示例一村", "committee") not in stored_meetings(cast)
        client.post(page_address(cast.township), form)
        assert stored_meetings(cast)["示例一村", "party"] == (date(2021, 1, 21), "planned")
        assert stored_meetings(cast)["示例三社区", "party"] == (date(2021, 1, 22), "planned")

    def test_the_same_cell_beside_one_that_the_villages_make(self, cast, log_in):
        """The derived cell has no field and shows the villages' current days."""
        save_villages(log_in(cast.clerk), cast, meeting_fields(cast, 1, party="1.20"))
        form = open_form(log_in(cast.reporter), cast.unit)
        save_villages(log_in(cast.clerk), cast, meeting_fields(cast, 3, party="1.22"))
        save_sheet(log_in(cast.clerk), cast.unit, cells(1, committee="2.6"))
        client = log_in(cast.reporter)
        page = read(client.post(address(cast.unit), form | cells(1, committee="2.5"), follow=True))
        assert "没有保存：示例clerk在您打开之后修改了第1行“村（居）委会换届选举大会时间”。" in page.text
        row = page.row("融安县桥板乡")
        assert "1月20日至22日 计划 已开 0/3" in row[2]
        assert "现在的内容：2月6日（计划）" in row[3]
        client.post(address(cast.unit), page.form(address(cast.unit)))
        assert schedule_line(cast).committee_from == date(2021, 2, 5)


def more_villages(cast, number: int) -> None:
    for order in range(number):
        village = Village.objects.create(
            township=cast.township, name=f"示例{order}号村", committee_type="villagers", sort_order=10 + order
        )
        VillageMeeting.objects.create(
            plan=cast.plan, village=village, column="party", held_on=date(2021, 1, 20)
        )


@pytest.mark.parametrize("number", [0, 40])
def test_it_costs_the_same_for_a_few_villages_and_for_many(cast, log_in, number):
    more_villages(cast, number)
    client = log_in(cast.reporter)
    client.get(page_address(cast.township))
    with query_count(10):
        assert client.get(page_address(cast.township)).status_code == 200


def test_a_township_without_villages(cast, log_in):
    Village.objects.filter(township=cast.township).delete()
    page = read(log_in(cast.reporter).get(page_address(cast.township)))
    assert "该乡镇（街道）还没有登记村（社区）。" in page.text
