"""Manifest: every area's models, so that Django finds them. Nothing else belongs here.

Areas import each other's models from the area (`guidance.reference.places.models`), never from here.
"""

from guidance.core.workflow.models import Transition
from guidance.outputs.archives.models import ArchiveJob
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.problems.models import Problem, ProblemEntry
from guidance.oversight.meetings.models import FeedToken, MeetingObserver
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.snapshots.models import Snapshot, SnapshotTally
from guidance.reference.accounts.models import FailedLogIn, LogIn, RoleGrant, User
from guidance.reference.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.reference.people.posts import Handover
from guidance.reference.places.models import ReportingUnit, Township, Village, VillageAlias
from guidance.reference.plans.details import PrintedText, SpecialDay
from guidance.reference.plans.models import Milestone, Plan, ReportingRound, Target, UnitTarget
from guidance.reporting.attachments.models import ReadPaper
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.models import Tally, UnitTally, VillageReturn
from guidance.reporting.schedules.models import DateChange, ScheduleLine, ScheduleReturn, VillageMeeting
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan
from guidance.reporting.visits.models import VisitReport

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
