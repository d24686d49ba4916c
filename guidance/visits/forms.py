"""The form of Attachment 2, field by field in its order."""

from datetime import date
from typing import Any

from django import forms

from guidance import clock
from guidance.access import User
from guidance.forms import LongTextField, dress
from guidance.people.models import Link
from guidance.places.models import Village
from guidance.plans.models import Plan
from guidance.terms import GuidanceMethod
from guidance.visits.models import Section, VisitReport
from guidance.visits.rules import SECTION_LIMIT, date_errors
from guidance.workflow.forms import PaperForm


class LinkField(forms.ModelChoiceField):
    """Linked townships as Attachment 1 prints them."""

    names_leader = False

    def label_from_instance(self, link: Any) -> str:
        """融安县桥板乡; with the leader where the user writes for several."""
        name = link.township.printed_name
        return f"{link.leader} · {name}" if self.names_leader else name


class VillageField(forms.ModelChoiceField):
    """Villages with their township."""

    def label_from_instance(self, village: Any) -> str:
        """桥板乡 示例村."""
        return f"{village.township.name} {village.name}"


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VisitForm(PaperForm):
    """Attachment 2. A draft may be incomplete; links offered are those the user may report on."""

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
        label="联系指导结束日期", widget=DayInput(), help_text="当天往返的，与开始日期相同"
    )
    methods = forms.MultipleChoiceField(
        label="联系指导方式（可多选）",
        choices=GuidanceMethod.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
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

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        links = Link.objects.for_reports_of(user).in_plan(plan).select_related("leader", "township__unit")
        link_field: Any = self.fields["link"]
        link_field.queryset = links
        link_field.names_leader = len({link.leader_id for link in links}) > 1
        villages: Any = self.fields["observed_village"]
        # Not joined to the links: a township linked twice in turn would offer its villages twice.
        linked = Village.objects.filter(township__in=links.values("township"))
        villages.queryset = linked.select_related("township")
        for name in ("started_on", "ended_on"):
            message = "请填写有效的日期，如 2021-02-05。"
            self.fields[name].error_messages |= {"invalid": message, "required": message}
        for section in Section:
            self.fields[section] = _section_field(section)
        dress(self)

    @property
    def section_fields(self) -> list[forms.BoundField]:
        """The four long boxes."""
        return [self[section] for section in Section]

    def clean(self) -> dict[str, Any]:
        """Dates that can be, a township linked on that day, a village of that township."""
        data = self.cleaned_data
        errors = date_errors(
            data.get("started_on"), data.get("ended_on"), earliest=self.plan.starts_on, today=clock.today()
        )
        for field, message in errors:
            self.add_error(field, message)
        link, village = data.get("link"), data.get("observed_village")
        if link and data.get("ended_on") and not _covers(link, data["ended_on"]):
            self.add_error("link", "该乡镇（街道）在联系指导当天不是您的联系点，请核对日期。")
        if link and village and village.township_id != link.township_id:
            self.add_error("observed_village", f"{village}不在{link.township}，请重新选择。")
        return data

    def show_stored(self, report: VisitReport) -> None:
        """Write under each field that differs what is stored now (after a conflict)."""
        for name, words in _in_words(report).items():
            if name in self.changed_data:
                self.fields[name].stored = words or "（空）"  # type: ignore[attr-defined]

    @property
    def messages(self) -> list[str]:
        """Every error with its field."""
        return [f"{self[name].label}：{text}" for name, found in self.errors.items() for text in found]

    @property
    def values(self) -> dict[str, Any]:
        """The fields of a VisitReport."""
        data = {k: v for k, v in self.cleaned_data.items() if k not in ("link", "version", "submission_key")}
        link = self.cleaned_data["link"]
        return data | {"leader": link.leader, "township": link.township}


def _section_field(section: Section) -> LongTextField:
    return LongTextField(
        label=section.label,
        required=False,
        max_length=SECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"现有%(show_value)d字，不能超过{SECTION_LIMIT}字；其余请作附页。"},
    )


def _in_words(report: VisitReport) -> dict[str, str]:
    return {
        "link": f"{report.leader} {report.township.printed_name}",
        "started_on": report.started_on.isoformat(),
        "ended_on": report.ended_on.isoformat(),
        "methods": "、".join(report.method_labels),
        "method_note": report.method_note,
        "observed_village": str(report.observed_village or ""),
        **report.sections_by_name,
    }


def _covers(link: Link, day: date) -> bool:
    return link.valid_from <= day and (link.valid_to is None or day <= link.valid_to)


def initial_of(report: VisitReport, user: User) -> dict[str, Any]:
    """The fields of a stored report, as the form shows them."""
    names = ("started_on", "ended_on", "methods", "method_note", *Section.values, "version")
    links = Link.objects.for_reports_of(user).in_plan(report.plan)
    link = links.filter(leader=report.leader_id, township=report.township_id).first()
    values = {name: getattr(report, name) for name in names}
    return values | {"link": link, "observed_village": report.observed_village_id}
