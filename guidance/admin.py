"""Manifest: imports every area's admin, so that Django registers them. Nothing else belongs here."""

from guidance.core.workflow import admin as workflow
from guidance.oversight.duties import admin as duties
from guidance.oversight.findings import admin as findings
from guidance.oversight.findings.problems import admin as problems
from guidance.oversight.remedies import admin as remedies
from guidance.reference.accounts import admin as accounts
from guidance.reference.people import admin as people
from guidance.reference.places import admin as places
from guidance.reference.plans import admin as plans
from guidance.reporting.returns import admin as returns
from guidance.reporting.schedules import admin as schedules
from guidance.reporting.visits import admin as visits

__all__ = [
    "accounts",
    "duties",
    "findings",
    "people",
    "places",
    "plans",
    "problems",
    "remedies",
    "returns",
    "schedules",
    "visits",
    "workflow",
]
