"""Two people wrote at the same place: the second sees both texts, and saving again decides."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict


class VersionedForm(forms.Form):
    """A form of a versioned row (see `core.records`), with the version that the user read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def clean_version(self) -> int:
        """0 stands for a row that did not exist yet when the form was opened."""
        return self.cleaned_data["version"] or 0

    @property
    def messages(self) -> list[str]:
        """Every error with its field."""
        return [f"{self[name].label}：{text}" for name, errors in self.errors.items() for text in errors]

    def show_other_version(self, texts: Mapping[str, str]) -> None:
        """Write under each field that differs what is stored now."""
        for name, text in texts.items():
            if name in self.changed_data:
                self.fields[name].other_version = text or "（空）"  # type: ignore[attr-defined]


def with_stored_version(stored: Any, posted: QueryDict) -> QueryDict:
    """What was posted, as though it had been typed over the row as it is stored now."""
    data = posted.copy()
    data["version"] = str(stored.version)
    return data


def present_conflict(
    request: HttpRequest, form: VersionedForm, *, stored: Any, texts: Mapping[str, str], subject: str
) -> None:
    """Show what is `stored`, as `texts` by field say it, beside what was typed into `form`."""
    form.is_valid()
    form.show_other_version(texts)
    add_conflict_message(
        request,
        f"{stored.saved_by or '他人'}在您打开之后修改了{subject}",
        hint="不一致的栏目下面写着现在的内容，",
    )


def add_conflict_message(request: HttpRequest, change: str, *, hint: str = "") -> None:
    """Say that nothing was saved because of a `change`; `hint` says where to read it."""
    messages.error(request, f"没有保存：{change}。您填写的内容都还在；{hint}核对后再保存，将以您填写的为准。")
