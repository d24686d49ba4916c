"""Problems with their entries."""

from django.contrib import admin

from guidance.admin_base import GuardedAdmin, RoleGuard
from guidance.problems.models import Problem, ProblemEntry


class ProblemEntryInline(RoleGuard, admin.TabularInline):
    """进展."""

    model = ProblemEntry
    extra = 0


@admin.register(Problem)
class ProblemAdmin(GuardedAdmin):
    """问题台账."""

    list_display = ("description", "unit", "township", "state", "due_on")
    list_filter = ("state", "unit")
    list_select_related = ("unit", "township")
    search_fields = ("description",)
    autocomplete_fields = ("township", "village")
    inlines = (ProblemEntryInline,)
