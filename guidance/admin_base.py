"""What every page of the administration obeys: roles decide who enters, `visible_to` which rows show."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from simple_history.admin import SimpleHistoryAdmin

from guidance.access import Role, has_role


def visible_rows(request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Of `rows` those that the user may see; all where the rows belong to nobody."""
    return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows


def _choices(request: HttpRequest, field: Any) -> models.QuerySet[Any]:
    return visible_rows(request, field.remote_field.model._default_manager.all())


class RoleGuard:
    """Permissions by role instead of Django's permission tables."""

    roles: tuple[Role, ...] = (Role.MUNICIPAL_STAFF,)

    def _allowed(self, request: HttpRequest) -> bool:
        return has_role(request.user, *self.roles)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the index shows it."""
        return self._allowed(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to read it."""
        return self._allowed(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to add to it."""
        return self._allowed(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to change it."""
        return self._allowed(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether to delete it; the history keeps what was deleted."""
        return self._allowed(request)


class GuardedAdmin(RoleGuard, SimpleHistoryAdmin):
    """A model with history, its rows and its drop-downs limited to what the user may see."""

    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows within the user's scope."""
        return visible_rows(request, super().get_queryset(request))

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices within the user's scope."""
        kwargs.setdefault("queryset", _choices(request, db_field))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices within the user's scope."""
        kwargs.setdefault("queryset", _choices(request, db_field))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ReferenceAdmin(ImportExportMixin, GuardedAdmin):
    """Reference data: also imported and exported as Excel or CSV, with a preview first."""

    formats = [XLSX, CSV]
    export_form_class = ExportForm  # the one with a choice of columns runs inline script

    def has_import_permission(self, request: HttpRequest) -> bool:
        """The same role as for typing the rows in."""
        return self._allowed(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """The same role as for reading the rows."""
        return self._allowed(request)


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


class PaperAdmin(GuardedAdmin):
    """A paper: its words can be corrected here; its status only moves by the steps of its page."""

    readonly_fields: tuple[str, ...] = (
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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A correction is a new version, so that nobody accepts or overwrites it unseen."""
        obj.version += 1
        obj.saved_by = request.user
        super().save_model(request, obj, form, change)
