"""Manifest: imports every slice's admin, so that Django registers them. Nothing else belongs here."""

from guidance.accounts import admin as accounts
from guidance.duties import admin as duties
from guidance.elections import admin as elections
from guidance.people import admin as people
from guidance.places import admin as places
from guidance.plans import admin as plans
from guidance.problems import admin as problems
from guidance.reading import admin as reading
from guidance.remedies import admin as remedies
from guidance.reminders import admin as reminders
from guidance.schedules import admin as schedules
from guidance.visits import admin as visits
from guidance.workflow import admin as workflow

__all__ = [
    "accounts",
    "duties",
    "elections",
    "people",
    "places",
    "plans",
    "problems",
    "reading",
    "remedies",
    "reminders",
    "schedules",
    "visits",
    "workflow",
]
