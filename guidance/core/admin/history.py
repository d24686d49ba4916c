"""Who changed what, when, from what to what: the history pages of the administration."""

from typing import Any

from django.contrib.admin.utils import display_for_field, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper


class ChangeDescriber(HistoricalRecordContextHelper):
    """The changes of a row in the words of its page: labels instead of codes, days as people write them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """A value in words; （空） where there is none."""
        value = super().prepare_delta_change_value(change, value)
        if value is None or value == "" or value == []:
            return "（空）"
        if isinstance(value, bool):
            return "是" if value else "否"
        column: Any = self.model._meta.get_field(change.field)
        if isinstance(value, list) or column.is_relation:
            return value
        return display_for_field(value, column, "（空）")


class HistoryAdmin(SimpleHistoryAdmin):
    """A model whose changes can be looked up."""

    object_history_list_template = "guidance/core/admin/history_list.html"

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        """The changes of one row; 404 for what can be the number of none."""
        try:
            self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError as error:
            raise Http404 from error
        return super().history_view(request, object_id, *args, **kwargs)

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """A former state of a row; a POST brings it back, where that is allowed."""
        if request.method == "POST" and self.revert_disabled(request):
            raise PermissionDenied("材料的旧版只能查看，不能恢复；需要更正请退回填报人。")
        return super().history_form_view(request, *args, **kwargs)

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> ChangeDescriber:
        """How the changes are told."""
        return ChangeDescriber(self.model, historical_record)
