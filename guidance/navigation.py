"""The page frame: what every page shows around its own content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guidance.core import clock
from guidance.core.access import (
    ADMIN_USERS,
    ATTACHMENT_UPLOADERS,
    BRIEFING_READERS,
    GUIDANCE_READERS,
    GUIDES,
    PLAN_MANAGERS,
    PLAN_READERS,
    VISIT_AUTHORS,
    Role,
    has_role,
)
from guidance.core.dates import format_weekday
from guidance.reference.plans.models import Plan


@dataclass(frozen=True)
class MenuEntry:
    """A line of the left menu: who sees it, and which addresses it stands for."""

    label: str
    icon: str
    url_name: str
    prefixes: tuple[str, ...]
    roles: tuple[Role, ...]


MENU = (
    MenuEntry("工作台", "house-door", "guidance:desk", ("/desk/",), PLAN_READERS),
    MenuEntry(
        "指标监测", "bar-chart-line", "guidance:dashboard", ("/dashboard/", "/remedies/"), PLAN_READERS
    ),
    MenuEntry("日程安排", "calendar3", "guidance:schedules", ("/schedules/", "/meetings/"), PLAN_READERS),
    MenuEntry("联系指导", "journal-text", "guidance:visits", ("/visits/", "/duties/"), GUIDANCE_READERS),
    MenuEntry("换届结果", "table", "guidance:returns", ("/returns/",), PLAN_READERS),
    MenuEntry("联系点安排", "diagram-3", "guidance:assignments", ("/assignments/",), PLAN_READERS),
    MenuEntry(
        "公文材料",
        "file-earmark-text",
        "guidance:read_papers",
        ("/papers/", "/briefings/", "/templates/", "/archives/"),
        PLAN_READERS,
    ),
    MenuEntry("系统管理", "gear", "admin:index", ("/admin/",), ADMIN_USERS),
)

# The pages of 公文材料, in the order of their tabs.
PAPER_PAGES = (
    MenuEntry("读回附件", "upload", "guidance:read_papers", ("/papers/",), ATTACHMENT_UPLOADERS),
    MenuEntry("简报通报", "megaphone", "guidance:briefing", ("/briefings/",), BRIEFING_READERS),
    MenuEntry(
        "上级模板",
        "file-earmark-ruled",
        "guidance:superior_templates",
        ("/templates/",),
        PLAN_MANAGERS,
    ),
    MenuEntry("归档", "archive", "guidance:archives", ("/archives/",), PLAN_MANAGERS),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context of `guidance/base.html`. The plan is read only where the page shows it."""
    user = getattr(request, "user", None)
    is_logged_in = user is not None and user.is_authenticated
    return {
        "today": clock.today(),
        "weekday": format_weekday(clock.today()),
        "is_demonstration": clock.demonstration_day() is not None,
        "is_guide": is_logged_in and has_role(user, *GUIDES),
        "can_write_reports": is_logged_in and has_role(user, *VISIT_AUTHORS),
        "current_plan": SimpleLazyObject(Plan.objects.current) if is_logged_in else None,
        "menu": _visible_entries(request, MENU),
        "paper_pages": _visible_entries(request, PAPER_PAGES),
        "version": settings.VERSION,
    }


def _visible_entries(request: HttpRequest, entries: tuple[MenuEntry, ...]) -> list[tuple[MenuEntry, bool]]:
    """The entries that the user may see, each with whether the page stands under it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [
        (entry, request.path.startswith(entry.prefixes)) for entry in entries if has_role(user, *entry.roles)
    ]


def first_paper_url_name(request: HttpRequest) -> str:
    """URL name of the first page of 公文材料 that the user may see; else of the desk."""
    entries = _visible_entries(request, PAPER_PAGES)
    return entries[0][0].url_name if entries else "guidance:desk"
