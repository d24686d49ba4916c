"""Reports as rows of a plain table: the export of the list, and the data sheet of a report."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from guidance.reporting.visits.choices import Section

REPORT_HEADS = (
    *("领导班子成员", "填报单位", "乡镇（街道）", "联系指导开始日期", "联系指导结束日期", "联系指导方式"),
    *("方式补充说明", "状态", "报送期限", "上报时间", "晚（天）", "签字", *Section.labels),
)


def make_report_rows(reports: Any) -> Iterator[list[Any]]:
    """Rows under REPORT_HEADS of a queryset `with_signed`, read in batches."""
    for report in reports.iterator(chunk_size=500):
        submitted_at = report.submitted_at if report.is_sent else None
        yield [
            *(report.leader.name, report.township.unit.printed_name, report.township.name),
            *(report.started_on, report.ended_on, "、".join(report.method_labels), report.method_note),
            *(report.get_status_display(), report.due_on),
            f"{timezone.localtime(submitted_at):%Y-%m-%d %H:%M}" if submitted_at else "",
            report.late_days or "",
            ("已签" if report.is_signed else "未签") if report.is_sent else "",
            *(text for _, text in report.sections),
        ]
