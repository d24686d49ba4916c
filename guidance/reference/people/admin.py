"""Leaders, groups, liaisons, links."""

from django.contrib import admin

from guidance.core.admin.base import ReadOnlyAdmin
from guidance.office.import_export.admin import ReferenceAdmin
from guidance.office.import_export.resources import resource_for
from guidance.reference.people.models import (
    GroupMember,
    GuidanceGroup,
    Leader,
    Link,
    MunicipalLiaison,
    TownshipLiaison,
)
from guidance.reference.people.posts import Handover


@admin.register(Leader)
class LeaderAdmin(ReferenceAdmin):
    """领导班子成员."""

    list_display = ("name", "post_short", "post_full", "sort_order")
    search_fields = ("name", "post_full")
    resource_classes = [
        resource_for(Leader, "name", "post_full", "post_short", "sort_order", ids=("name", "post_full"))
    ]


@admin.register(MunicipalLiaison)
class MunicipalLiaisonAdmin(ReferenceAdmin):
    """市妇联联络员."""

    list_display = ("name", "post_full")
    search_fields = ("name", "post_full")
    resource_classes = [resource_for(MunicipalLiaison, "name", "post_full", ids=("name", "post_full"))]


@admin.register(GuidanceGroup)
class GuidanceGroupAdmin(ReferenceAdmin):
    """指导组."""

    list_display = ("__str__", "leader", "municipal_liaison", "plan")
    list_filter = ("plan",)
    search_fields = ("leader__name",)
    resource_classes = [
        resource_for(
            GuidanceGroup,
            *("plan", "number", "leader", "municipal_liaison", "units"),
            ids=("plan", "number"),
            known_by={
                "plan": "document_number",
                "leader": "name",
                "municipal_liaison": "name",
                "units": "short_name",
            },
        )
    ]


@admin.register(GroupMember)
class GroupMemberAdmin(ReferenceAdmin):
    """组员."""

    list_display = ("name", "post", "unit", "group")
    list_filter = ("group",)
    search_fields = ("name", "post")
    resource_classes = [
        resource_for(
            GroupMember,
            *("group", "unit", "name", "post"),
            ids=("group", "unit"),
            known_by={"unit": "short_name"},
        )
    ]


@admin.register(TownshipLiaison)
class TownshipLiaisonAdmin(ReferenceAdmin):
    """乡镇（街道）联络员."""

    list_display = ("name", "phone", "township", "plan")
    list_filter = ("plan", "township__unit")
    search_fields = ("name", "phone", "township__name")
    resource_classes = [
        resource_for(
            TownshipLiaison,
            *("plan", "township", "name", "phone"),
            ids=("plan", "township"),
            known_by={"plan": "document_number", "township": "code"},
        )
    ]


@admin.register(Link)
class LinkAdmin(ReferenceAdmin):
    """联系点."""

    list_display = ("order", "leader", "township", "key_village_count", "valid_from", "valid_to", "plan")
    list_filter = ("plan", "leader")
    search_fields = ("township__name", "leader__name")
    resource_classes = [
        resource_for(
            Link,
            *("plan", "order", "leader", "township", "key_village_count", "valid_from", "valid_to"),
            ids=("plan", "township", "valid_from"),
            known_by={"plan": "document_number", "leader": "name", "township": "code"},
        )
    ]


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin):
    """接替记录: recorded and taken back on their page, which moves the links with them."""

    list_display = ("group", "post", "from_on", "leader", "municipal_liaison", "recorded_by", "recorded_at")
    list_filter = ("group", "post")
