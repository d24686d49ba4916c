"""What every page of the administration obeys: roles decide who enters, `visible_to` which rows show."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import CheckboxSelectMultiple, DateField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from guidance.access import Role, has_role
from guidance.admin_fields import list_field, validate_year
from guidance.admin_history import HistoryAdmin
from guidance.exchange.container import Refused
from guidance.exchange.formats import FORMATS
from guidance.exchange.forms import ConfirmForm, UploadForm
from guidance.exchange.tables import problems_of
from guidance.names import full_name, named_rows


def visible_rows(request: HttpRequest, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Of `rows` those that the user may see; all where the rows belong to nobody."""
    return rows.visible_to(request.user) if hasattr(rows, "visible_to") else rows


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

    def choices_of(self, request: HttpRequest, column: Any) -> models.QuerySet[Any]:
        """The rows that a drop-down offers."""
        return named_rows(column.remote_field.model._default_manager.all())

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """A control that takes no day of 1900 or 2100."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, DateField):
            field.validators.append(validate_year)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices by their full names."""
        kwargs.setdefault("queryset", self.choices_of(request, db_field))
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

    def choices_of(self, request: HttpRequest, column: Any) -> models.QuerySet[Any]:
        """Rows within the user's scope."""
        return visible_rows(request, super().choices_of(request, column))

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Choices within the user's scope, to tick."""
        kwargs.setdefault("queryset", self.choices_of(request, db_field))
        kwargs.setdefault("widget", CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ReferenceAdmin(ImportExportMixin, GuardedAdmin):
    """Reference data: also imported and exported as Excel or CSV, with a preview first."""

    formats = FORMATS
    export_form_class = ExportForm  # the one with a choice of columns runs inline script
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    import_template_name = "guidance/admin/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """The same role as for typing the rows in."""
        return self._allowed(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """The same role as for reading the rows."""
        return self._allowed(request)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The upload, then the preview; everything wrong with the file at once."""
        response = super().import_action(request, **kwargs)
        if result := response.context_data.get("result"):
            response.context_data["problems"] = problems_of(result, self.model)
        return response

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """In the office's words, not the reader's."""
        form.add_error("import_file", str(e) if isinstance(e, Refused) else UploadForm.UNREADABLE)

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """All or nothing, also when a row has become wrong between preview and confirmation."""
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_import(self, request: HttpRequest, **kwargs: Any) -> Any:
        """确认导入; pressed twice, the file of the first press is gone."""
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            messages.warning(request, "这份文件已经导入过，或预览已过期。请核对列表；如未导入，请重新上传。")
            return redirect(f"admin:{'_'.join(self.get_model_info())}_changelist")

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        """Say how many rows were written, or that none was and why."""
        problems = problems_of(result, self.model)
        if not problems:
            return super().process_result(result, request)
        messages.error(request, "没有导入，预览之后数据有变化，请重新上传核对：" + " ".join(problems))
        return redirect(f"admin:{'_'.join(self.get_model_info())}_import")


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
