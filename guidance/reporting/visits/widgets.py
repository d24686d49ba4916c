"""Form fields and widgets of Attachment 2."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from django import forms

from guidance.core.dates import format_day
from guidance.core.forms import LongTextField
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.rules import SECTION_LIMIT


class PlaceSelect(forms.Select):
    """A select whose options carry their township, so that the page offers the villages of the chosen one."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-township"] = str(value.instance.township_id)
        return option


class LinkField(forms.ModelChoiceField):
    """A choice of links, named by township as Attachment 1 prints it."""

    widget = PlaceSelect
    shows_leader = False
    repeated_links: AbstractSet[tuple[int, int]] = frozenset()  # (leader, township) with more than one link

    def label_from_instance(self, link: Any) -> str:
        """融安县桥板乡; with the leader if the user writes for several, with its days if linked again."""
        name = link.township.printed_name
        if (link.leader_id, link.township_id) in self.repeated_links:
            end = f"至{format_day(link.valid_to)}" if link.valid_to else ""
            name += f"（{format_day(link.valid_from)}起{end}）"
        return f"{link.leader} · {name}" if self.shows_leader else name


class VillageField(forms.ModelChoiceField):
    """A choice of villages, named with their township."""

    widget = PlaceSelect

    def label_from_instance(self, village: Any) -> str:
        """桥板乡 示例村."""
        return f"{village.township.name} {village.name}"


def section_field(section: Section) -> LongTextField:
    """The field of one of the four sections."""
    return LongTextField(
        label=section.label,
        required=False,
        max_length=SECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": SECTION_LIMIT}),
        error_messages={"max_length": f"现有%(show_value)d字，不能超过{SECTION_LIMIT}字；其余请作附页。"},
    )


def checkbox_field(label: str, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    """An optional choice of several by checkboxes."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "没有“%(value)s”这一选项，请刷新后重新勾选。"},
    )
