"""Which post changes hands, to whom, from which day."""

from datetime import date
from typing import Any

from django import forms

from guidance.core import clock
from guidance.core.forms import DayInput, add_bootstrap_classes
from guidance.oversight.handovers.queries import HandoverRequest, get_holder, get_links
from guidance.reference.people.choices import GroupPost
from guidance.reference.people.models import GuidanceGroup, Leader, Link, MunicipalLiaison
from guidance.reference.people.queries import get_groups_with_posts
from guidance.reference.plans.models import Plan

ALL, PART = "all", "part"


def get_post_choices(plan: Plan | None) -> list[tuple[str, str]]:
    """Every post of the plan's groups, as a choice: leader-3, 指导三组组长（name）."""
    groups = get_groups_with_posts(GuidanceGroup.objects.filter(plan=plan))
    return [
        (f"{post.value}-{entry.group.pk}", f"{entry.group}{post.label}（{post_today.holder}）")
        for entry in sorted(groups, key=lambda entry: entry.group.number)
        for post, post_today in (
            (GroupPost.LEADER, entry.leader),
            (GroupPost.MUNICIPAL_LIAISON, entry.liaison),
        )
    ]


class PersonField(forms.ModelChoiceField):
    """People with their posts: two may share a name."""

    def label_from_instance(self, person: Any) -> str:
        """The name and, in brackets, the post."""
        return f"{person.name}（{person.post_full}）"


class LinksField(forms.ModelMultipleChoiceField):
    """Townships as Attachment 1 prints them."""

    def label_from_instance(self, link: Any) -> str:
        """1 融安县桥板乡."""
        return f"{link.order} {link.township.printed_name}"


def _text(label: str, max_length: int, help_text: str = "") -> forms.CharField:
    messages = {"max_length": f"{label}现有%(show_value)d字，不能超过{max_length}字。"}
    return forms.CharField(
        label=label, max_length=max_length, required=False, help_text=help_text, error_messages=messages
    )


class HandoverForm(forms.Form):
    """The successor, chosen or new; from which day; of a leader, all links or some of them."""

    whom = forms.CharField(widget=forms.HiddenInput)
    successor: forms.Field = PersonField(
        label="接任人",
        queryset=Leader.objects.none(),
        required=False,
        empty_label="新的人员（在下面填写姓名和职务）",
        error_messages={"invalid_choice": "请从列表中选择接任人，或填写新的人员。"},
    )
    name = _text("新的人员姓名", 30)
    post_full = _text("职务全称", 60, "如 柳州市妇联副主席")
    post_short = _text("附件1中的职务", 60, "如 市妇联副主席；不填则与全称相同")
    from_on = forms.DateField(
        label="从哪一天起接替",
        widget=DayInput(),
        help_text="从这一天0时起由接任人负责，前一天24:00前仍是原来的人",
        error_messages=dict.fromkeys(("required", "invalid"), "请填写有效的日期，如 2021-02-20。"),
    )
    extent = forms.ChoiceField(
        label="移交哪些联系点",
        choices=[(ALL, "全部，并接任组长"), (PART, "只移交下面勾选的联系点，组长不变")],
        initial=ALL,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择移交全部还是部分联系点。", "invalid_choice": "请从列表中选择。"},
    )
    links: forms.Field = LinksField(
        label="要移交的联系点",
        queryset=Link.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_pk_value"), "勾选的联系点已有变化，请重新勾选。"
        ),
    )
    reason = _text("说明", 200, "如 因工作调整，经党组会研究")

    def __init__(self, *args: Any, group: GuidanceGroup, post: GroupPost, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group, self.post = group, post
        person: Any = self.fields["successor"]
        if post == GroupPost.LEADER:
            person.queryset = Leader.objects.order_by("sort_order", "pk")
            current_links = get_links(group, get_holder(group, post, clock.today()), clock.today())
            links: Any = self.fields["links"]
            # Also those that have just moved: the same form sent twice is still a form.
            links.queryset = Link.objects.in_plan(group.plan).select_related("township__unit")
            links.choices = [(link.pk, links.label_from_instance(link)) for link in current_links]
        else:
            person.queryset = MunicipalLiaison.objects.order_by("pk")
            for name in ("post_short", "extent", "links"):
                del self.fields[name]
        add_bootstrap_classes(self)

    def clean(self) -> dict[str, Any]:
        """Require one successor: chosen, or new with name and post."""
        data = self.cleaned_data
        if self.errors.keys() & {"successor", "name", "post_full"}:
            return data
        typed = data["name"] or data["post_full"]
        if data["successor"] and typed:
            self.add_error("successor", "已选了接任人，又填写了新的人员；请只留一项。")
        elif not data["successor"] and not typed:
            self.add_error("successor", "请选择接任人，或填写新的人员的姓名和职务。")
        elif typed and not (data["name"] and data["post_full"]):
            self.add_error("post_full" if data["name"] else "name", "新的人员须填写姓名和职务。")
        return data

    @property
    def handover_request(self) -> HandoverRequest:
        """The request of a valid form."""
        data = self.cleaned_data
        is_partial = data.get("extent") == PART
        links = frozenset(link.pk for link in data["links"]) if is_partial else None
        from_on: date = data["from_on"]
        return HandoverRequest(self.group, self.post, from_on, self._successor(), data["reason"], links)

    def _successor(self) -> Leader | MunicipalLiaison:
        """The chosen or typed person; a typed person who exists already is reused."""
        data = self.cleaned_data
        if data["successor"]:
            return data["successor"]
        identity = {"name": data["name"], "post_full": data["post_full"]}
        if self.post == GroupPost.MUNICIPAL_LIAISON:
            return MunicipalLiaison.objects.filter(**identity).first() or MunicipalLiaison(**identity)
        leader = Leader.objects.filter(**identity).first()
        return leader or Leader(**identity, post_short=data["post_short"] or data["post_full"])


def parse_confirmed(values: list[str]) -> set[int]:
    """The keys of the ticked reports; invalid values are ignored."""
    return {int(value) for value in values if value.isdecimal() and len(value) < 19}
