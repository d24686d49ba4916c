"""Meetings that the leaders of the demonstration will observe: two leaders have chosen, two have not."""

from guidance.demonstration.time_travel import acting_as, moment
from guidance.oversight.meetings.actions import arrange_observation
from guidance.oversight.meetings.models import MeetingObserver
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan

# Who pressed 我去观摩 for the linked township of which number, and when.
CHOICES = (
    ("leader1", 5, moment(2, 4, 16, 20)),
    ("liaison2", 7, moment(2, 4, 11, 5)),
)


def make_observers(plan: Plan, users: dict[str, User]) -> list[MeetingObserver]:
    """Record each choice with the real action."""
    observers = []
    for username, order, at in CHOICES:
        with acting_as(users[username], at):
            link = Link.objects.in_plan(plan).get(order=order)
            observers.append(arrange_observation(link=link, by=users[username]))
    return observers
