"""Forms of 读回附件: the file, and where the links of an Attachment 1 go."""

from typing import Any

from django import forms

from guidance.core.forms import CHOICE_MESSAGES, DayInput, DocumentField, add_bootstrap_classes
from guidance.office.uploads.kinds import MOST_MEGABYTES, TOO_LARGE_MESSAGE
from guidance.reference.plans.models import Plan, ReportingRound


class ReadForm(forms.Form):
    """The file, and for Attachment 3 the round that it is about."""

    file = DocumentField(
        label="文件",
        help_text=f"附件3、附件1：Word（.docx）或 Excel（.xlsx、.xls）；附件2：Word。最大{MOST_MEGABYTES}MB",
        accept=".docx,.xlsx,.xls",
        max_megabytes=MOST_MEGABYTES,
        too_large=TOO_LARGE_MESSAGE,
    )
    round = forms.ModelChoiceField(
        label="附件3是第几次填报",
        queryset=ReportingRound.objects.none(),
        required=False,
        empty_label=None,
        error_messages=CHOICE_MESSAGES,
    )

    def __init__(self, *args: Any, plan: Plan, current: ReportingRound | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["round"]
        rounds.queryset = ReportingRound.objects.in_plan(plan)
        rounds.initial = current
        add_bootstrap_classes(self)


class LinksForm(forms.Form):
    """Into which plan the links of an Attachment 1 go, and from which day they hold."""

    plan = forms.ModelChoiceField(
        label="写入哪个工作方案",
        queryset=Plan.objects.none(),
        empty_label=None,
        error_messages=CHOICE_MESSAGES,
    )
    valid_from = forms.DateField(
        label="起始日期",
        widget=DayInput(),
        help_text="新联系点从这天起生效",
        error_messages={"required": "请填写起始日期。", "invalid": "请填写日期，如 2021-01-13。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans: Any = self.fields["plan"]
        plans.queryset = Plan.objects.order_by("-issued_on")
        add_bootstrap_classes(self)

    def clean_valid_from(self) -> Any:
        """Within the years of the plan."""
        day, plan = self.cleaned_data["valid_from"], self.cleaned_data.get("plan")
        if plan and day > plan.closes_on:
            raise forms.ValidationError("起始日期晚于换届完成期限，请核对。")
        if plan and day.year < plan.issued_on.year - 1:
            raise forms.ValidationError("起始日期早于通知印发一年以上，请核对。")
        return day
