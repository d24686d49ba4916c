"""The filter of the list behind the gap."""

from typing import Any

from django import forms

from guidance.access import User
from guidance.dashboard.queries import Gap
from guidance.forms import dress
from guidance.places.models import ReportingUnit, Township


class GapFilter(forms.Form):
    """Which gap, and where; only places in the user's scope can be named."""

    gap = forms.ChoiceField(label="差距", required=False)
    unit = forms.ModelChoiceField(
        label="填报单位", queryset=ReportingUnit.objects.none(), required=False, empty_label="全部单位"
    )
    township = forms.ModelChoiceField(
        label="乡镇（街道）", queryset=Township.objects.none(), required=False, empty_label="全部乡镇（街道）"
    )

    def __init__(self, *args: Any, user: User, gaps: list[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gap"].choices = [(gap.code, gap.label) for gap in gaps]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = ReportingUnit.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["township"].queryset = Township.objects.visible_to(user)  # type: ignore[attr-defined]
        dress(self)
