"""The calendar as an iCalendar file (RFC 5545), for the calendars of telephones and computers."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar
from icalendar import Event as Component

from guidance.oversight.meetings.rules import Event
from guidance.reference.plans.models import Plan

REFRESH_EVERY = timedelta(hours=6)


def make_calendar_file(
    plan: Plan | None, events: Iterable[Event], conflicting: frozenset[str], at: datetime
) -> bytes:
    """All-day entries, as known at `at`: planned ones TENTATIVE, all others CONFIRMED."""
    calendar = Calendar()
    calendar.add("prodid", "-//fulian//huanjie//ZH-CN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    name = f"{plan.name}日程" if plan else "换届日程"
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for event in events:
        calendar.add_component(_component(event, conflicting, at))
    return calendar.to_ical()


def _component(event: Event, conflicting: frozenset[str], at: datetime) -> Component:
    component = Component()
    component.add("uid", event.uid)
    component.add("dtstamp", at)
    component.add("summary", format_summary(event))
    component.add("dtstart", event.start)
    component.add("dtend", event.end + timedelta(days=1))  # the first day on which it is over
    component.add("status", "TENTATIVE" if event.status and not event.is_actual else "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    description = "\n".join(_notes(event, has_conflict=event.uid in conflicting))
    if description:
        component.add("description", description)
    return component


def format_summary(event: Event) -> str:
    """融安县桥板乡 妇联换届选举大会（计划）."""
    return f"{event.title}（{event.status}）" if event.status else event.title


def _notes(event: Event, *, has_conflict: bool) -> Iterable[str]:
    if event.group_name:
        yield f"指导组：{event.group_name}"
    if event.leader_name:
        yield f"联系领导：{event.leader_name}"
    if event.words:
        yield f"时间说明：{event.words}"
    if event.counted:
        yield event.counted
    if has_conflict:
        yield "同一天有两场会议"
