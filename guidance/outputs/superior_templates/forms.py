"""Forms to upload a template, to name it, and to choose the figures that fill it."""

from typing import Any
from uuid import uuid4

from django import forms

from guidance.core.forms import CHOICE_MESSAGES, DocumentField, add_bootstrap_classes
from guidance.office.uploads.kinds import MOST_MEGABYTES, TOO_LARGE_MESSAGE
from guidance.oversight.snapshots.models import Snapshot

NOT_FROM_PAGE_MESSAGE = "请在打开的页面上操作，不要直接访问这个网址。"


class FileForm(forms.Form):
    """A template's file."""

    file = DocumentField(
        label="模板文件",
        help_text=f"Word（.docx）或 Excel（.xlsx），写好占位符；最大{MOST_MEGABYTES}MB",
        accept=".docx,.xlsx",
        max_megabytes=MOST_MEGABYTES,
        too_large=TOO_LARGE_MESSAGE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)


def _name_field() -> forms.CharField:
    too_long = "模板名称不超过100字，现有%(show_value)d字，请缩短。"
    return forms.CharField(
        label="模板名称",
        max_length=100,
        help_text="如“自治区妇联旬报表”",
        error_messages={"required": "请填写模板名称。", "max_length": too_long},
    )


class NameForm(forms.Form):
    """A template's name."""

    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)


class UploadForm(FileForm):
    """A new template."""

    name = _name_field()
    field_order = ("name", "file")


class FillForm(forms.Form):
    """Choice of the figures: those of this moment, or of a snapshot."""

    snapshot = forms.ModelChoiceField(
        label="用哪些数据",
        queryset=Snapshot.objects.none(),
        required=False,
        empty_label="实时数据（此刻）",
        error_messages=CHOICE_MESSAGES,
    )
    submission_key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": NOT_FROM_PAGE_MESSAGE, "invalid": NOT_FROM_PAGE_MESSAGE},
    )

    def __init__(self, *args: Any, snapshots: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["snapshot"]
        field.queryset = snapshots
        self.fields["submission_key"].initial = uuid4
        add_bootstrap_classes(self)
