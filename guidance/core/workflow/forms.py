"""Forms that every paper uses."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.utils.http import urlencode

from guidance.core import clock
from guidance.core.conflicts import VersionedForm
from guidance.core.dates import YEARS, format_day, wrong_year_message
from guidance.core.forms import add_bootstrap_classes


class PaperForm(VersionedForm):
    """Carries the version that the user read, and a key by which a form sent twice counts once."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["submission_key"].initial = uuid4

    def clean_submission_key(self) -> UUID:
        """The key of the form, or a fresh one where a hand-made request carries none."""
        return self.cleaned_data["submission_key"] or uuid4()

    @property
    def content_key(self) -> UUID:
        """Key of the form with its content: a form that was gone back to and changed has another."""
        return uuid5(self.cleaned_data["submission_key"], urlencode(self.data, doseq=True))


class VersionForm(forms.Form):
    """Carries the version on which 上报, 撤回 or 接收 was pressed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ReturnForm(VersionForm):
    """退回 with its reason."""

    reason = forms.CharField(
        label="退回原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "请填写退回原因，让填报人知道要改什么。",
            "max_length": "退回原因现有%(show_value)d字，不能超过%(limit_value)d字。",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_bootstrap_classes(self)


class ExtensionForm(forms.Form):
    """延期: until when, and why. The day must be later than `after`, the last day so far."""

    due_on = forms.DateField(
        label="延期至（含当日）",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写延期到哪一天。", "invalid": "日期不对，请填如 2021-02-12。"},
    )
    reason = forms.CharField(
        label="延期原因",
        max_length=200,
        error_messages={
            "required": "请填写延期原因。",
            "max_length": "延期原因现有%(show_value)d字，不能超过%(limit_value)d字。",
        },
    )

    def __init__(self, *args: Any, after: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.after = after
        add_bootstrap_classes(self)

    def clean_due_on(self) -> date:
        """The day must not have passed, and must be later than `after`."""
        day = self.cleaned_data["due_on"]
        if day.year not in YEARS:
            raise forms.ValidationError(f"{wrong_year_message(day.year)}。")
        earliest = max(self.after + timedelta(days=1), clock.today())
        if day < earliest:
            raise forms.ValidationError(f"延期不能早于{format_day(earliest)}。")
        return day
