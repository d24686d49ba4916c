"""Manifest: every slice's models, so that Django finds them. Nothing else belongs here.

Slices import each other's models from the slice (`guidance.places.models`), never from here.
"""

from guidance.accounts.models import FailedLogIn, LogIn, RoleGrant, User
from guidance.archives.models import ArchiveJob
from guidance.duties.models import UnitTaskRecord
from guidance.elections.models import Tally, UnitTally, VillageReturn
from guidance.intake.models import ReturnUpload
from guidance.meetings.models import FeedToken, MeetingObserver
from guidance.people.handovers import Handover
from guidance.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.places.models import ReportingUnit, Township, Village, VillageAlias
from guidance.plans.details import PrintedText, SpecialDay
from guidance.plans.models import Milestone, Plan, ReportingRound, Target, UnitTarget
from guidance.problems.models import Problem, ProblemEntry
from guidance.readback.models import ReadPaper
from guidance.reading.models import Excerpt
from guidance.remedies.models import Remedy
from guidance.reminders.models import Reminder
from guidance.schedules.models import DateChange, ScheduleLine, ScheduleReturn, VillageMeeting
from guidance.snapshots.models import Snapshot, SnapshotTally
from guidance.superiors.models import SuperiorTemplate, TemplateFill, TemplateVersion
from guidance.visits.files import ContinuationSheet, FileUpload, SignedScan
from guidance.visits.models import VisitReport
from guidance.workflow.models import Transition

__all__ = [
    "ArchiveJob",
    "ContinuationSheet",
    "DateChange",
    "Excerpt",
    "FailedLogIn",
    "FeedToken",
    "FileUpload",
    "GroupMember",
    "GuidanceGroup",
    "Handover",
    "Leader",
    "Link",
    "LogIn",
    "MeetingObserver",
    "Milestone",
    "MunicipalLiaison",
    "Plan",
    "PrintedText",
    "Problem",
    "ProblemEntry",
    "ReadPaper",
    "Remedy",
    "Reminder",
    "ReportingRound",
    "ReportingUnit",
    "ReturnUpload",
    "RoleGrant",
    "ScheduleLine",
    "ScheduleReturn",
    "SignedScan",
    "Snapshot",
    "SnapshotTally",
    "SpecialDay",
    "SuperiorTemplate",
    "Tally",
    "Target",
    "TemplateFill",
    "TemplateVersion",
    "Township",
    "TownshipLiaison",
    "Transition",
    "UnitTally",
    "UnitTarget",
    "UnitTaskRecord",
    "User",
    "Village",
    "VillageAlias",
    "VillageMeeting",
    "VillageReturn",
    "VisitReport",
]
