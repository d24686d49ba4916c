"""The order of visits and milestones."""

from dataclasses import dataclass
from datetime import date

from guidance.reporting.visits.timeline.rules import first_line, get_upcoming, make_timeline
from tests.days import FEB


@dataclass
class Report:
    ended_on: date


@dataclass
class Milestone:
    due_on: date


def days(entries):
    return [([row.due_on.day for row in entry.milestones], entry.report.ended_on.day) for entry in entries]


def test_milestones_stand_between_the_visits():
    reports = [Report(FEB[1]), Report(FEB[3]), Report(FEB[9])]
    milestones = [Milestone(FEB[5]), Milestone(FEB[2]), Milestone(FEB[20])]
    assert days(make_timeline(reports, milestones)) == [([], 1), ([2], 3), ([5], 9)]
    assert [milestone.due_on.day for milestone in get_upcoming(milestones, FEB[9])] == [20]


def test_a_visit_on_the_day_of_a_milestone_stands_before_it():
    milestones = [Milestone(FEB[2])]
    assert days(make_timeline([Report(FEB[2]), Report(FEB[3])], milestones)) == [([], 2), ([2], 3)]
    assert get_upcoming(milestones, FEB[2]) == milestones
    assert get_upcoming(milestones, FEB[3]) == []


def test_a_further_page_does_not_repeat_the_milestones_of_the_one_before():
    milestones = [Milestone(FEB[1]), Milestone(FEB[4])]
    assert days(make_timeline([Report(FEB[6])], milestones, since=FEB[2])) == [([4], 6)]


def test_two_milestones_in_a_row():
    assert days(make_timeline([Report(FEB[9])], [Milestone(FEB[2]), Milestone(FEB[3])])) == [([2, 3], 9)]


def test_without_visits_all_milestones_are_ahead():
    milestones = [Milestone(FEB[4]), Milestone(FEB[1])]
    assert make_timeline([], milestones) == []
    assert [milestone.due_on.day for milestone in get_upcoming(milestones, None)] == [1, 4]


def test_the_first_line_that_says_something():
    assert first_line("\n  \n 一、进展 \n二、问题") == "一、进展"
    assert first_line("字" * 81) == "字" * 80 + "…"
    assert first_line(" \n") == ""
