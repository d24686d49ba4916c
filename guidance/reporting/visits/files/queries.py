"""What the page of a report shows of its files."""

from dataclasses import dataclass, field

from guidance.office.uploads.kinds import MOST_MEGABYTES
from guidance.reporting.visits.files.actions import MOST_FILES, under_way
from guidance.reporting.visits.files.models import ContinuationSheet, FileUpload, SignedScan
from guidance.reporting.visits.models import VisitReport

# What the file window offers first; pictures by their types, so that an iPhone hands on JPEG, not HEIC.
ACCEPTED = "image/jpeg,image/png,image/webp,.pdf,.docx,.doc,.xlsx,.xls"
ACCEPTED_SCANS = "image/jpeg,image/png,image/webp,.pdf"


@dataclass(frozen=True)
class ReportFiles:
    """Continuation sheets, signed pages and uploads of one report; all empty where there is none yet."""

    sheets: list[ContinuationSheet] = field(default_factory=list)
    scans: list[SignedScan] = field(default_factory=list)  # the newest first
    uploads: list[FileUpload] = field(default_factory=list)
    is_signed: bool = False  # the very text that was sent last
    writes: bool = False  # whether the user may add and remove
    most_files: int = MOST_FILES
    most_megabytes: int = MOST_MEGABYTES
    most_bytes: int = MOST_MEGABYTES << 20
    accepted: str = ACCEPTED
    accepted_scans: str = ACCEPTED_SCANS

    @property
    def kept(self) -> list[ContinuationSheet]:
        """Continuation sheets that were not removed: what readers see."""
        return [sheet for sheet in self.sheets if sheet.removed_at is None]


def files_of(report: VisitReport | None, *, writes: bool) -> ReportFiles:
    """The files of a report that the user may see, and may change where she `writes` for its leader."""
    if report is None:
        return ReportFiles(writes=writes)
    scans = list(SignedScan.objects.filter(report=report).order_by("-pk"))
    return ReportFiles(
        sheets=list(ContinuationSheet.objects.filter(report=report)),
        scans=scans,
        uploads=list(under_way(report)),
        is_signed=any(scan.removed_at is None and scan.submitted_at == report.submitted_at for scan in scans),
        writes=writes,
    )
