"""The calendar feed has a secret address and the same meetings as the page."""

import logging
from datetime import date, timedelta

import pytest
from django.contrib import admin
from icalendar import Calendar

from guidance.oversight.meetings.models import FeedToken
from guidance.reference.accounts.models import RoleGrant
from guidance.reporting.schedules.models import ScheduleReturn
from tests.days import FEB, JAN, MAR
from tests.oversight.meetings.samples import PAGE, cell_fields, store_schedule, townships_of
from tests.pages import query_count, read

FEED = "/meetings/feed/"


def subscribe(client):
    """Press 生成 and return the path of the feed."""
    client.post(f"{FEED}renew/")
    return f"{FEED}{FeedToken.objects.get(user=int(client.session['_auth_user_id'])).token}.ics"


@pytest.fixture
def feed_of(cast, log_in, client):
    """feed_of(user) returns the parsed feed as a telephone without a log-in reads it."""

    def read_feed(user):
        path = subscribe(log_in(user))
        client.logout()
        response = client.get(path)
        assert response.status_code == 200
        return Calendar.from_ical(response.content)

    return read_feed


def events_by_title(calendar):
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


class TestContent:
    def test_it_works(self, cast, feed_of):
        store_schedule(
            cast,
            {
                cast.township: cell_fields("party", FEB[1], actual=True)
                | cell_fields("federation", FEB[27], MAR[2], note="2月底")
            },
            federations_done_on=MAR[5],
        )
        calendar = feed_of(cast.leader)
        events = events_by_title(calendar)
        party = events["融安县桥板乡 党组织换届选举大会（实际）"]
        assert (party.decoded("dtstart"), party.decoded("dtend")) == (FEB[1], FEB[2])
        assert party["status"] == "CONFIRMED"
        federation = events["融安县桥板乡 妇联换届选举大会（计划）"]
        assert (federation.decoded("dtstart"), federation.decoded("dtend")) == (FEB[27], MAR[3])
        assert federation["status"] == "TENTATIVE"
        name = cast.leader_person.name
        assert str(federation["description"]) == f"指导组：指导一组\n联系领导：{name}\n时间说明：2月底"
        assert events["融安县 所有村（社区）妇联完成换届（计划）"].decoded("dtend") == MAR[6]
        assert events["村（居）委会选举全面铺开"].decoded("dtstart") == FEB[10]
        assert events["日程安排表第3次报送截止"]["status"] == "CONFIRMED"
        assert events["换届完成期限"].decoded("dtend") == date(2021, 4, 1)
        assert str(calendar["name"]) == "2021年村（社区）妇联换届日程"
        assert calendar.decoded("refresh-interval") == timedelta(hours=6)

    def test_the_days_are_all_day(self, cast, log_in, client):
        path = subscribe(log_in(cast.clerk))
        text = client.get(path).content.decode()
        assert "DTSTART;VALUE=DATE:20210210" in text
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    @pytest.mark.usefixtures("template_contexts")
    @pytest.mark.parametrize(
        "person", ["clerk", "leader", "liaison", "reporter", "township_liaison", "other_leader", "viewer"]
    )
    def test_exactly_what_the_page_shows(self, cast, log_in, feed_of, person):
        first, second = townships_of(cast.unit)
        cells = (
            cell_fields("party", JAN[20])
            | cell_fields("committee", FEB[1], FEB[8])
            | cell_fields("federation", FEB[22])
        )
        store_schedule(cast, {first: cells, second: cells}, federations_done_on=FEB[25])
        store_schedule(cast, {cast.other_township: cells | {"party_note": "2.1"}})
        user = getattr(cast, person)
        fed_events = {
            (str(event["summary"]).split("（计划）")[0], event.decoded("dtstart"))
            for event in feed_of(user).walk("VEVENT")
        }
        listed_events = set()
        for month in ("2021-01", "2021-02", "2021-03"):
            page = log_in(user).get(PAGE, {"view": "list", "month": month})
            listed_events |= {(line["event"].title, line["event"].start) for line in page.context["lines"]}
        assert fed_events == listed_events
        assert len(fed_events) > 7

    def test_drafts_are_not_in_it(self, cast, feed_of):
        store_schedule(cast, {cast.township: cell_fields("party", FEB[1])}, is_sent=False)
        assert not any("桥板乡" in summary for summary in events_by_title(feed_of(cast.reporter)))

    def test_the_same_meeting_keeps_its_uid_when_its_day_moves(self, cast, feed_of):
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[20])}, number=1)
        title = "融安县桥板乡 妇联换届选举大会（计划）"
        event_before = events_by_title(feed_of(cast.leader))[title]
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[25])}, number=2)
        calendar = feed_of(cast.leader)
        event_after = events_by_title(calendar)[title]
        assert (event_before["uid"], event_after.decoded("dtstart")) == (event_after["uid"], FEB[25])
        uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
        assert len(uids) == len(set(uids))

    def test_clashes_are_told(self, cast, feed_of):
        first, second = townships_of(cast.unit)
        store_schedule(
            cast, {first: cell_fields("federation", FEB[22]), second: cell_fields("federation", FEB[22])}
        )
        clashing_events = [
            event
            for event in feed_of(cast.leader).walk("VEVENT")
            if "同一天有两场会议" in str(event.get("description"))
        ]
        assert len(clashing_events) == 2

    def test_no_telephone_numbers(self, cast, log_in, client):
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[20])})
        text = client.get(subscribe(log_in(cast.clerk))).content.decode()
        phones = {str(liaison.phone) for liaison in cast.township.liaisons.all()} | {cast.plan.contact_phone}
        assert len(phones) == 2
        assert [phone for phone in phones if phone in text] == []

    def test_a_text_with_signs_of_its_own(self, cast, feed_of):
        note = "分两批;先村,后社区\\见附件"
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[20], note=note)})
        event = events_by_title(feed_of(cast.leader))["融安县桥板乡 妇联换届选举大会（计划）"]
        assert str(event["description"]).endswith(f"时间说明：{note}")


class TestAddress:
    def test_the_page(self, cast, log_in):
        client = log_in(cast.leader)
        page = client.get(FEED)
        assert "您还没有订阅地址。" in read(page).text
        assert not FeedToken.objects.exists()
        path = subscribe(client)
        page = client.get(FEED)
        assert f'value="http://testserver{path}"' in page.content.decode()
        assert page["Cache-Control"] == "no-store"

    def test_the_headers(self, cast, log_in, client):
        response = client.get(subscribe(log_in(cast.leader)))
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"

    def test_a_new_one_ends_the_old_one(self, cast, log_in):
        client = log_in(cast.leader)
        old = subscribe(client)
        new = subscribe(client)
        assert old != new
        assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
        assert FeedToken.objects.count() == 1

    def test_stopped(self, cast, log_in):
        client = log_in(cast.leader)
        path = subscribe(client)
        for _ in range(2):
            assert client.post(f"{FEED}stop/").status_code == 302
        assert client.get(path).status_code == 404
        assert "您还没有订阅地址。" in read(client.get(FEED)).text

    def test_an_account_that_was_closed(self, cast, log_in, client):
        path = subscribe(log_in(cast.leader))
        cast.leader.is_active = False
        cast.leader.save()
        client.logout()
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("role", ["", "system_admin"])
    def test_an_account_without_a_business_role(self, cast, log_in, client, role):
        path = subscribe(log_in(cast.leader))
        RoleGrant.objects.filter(user=cast.leader).delete()
        if role:
            RoleGrant.objects.create(user=cast.leader, role=role)
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("token", ["x", "%00", "..", "9" * 500, "%E7%A4%BA"])
    def test_tokens_that_do_not_exist(self, cast, client, token):
        assert client.get(f"{FEED}{token}.ics").status_code == 404

    def test_whoever_is_logged_in_sees_the_owners_calendar(self, cast, log_in):
        path = subscribe(log_in(cast.other_leader))
        store_schedule(cast, {cast.township: cell_fields("federation", FEB[20])})
        text = log_in(cast.leader).get(path).content.decode()
        assert "桥板乡" not in text

    def test_it_is_long_enough_not_to_be_guessed(self, cast, log_in):
        assert len(subscribe(log_in(cast.leader)).removeprefix(FEED).removesuffix(".ics")) >= 43

    def test_it_stands_nowhere_else(self, cast, log_in, client, caplog):
        assert FeedToken not in admin.site._registry
        assert not hasattr(FeedToken, "history")
        path = subscribe(log_in(cast.leader))
        token = path.removeprefix(FEED).removesuffix(".ics")
        for handler in logging.getLogger().handlers:
            if handler.filters:
                caplog.handler.addFilter(handler.filters[0])
        cast.leader.is_active = False
        cast.leader.save()
        client.get(path)
        client.post(path)
        assert len(caplog.records) == 2
        assert token not in caplog.text
        assert ScheduleReturn.objects.count() == 0


def test_the_cost_does_not_grow_with_the_rows(cast, log_in, client):
    path = subscribe(log_in(cast.clerk))
    client.logout()
    store_schedule(cast, {cast.township: cell_fields("federation", FEB[20])})
    client.get(path)
    with query_count(10):
        client.get(path)
    store_schedule(
        cast, {township: cell_fields("federation", FEB[20]) for township in townships_of(cast.other_unit)}
    )
    with query_count(10):
        client.get(path)
