"""Problems with their entries."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guidance.core import clock
from guidance.core.admin.base import GuardedAdmin, RoleGuard
from guidance.oversight.findings.problems.models import Problem, ProblemEntry


class ProblemEntryInline(RoleGuard, admin.StackedInline):
    """进展."""

    model = ProblemEntry
    extra = 0
    readonly_fields = ("by", "at")


@admin.register(Problem)
class ProblemAdmin(GuardedAdmin):
    """问题台账."""

    list_display = ("description", "unit", "township", "state", "due_on")
    list_filter = ("state", "unit")
    list_select_related = ("unit", "township")
    search_fields = ("description",)
    autocomplete_fields = ("township", "village")
    inlines = (ProblemEntryInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A new entry bears who wrote it, and when."""
        for entry_form in formset.extra_forms:
            entry_form.instance.by, entry_form.instance.at = request.user, clock.now()
        super().save_formset(request, form, formset, change)
