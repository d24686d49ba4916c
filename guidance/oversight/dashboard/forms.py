"""The filter of the list of villages."""

from typing import Any

from django import forms

from guidance.core.access import User
from guidance.core.forms import add_bootstrap_classes
from guidance.reference.people.models import GuidanceGroup
from guidance.reference.places.choices import CommitteeType
from guidance.reference.places.models import ReportingUnit, Township
from guidance.reporting.returns.choices import DataSource, Flag, Stage
from guidance.reporting.returns.gaps import GAPS
from guidance.reporting.returns.sum_conditions import get_sum_choices

SORTS = {
    "place": ("按地区", ("township__unit__attachment_order", "township__code", "sort_order", "pk")),
    "women": ("女性人数从少到多", ("ret__women", "pk")),
    "-people": ("成员人数从多到少", ("-ret__people", "pk")),
    "held_on": ("选举日期从早到晚", ("ret__held_on", "pk")),
    "-saved_at": ("最近保存的在前", ("-ret__saved_at", "pk")),
    "name": ("按村（社区）名称", ("name", "pk")),
}
SIZES = ("50", "100", "200")


class VillageFilter(forms.Form):
    """Which villages, and in what order; only places in the user's scope can be named."""

    gap = forms.ChoiceField(label="名单", required=False)
    stage = forms.ChoiceField(label="阶段", required=False, choices=Stage.choices)
    counted = forms.ChoiceField(
        label="计入", required=False, choices=lambda: [("", "全部"), *get_sum_choices()]
    )
    group = forms.ModelChoiceField(
        label="指导组", queryset=GuidanceGroup.objects.none(), required=False, empty_label="全部指导组"
    )
    unit = forms.ModelChoiceField(
        label="填报单位", queryset=ReportingUnit.objects.none(), required=False, empty_label="全部单位"
    )
    township = forms.ModelChoiceField(
        label="乡镇（街道）", queryset=Township.objects.none(), required=False, empty_label="全部乡镇（街道）"
    )
    committee_type = forms.ChoiceField(
        label="委员会", required=False, choices=[("", "村委会和居委会"), *CommitteeType.choices]
    )
    reported = forms.ChoiceField(
        label="填报", required=False, choices=[("", "全部"), ("yes", "已报"), ("no", "未报")]
    )
    flag = forms.ChoiceField(label="数据状态", required=False, choices=[("", "全部"), *Flag.choices])
    data_source = forms.ChoiceField(
        label="数据来源", required=False, choices=[("", "全部"), *DataSource.choices]
    )
    name = forms.CharField(label="名称含", required=False)
    sort = forms.ChoiceField(
        label="排列", required=False, choices=[(code, label) for code, (label, _) in SORTS.items()]
    )
    size = forms.ChoiceField(label="每页", required=False, choices=[(size, f"{size} 个") for size in SIZES])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["gap"].choices = [("", "全部村（社区）"), *((gap.code, gap.title) for gap in GAPS)]
        groups = GuidanceGroup.objects.visible_to(user).filter(plan__is_current=True)
        fields["group"].queryset = groups
        fields["unit"].queryset = ReportingUnit.objects.visible_to(user)
        fields["township"].queryset = Township.objects.visible_to(user)
        add_bootstrap_classes(self)
