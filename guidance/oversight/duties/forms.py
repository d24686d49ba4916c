"""The filter of the duties, and the form of a unit's task."""

from typing import Any

from django import forms

from guidance.core.access import User
from guidance.core.conflicts import VersionedForm
from guidance.core.forms import CHOICE_MESSAGES, add_bootstrap_classes, filter_field
from guidance.oversight.duties.choices import Settlement
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.duties.queries import DutyMatrix
from guidance.oversight.duties.rules import DutyStatus
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport

UNFINISHED = (DutyStatus.OVERDUE, DutyStatus.DUE_SOON, DutyStatus.OPEN)
STATES = {
    "unfinished": ("只看未完成", UNFINISHED),
    "pressing": ("只看逾期和7天内到期", (DutyStatus.OVERDUE, DutyStatus.DUE_SOON)),
    "overdue": ("只看逾期", (DutyStatus.OVERDUE,)),
}


class DutyFilter(forms.Form):
    """The filter of the duties, kept in the address. Only what the user sees can be chosen."""

    state = forms.ChoiceField(
        label="完成情况",
        choices=[("", "全部"), *((code, label) for code, (label, _) in STATES.items())],
        required=False,
        error_messages=CHOICE_MESSAGES,
    )

    def __init__(self, data: Any, *, matrix: DutyMatrix) -> None:
        super().__init__(data)
        groups = {group.pk: str(group) for row in matrix.rows for group in row.groups}
        leaders = {row.leader.pk: row.leader.name for row in matrix.rows}
        self.fields["group"] = filter_field("指导组", "全部指导组", dict(sorted(groups.items())))
        self.fields["leader"] = filter_field("领导班子成员", "全部领导", leaders)
        self.order_fields(["group", "leader", "state"])
        add_bootstrap_classes(self)
        self.is_valid()

    def filter_rows(self, matrix: DutyMatrix) -> DutyMatrix:
        """The rows of the chosen group and leader; an invalid choice is ignored and marked at its field."""
        return matrix.filter_rows(
            group=self.cleaned_data.get("group"), leader=self.cleaned_data.get("leader")
        )

    def filter_status(self, matrix: DutyMatrix) -> DutyMatrix:
        """The rows with a duty in the chosen state."""
        state = self.cleaned_data.get("state")
        return matrix.filter_status(STATES[state][1]) if state else matrix


class ReportField(forms.ModelChoiceField):
    """Reports by day and place."""

    def label_from_instance(self, report: Any) -> str:
        """2021年1月20日 融安县桥板乡, and the leader."""
        return f"{report.period} {report.township.printed_name} {report.leader}"


class UnitTaskForm(VersionedForm):
    """State of a unit's task, a note, and the report that proves it."""

    state = forms.ChoiceField(
        label="落实情况",
        choices=Settlement.choices,
        error_messages={"required": "请选择落实情况。", "invalid_choice": "请从列表中选择落实情况。"},
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        help_text="如：县财政已同意从现有渠道列支；文件号；还差什么",
        error_messages={"max_length": "说明现有%(show_value)d字，不能超过%(limit_value)d字。"},
    )
    report = ReportField(
        label="佐证的情况统计表",
        queryset=VisitReport.objects.none(),
        required=False,
        empty_label="没有",
        error_messages={"invalid_choice": "这份情况统计表不是本单位的，或已不在列表中，请重新选择。"},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        plan: Plan,
        unit: ReportingUnit,
        record: UnitTaskRecord | None,
    ) -> None:
        super().__init__(data, initial=_initial(record))
        visible = VisitReport.objects.visible_to(user).filter(plan=plan, township__unit=unit)
        reports: Any = self.fields["report"]
        reports.queryset = visible.select_related("township__unit", "leader")
        # A report that this user does not see is kept unless the user chooses another one.
        self.hidden_report = record.report if record and record.report_id else None
        if self.hidden_report and visible.filter(pk=self.hidden_report.pk).exists():
            self.hidden_report = None
        add_bootstrap_classes(self)

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a UnitTaskRecord."""
        data = self.cleaned_data
        report = data["report"] or self.hidden_report
        return {"state": data["state"], "note": data["note"], "report": report}

    def get_texts(self, record: UnitTaskRecord) -> dict[str, str]:
        """The stored values as the fields show them; empty for a report that the user does not see."""
        report: Any = self.fields["report"]
        return {
            "state": record.get_state_display(),
            "note": record.note,
            "report": report.label_from_instance(record.report)
            if record.report and not self.hidden_report
            else "",
        }


def _initial(record: UnitTaskRecord | None) -> dict[str, Any]:
    if record is None:
        return {"state": Settlement.UNSETTLED, "version": 0}
    return {name: getattr(record, name) for name in ("state", "note", "report", "version")}
