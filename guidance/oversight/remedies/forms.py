"""The record of a gap, and the filter of the ledger."""

from typing import Any

from django import forms
from django.db.models import Q

from guidance.core.access import User
from guidance.core.choices import Progress
from guidance.core.conflicts import VersionedForm
from guidance.core.forms import LongTextField, add_bootstrap_classes
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.queries import REMEDIED, SORTS, LedgerSelection
from guidance.oversight.remedies.rules import STATES, is_missing_closing_note
from guidance.reference.places.models import ReportingUnit, Township, Village
from guidance.reporting.returns.forms import DayField

MAX_LENGTH = 500
INCOMPLETE_MESSAGE = "内容不完整，请刷新后重新填写。"
TOO_LONG_MESSAGE = f"现有%(show_value)d字，不能超过{MAX_LENGTH}字。"


def _long_text(label: str, **options: Any) -> LongTextField:
    messages = {"max_length": TOO_LONG_MESSAGE, "required": f"请填写{label}。"}
    return LongTextField(
        label=label,
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=messages,
        **options,
    )


class RemedyForm(VersionedForm):
    """Reason, remedy, due day, responsible unit and state of a gap."""

    reason = _long_text("原因", help_text="如：女候选人未过半数；妇联主席不是中共党员，也未参选村委会")
    planned = _long_text("补救措施", required=False, help_text="如：4月补选女性委员1名")
    due_on = DayField("完成时限")
    unit = forms.ModelChoiceField(
        label="责任单位",
        queryset=ReportingUnit.objects.none(),
        empty_label=None,
        error_messages={"required": "请选择责任单位。", "invalid_choice": "请从列表中选择责任单位。"},
    )
    state = forms.ChoiceField(
        label="进展",
        choices=Progress.choices,
        error_messages={"required": "请选择进展。", "invalid_choice": "请从列表中选择进展。"},
    )
    version = forms.IntegerField(
        label="页面",
        min_value=0,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": INCOMPLETE_MESSAGE, "min_value": INCOMPLETE_MESSAGE},
    )

    def __init__(self, data: Any = None, *, user: User, village: Village, remedy: Remedy | None) -> None:
        super().__init__(data, initial=_initial(village, remedy))
        units: Any = self.fields["unit"]
        # The user's own units, and the one that staff have already named.
        named = ReportingUnit.objects.named_for(user).values("pk")
        units.queryset = ReportingUnit.objects.filter(Q(pk__in=named) | Q(pk=self.initial["unit"]))
        self.fields["due_on"].widget.attrs.pop("class", None)
        add_bootstrap_classes(self)

    def clean(self) -> dict[str, Any]:
        """A closed gap needs a note on how it was closed."""
        data = self.cleaned_data
        if "planned" in data and is_missing_closing_note(data.get("state", ""), data["planned"]):
            self.add_error("planned", "销号须在“补救措施”中写明已经怎样解决，或为什么不再补救。")
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a Remedy."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _initial(village: Village, remedy: Remedy | None) -> dict[str, Any]:
    if remedy is None:
        return {"unit": village.township.unit_id, "state": Progress.OPEN, "version": 0}
    names = ("reason", "planned", "due_on", "state", "version")
    return {name: getattr(remedy, name) for name in names} | {
        "unit": remedy.unit_id or village.township.unit_id
    }


class LedgerFilter(forms.Form):
    """Which lines of the ledger, in what order; only places in the user's scope can be named."""

    gap = forms.ChoiceField(
        label="差距",
        required=False,
        choices=[("", "全部差距"), *((gap.code, gap.title) for gap in REMEDIED)],
    )
    unit = forms.ModelChoiceField(
        label="填报单位", queryset=ReportingUnit.objects.none(), required=False, empty_label="全部单位"
    )
    township = forms.ModelChoiceField(
        label="乡镇（街道）", queryset=Township.objects.none(), required=False, empty_label="全部乡镇（街道）"
    )
    state = forms.ChoiceField(label="进展", required=False, choices=[("", "全部"), *STATES.items()])
    sort = forms.ChoiceField(
        label="排列", required=False, choices=[(code, label) for code, (label, _) in SORTS.items()]
    )
    overdue = forms.BooleanField(label="只看逾期", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = ReportingUnit.objects.visible_to(user)
        fields["township"].queryset = Township.objects.visible_to(user)
        add_bootstrap_classes(self)

    @property
    def selection(self) -> LedgerSelection:
        """The choices of a valid filter."""
        data = self.cleaned_data
        return LedgerSelection(**data | {"sort": data["sort"] or "due_on"})
