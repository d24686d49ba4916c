"""The files of a report, for its page."""

from dataclasses import dataclass, field

from guidance.office.uploads.kinds import MOST_MEGABYTES
from guidance.reporting.visits.files.actions import MAX_FILES, unfinished_uploads
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan
from guidance.reporting.visits.models import VisitReport

# Values of the `accept` attribute. Pictures by media type, so that an iPhone uploads JPEG and not HEIC.
ACCEPTED = "image/jpeg,image/png,image/webp,.pdf,.docx,.doc,.xlsx,.xls"
ACCEPTED_SCANS = "image/jpeg,image/png,image/webp,.pdf"


@dataclass(frozen=True)
class ReportFiles:
    """Continuation sheets, signed pages and uploads of one report; empty before the report is saved."""

    sheets: list[ContinuationSheet] = field(default_factory=list)
    scans: list[SignedScan] = field(default_factory=list)  # newest first
    uploads: list[FileUpload] = field(default_factory=list)
    is_signed: bool = False  # whether the text submitted last is signed
    can_edit: bool = False  # whether the user may add and remove files
    max_files: int = MAX_FILES
    max_megabytes: int = MOST_MEGABYTES
    max_bytes: int = MOST_MEGABYTES << 20
    accepted: str = ACCEPTED
    accepted_scans: str = ACCEPTED_SCANS

    @property
    def current_sheets(self) -> list[ContinuationSheet]:
        """The continuation sheets that are not removed; readers see only these."""
        return [sheet for sheet in self.sheets if sheet.removed_at is None]


def get_report_files(report: VisitReport | None, *, can_edit: bool) -> ReportFiles:
    if report is None:
        return ReportFiles(can_edit=can_edit)
    scans = list(SignedScan.objects.filter(report=report).order_by("-pk"))
    return ReportFiles(
        sheets=list(ContinuationSheet.objects.filter(report=report)),
        scans=scans,
        uploads=list(unfinished_uploads(report)),
        is_signed=any(scan.removed_at is None and scan.submitted_at == report.submitted_at for scan in scans),
        can_edit=can_edit,
    )
