"""Reference data in the administration: imported and exported as Excel or CSV."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from import_export.admin import ImportExportMixin
from import_export.forms import ExportForm

from guidance.core.admin.base import GuardedAdmin
from guidance.office.import_export.formats import FORMATS
from guidance.office.import_export.forms import ConfirmForm, UploadForm
from guidance.office.import_export.resources import describe_problems
from guidance.office.uploads.container import FileRefused


class ReferenceAdmin(ImportExportMixin, GuardedAdmin):
    """Reference data: also imported and exported as Excel or CSV, with a preview first."""

    formats = FORMATS
    export_form_class = ExportForm  # the one with a choice of columns runs inline script
    import_form_class = UploadForm
    confirm_form_class = ConfirmForm
    import_template_name = "guidance/core/admin/import.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        """The same role as for typing the rows in."""
        return self._is_allowed(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """The same role as for reading the rows."""
        return self._is_allowed(request)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        """The upload, then the preview; everything wrong with the file at once."""
        response = super().import_action(request, **kwargs)
        if result := response.context_data.get("result"):
            response.context_data["problems"] = describe_problems(result, self.model)
        return response

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """In the office's words, not the reader's."""
        form.add_error("import_file", str(e) if isinstance(e, FileRefused) else UploadForm.UNREADABLE)

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
        problems = describe_problems(result, self.model)
        if not problems:
            return super().process_result(result, request)
        messages.error(request, "没有导入，预览之后数据有变化，请重新上传核对：" + " ".join(problems))
        return redirect(f"admin:{'_'.join(self.get_model_info())}_import")
