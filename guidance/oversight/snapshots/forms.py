"""The form that freezes figures by hand."""

from typing import Any

from django import forms

from guidance.core import clock
from guidance.core.forms import add_bootstrap_classes
from guidance.reference.plans.models import Plan, ReportingRound

MAX_TITLE_LENGTH = 100


class FreezeForm(forms.Form):
    """A round that has passed, or a title; `number` is the next number when the page was opened."""

    title = forms.CharField(
        label="说明",
        max_length=MAX_TITLE_LENGTH,
        required=False,
        help_text="写明为什么定格，如：向市委组织部报送前的数据",
        error_messages={"max_length": "说明现有%(show_value)d字，不能超过%(limit_value)d字。"},
    )
    number = forms.IntegerField(min_value=1, max_value=999_999, required=False, widget=forms.HiddenInput)
    round = forms.ModelChoiceField(
        label="填报批次",
        queryset=ReportingRound.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "这一次填报还没有截止，不能按截止数据定格。"},
    )

    def __init__(self, *args: Any, plan: Plan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["round"]
        rounds.queryset = ReportingRound.objects.in_plan(plan).filter(due_on__lt=clock.today())
        add_bootstrap_classes(self)

    def clean(self) -> dict[str, Any]:
        """A snapshot without a round needs a title."""
        data = self.cleaned_data
        if not self.errors and not data.get("round") and not data.get("title"):
            self.add_error("title", "请填写说明，便于日后按说明找到这些数据。")
        return data
