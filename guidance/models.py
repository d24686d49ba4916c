"""Manifest: every slice's models, so that Django finds them. Nothing else belongs here.

Slices import each other's models from the slice (`guidance.places.models`), never from here.
"""

from guidance.accounts.models import FailedLogIn, LogIn, RoleGrant, User
from guidance.elections.models import VillageReturn
from guidance.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.places.models import ReportingUnit, Township, Village
from guidance.plans.models import Milestone, Plan, PrintedText, ReportingRound, Target
from guidance.problems.models import Problem, ProblemEntry
from guidance.reminders.models import Reminder
from guidance.schedules.models import ScheduleLine, ScheduleReturn
from guidance.visits.models import ContinuationSheet, SignedScan, VisitReport
from guidance.workflow.models import Transition

__all__ = [
    "ContinuationSheet",
    "FailedLogIn",
    "GroupMember",
    "GuidanceGroup",
    "Leader",
    "Link",
    "LogIn",
    "Milestone",
    "MunicipalLiaison",
    "Plan",
    "PrintedText",
    "Problem",
    "ProblemEntry",
    "Reminder",
    "ReportingRound",
    "ReportingUnit",
    "RoleGrant",
    "ScheduleLine",
    "ScheduleReturn",
    "SignedScan",
    "Target",
    "Township",
    "TownshipLiaison",
    "Transition",
    "User",
    "Village",
    "VillageReturn",
    "VisitReport",
]
