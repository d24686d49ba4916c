"""Forms to download a workbook, upload a file and confirm its preview."""

from typing import Any

from django import forms

from guidance.core.access import User
from guidance.core.forms import DocumentField, add_bootstrap_classes
from guidance.office.sandbox.read_spreadsheet import MOST_COLUMNS, MOST_ROWS
from guidance.office.uploads.container import MOST_MEGABYTES, TOO_LARGE_MESSAGE
from guidance.reference.places.models import ReportingUnit
from guidance.reporting.returns.choices import Stage
from guidance.reporting.returns.forms import ReasonForm
from guidance.reporting.returns.imports.queries import get_reportable_units

LIMITS = (
    f"Excel（.xlsx、.xls）或 CSV 文件，最大{MOST_MEGABYTES}MB，"
    f"每张工作表最多{MOST_ROWS // 10_000}万行、{MOST_COLUMNS}列，不带密码和宏。"
)


class WorkbookForm(forms.Form):
    """The unit and stage of the workbook to download."""

    unit = forms.ModelChoiceField(label="填报单位", queryset=ReportingUnit.objects.none(), empty_label=None)
    stage = forms.ChoiceField(label="阶段", choices=Stage.choices, initial=Stage.ELECTED)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, auto_id="workbook_%s")
        self.fields["unit"].queryset = get_reportable_units(user)  # type: ignore[attr-defined]
        add_bootstrap_classes(self)


class UploadForm(forms.Form):
    """The file, and the stage that its figures describe."""

    stage = forms.ChoiceField(
        label="阶段",
        choices=Stage.choices,
        initial=Stage.ELECTED,
        error_messages={"required": "请选择阶段。", "invalid_choice": "请从列表中选择阶段。"},
    )
    file = DocumentField(
        label="文件",
        help_text=LIMITS,
        accept=".xlsx,.xls,.csv",
        max_megabytes=MOST_MEGABYTES,
        too_large=TOO_LARGE_MESSAGE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)


class ConfirmForm(ReasonForm):
    """The fingerprint of the preview, and the reason, which is required if frozen figures change."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
