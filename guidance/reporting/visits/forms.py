"""The form of Attachment 2, its fields in the order of the paper."""

from collections import Counter
from typing import Any
from uuid import uuid4

from django import forms

from guidance.core import clock
from guidance.core.access import User
from guidance.core.forms import DayInput, add_bootstrap_classes
from guidance.core.merge import Value
from guidance.core.workflow.forms import PaperForm
from guidance.reference.people.models import Link
from guidance.reference.places.models import Village
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder, Section
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import get_reportable_links, is_link_valid_on
from guidance.reporting.visits.rules import date_errors, plain_values
from guidance.reporting.visits.widgets import LinkField, VillageField, checkbox_field, section_field

COUNT_MESSAGE = "请填写0至9999之间的整数；没有了解到的留空。"


class VisitForm(PaperForm):
    """Attachment 2. A draft may be incomplete; the form offers the links on which the user may report."""

    link = LinkField(
        label="联系乡镇（街道）名称",
        queryset=Link.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择乡镇（街道）。",
            "invalid_choice": "该乡镇（街道）不是您的联系点，请从列表中选择。",
        },
    )
    started_on = forms.DateField(label="联系指导开始日期", widget=DayInput())
    ended_on = forms.DateField(
        label="联系指导结束日期", widget=DayInput(), required=False, help_text="当天往返的不用填"
    )
    methods = checkbox_field("联系指导方式（可多选）", GuidanceMethod.choices)
    method_note = forms.CharField(
        label="方式补充说明",
        max_length=100,
        required=False,
        error_messages={"max_length": "现有%(show_value)d字，不能超过%(limit_value)d字。"},
    )
    observed_village = VillageField(
        label="观摩的村（社区）",
        queryset=Village.objects.none(),
        required=False,
        empty_label="没有观摩选举大会",
    )
    visited_officials = checkbox_field("走访的县（区）领导", OfficeHolder.choices)
    overall_situation = section_field(Section.OVERALL_SITUATION)
    issues_found = section_field(Section.ISSUES_FOUND)
    good_practices = section_field(Section.GOOD_PRACTICES)
    recommendations = section_field(Section.RECOMMENDATIONS)
    inspection_points = checkbox_field("实地检查了解的要点", InspectionPoint.choices)
    key_links = checkbox_field("实地了解的关键环节", KeyLink.choices)
    discipline_items = checkbox_field("督促指导的换届纪律事项", DisciplineItem.choices)
    women_reserve_count = forms.IntegerField(
        label="了解到的女性后备人才（人）",
        min_value=0,
        max_value=9999,
        required=False,
        help_text="只填人数，不填姓名和个人情况",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": COUNT_MESSAGE, "min_value": COUNT_MESSAGE, "max_value": COUNT_MESSAGE},
    )
    also_named = checkbox_field("打印时一并列出的乡镇（街道）", ())

    def __init__(
        self, *args: Any, user: User, plan: Plan, report: VisitReport | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        links = get_reportable_links(user, plan, report)
        link_field: Any = self.fields["link"]
        link_field.queryset = links
        rows = list(links)
        link_field.shows_leader = len({link.leader_id for link in rows}) > 1
        counts = Counter((link.leader_id, link.township_id) for link in rows)
        link_field.repeated_links = {key for key, count in counts.items() if count > 1}
        townships_field: Any = self.fields["also_named"]
        townships_field.choices = list({row.township.code: row.township.printed_name for row in rows}.items())
        village_field: Any = self.fields["observed_village"]
        # A subquery, since a join would list villages twice whose township was linked twice.
        villages = Village.objects.filter(township__in=links.order_by().values("township"))
        village_field.queryset = villages.select_related("township")
        for name in ("started_on", "ended_on"):
            message = "请填写有效的日期，如 2021-02-05。"
            self.fields[name].error_messages |= {"invalid": message, "required": message}
        add_bootstrap_classes(self)

    @property
    def section_fields(self) -> list[forms.BoundField]:
        """The fields of the four sections."""
        return [self[section] for section in Section]

    @property
    def checklists(self) -> list[forms.BoundField]:
        """The checkboxes that the paper does not have."""
        return [self[name] for name in ("inspection_points", "key_links", "discipline_items")]

    @property
    def has_extras(self) -> bool:
        """Whether one of the optional fields has a value or an error."""
        names = ("inspection_points", "key_links", "discipline_items", "women_reserve_count", "also_named")
        return any(self[name].value() or name in self.errors for name in names)

    def clean(self) -> dict[str, Any]:
        """Check the dates, that the township was linked on them, and that the village lies in it."""
        data = self.cleaned_data
        if "ended_on" not in self.errors:
            data["ended_on"] = data.get("ended_on") or data.get("started_on")
        started_on, ended_on = data.get("started_on"), data.get("ended_on")
        errors = date_errors(started_on, ended_on, earliest=self.plan.starts_on, today=clock.today())
        for field, message in errors:
            self.add_error(field, message)
        link, village = data.get("link"), data.get("observed_village")
        days = [day for day in (started_on, ended_on) if day]
        if link and not all(is_link_valid_on(link, day) for day in days):
            self.add_error("link", "该乡镇（街道）在联系指导当天不是您的联系点，请核对日期。")
        if link and village and village.township_id != link.township_id:
            self.add_error("observed_village", f"{village}不在{link.township}，请重新选择。")
        if link:
            data["also_named"] = [code for code in data.get("also_named", []) if code != link.township.code]
        return data

    @property
    def values(self) -> dict[str, Any]:
        """The values of a VisitReport, without the fields that have errors."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in ("link", "version", "submission_key")}
        if link := self.cleaned_data.get("link"):
            data |= {"leader": link.leader, "township": link.township}
        return data

    @property
    def typed_values(self) -> dict[str, Value]:
        """The valid values as the page's controls hold them."""
        return plain_values(self.cleaned_data)


class CopyForm(forms.Form):
    """复制到另一个联系点. `copy_key` makes a second press of the button harmless."""

    link = LinkField(
        label="复制到",
        queryset=Link.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请选择要复制到的乡镇（街道）。",
            "invalid_choice": "该乡镇（街道）在联系指导当天不是同一位领导的联系点，不能复制。",
        },
    )
    copy_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, links: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        link: Any = self.fields["link"]
        link.queryset = links
        add_bootstrap_classes(self)


def get_copy_form(user: User, report: VisitReport, data: Any = None) -> CopyForm | None:
    """The form for users who may write the report, if its leader had further links on its days; else None."""
    links = Link.objects.reportable_by(user).in_plan(report.plan).filter(leader=report.leader_id)
    links = links.valid_on(report.started_on).valid_on(report.ended_on)
    links = links.exclude(township=report.township_id).select_related("leader", "township__unit")
    return CopyForm(data, links=links) if links else None
