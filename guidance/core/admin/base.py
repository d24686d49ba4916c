"""What every page of the administration obeys: roles decide who enters, `visible_to` which rows show."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple, DateField
from django.http import HttpRequest

from guidance.core.access import PLAN_MANAGERS, Role, has_role
from guidance.core.admin.fields import list_field, validate_year
from guidance.core.admin.history import HistoryAdmin
from guidance.core.labels import full_name, with_name_relations


def visible_rows(request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Of `rows` those that the user may see; all where the rows belong to nobody."""
    return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows


class RoleGuard:
    """Permissions by role instead of Django's permission tables."""

    roles: tuple[Role, ...] = PLAN_MANAGERS

    def _is_allowed(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index shows it."""
        return self._is_allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to read it."""
        return self._is_allowed(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to add to it."""
        return self._is_allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to change it."""
        return self._is_allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to delete it; the history keeps what was deleted."""
        return self._is_allowed(request)

    def get_choice_rows(self, request: HttpRequest, column: Any) -> models.QuerySet[Any]:
        """The rows that a drop-down offers."""
        return with_name_relations(column.remote_field.model._default_manager.all())

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A control that takes no day of 1900 or 2100."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, DateField):
            field.validators.append(validate_year)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices by their full names."""
        kwargs.setdefault("queryset", self.get_choice_rows(request, db_field))
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        field.label_from_instance = full_name
        return field


class GuardedAdmin(RoleGuard, HistoryAdmin):
    """A model with history, its rows and its drop-downs limited to what the user may see."""

    list_per_page = 50
    # Columns that hold several values, and the choices among which they are (none: any words).
    lists: dict[str, list[tuple[str, str]]] = {}

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows within the user's scope."""
        return visible_rows(request, super().get_queryset(request))

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A control for people where the column holds a list."""
        if db_field.name in self.lists:
            return list_field(db_field, self.lists[db_field.name])
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_choice_rows(self, request: HttpRequest, column: Any) -> models.QuerySet[Any]:
        """Rows within the user's scope."""
        return visible_rows(request, super().get_choice_rows(request, column))

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices within the user's scope, to tick."""
        kwargs.setdefault("queryset", self.get_choice_rows(request, db_field))
        kwargs.setdefault("widget", CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ReadOnlyAdmin(RoleGuard, admin.ModelAdmin):
    """To look at: what the system itself has written."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows within the user's scope."""
        return visible_rows(request, super().get_queryset(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class VersionedAdmin(GuardedAdmin):
    """Rows that carry a version, so that nobody overwrites or accepts unseen what was corrected here."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A correction is a new version, above the stored one also where a former state is brought back."""
        stored = self.model._default_manager.filter(pk=obj.pk).values_list("version", flat=True).first()
        obj.version = max(obj.version, stored or 0) + 1
        obj.saved_by = request.user
        super().save_model(request, obj, form, change)


class PaperAdmin(VersionedAdmin):
    """A paper: its words can be corrected here; its status only moves by the steps of its page."""

    readonly_fields: tuple[str, ...] = (
        "extended_by",
        "extended_at",
        "status",
        "version",
        "submitted_at",
        "corrected_due_on",
        "saved_by",
        "saved_at",
    )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Papers are begun on their pages."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Papers are not deleted."""
        return False

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Always: a former state would bring back a former status, past the trail."""
        return True
