"""The controls of Attachment 2."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Any

from django import forms

from guidance.core.dates import format_day
from guidance.core.forms import LongTextField
from guidance.reporting.visits.choices import Section
from guidance.reporting.visits.rules import SECTION_LIMIT


class PlaceSelect(forms.Select):
    """Each choice says of which township it is, so that the page offers the villages of the one chosen."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The option with its township."""
        option = super().create_option(name, value, *args, **kwargs)
        if value:
            option["attrs"]["data-township"] = str(value.instance.township_id)
        return option


class LinkField(forms.ModelChoiceField):
    """Linked townships as Attachment 1 prints them."""

    widget = PlaceSelect
    names_leader = False
    linked_again: AbstractSet[tuple[int, int]] = frozenset()  # leader and township of more than one link

    def label_from_instance(self, link: Any) -> str:
        """融安县桥板乡; with the leader where one writes for several, with its days where linked twice."""
        name = link.township.printed_name
        if (link.leader_id, link.township_id) in self.linked_again:
            until = f"至{format_day(link.valid_to)}" if link.valid_to else ""
            name += f"（{format_day(link.valid_from)}起{until}）"
        return f"{link.leader} · {name}" if self.names_leader else name


class VillageField(forms.ModelChoiceField):
    """Villages with their township."""

    widget = PlaceSelect

    def label_from_instance(self, village: Any) -> str:
        """桥板乡 示例村."""
        return f"{village.township.name} {village.name}"


def section_field(section: Section) -> LongTextField:
    """One of the four long boxes."""
    return LongTextField(
        label=section.label,
        required=False,
        max_length=SECTION_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": SECTION_LIMIT}),
        error_messages={"max_length": f"现有%(show_value)d字，不能超过{SECTION_LIMIT}字；其余请作附页。"},
    )


def ticks(label: str, choices: Iterable[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Several of `choices`, to tick with a thumb; none is fine."""
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "没有“%(value)s”这一选项，请刷新后重新勾选。"},
    )
