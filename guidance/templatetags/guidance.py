"""Tags and filters of this site; built in, so no template needs {% load %}."""

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django import template
from django.template.base import Parser, TextNode, Token
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from guidance.core import access, clock
from guidance.core.access import Role, User
from guidance.core.dates import format_day, format_weekday
from guidance.core.workflow.deadlines import days_left

register = template.Library()

# Status is never colour alone: each has its icon and its word.
CHIPS = {
    "draft": ("none", "pencil"),
    "submitted": ("sent", "send-check"),
    "returned": ("short", "arrow-counterclockwise"),
    "accepted": ("met", "check-circle-fill"),
    "missing": ("none", "circle"),
    "late": ("near", "clock-history"),
    "overdue": ("short", "exclamation-circle-fill"),
    "due": ("near", "hourglass-split"),
    "met": ("met", "check-circle-fill"),
    "nearly_met": ("near", "dash-circle-fill"),
    "not_met": ("short", "exclamation-circle-fill"),
    "no_data": ("none", "circle"),
    "no_target": ("none", "info-circle"),
    "corrected": ("near", "pencil-square"),
    "deleted": ("short", "trash"),
    "open": ("short", "exclamation-circle"),
    "in_progress": ("near", "hourglass-split"),
    "closed": ("met", "check-circle-fill"),
    "solved": ("met", "check-all"),
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A Bootstrap icon, hidden from screen readers: the word beside it speaks."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def chip(code: str, label: Any) -> SafeString:
    """A status as icon and word."""
    tone, icon_name = CHIPS[code]
    return format_html('<span class="chip {}">{} {}</span>', tone, icon(icon_name), label)


class OneLineNode(template.Node):
    """The nodes of {% oneline %}."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        """As they stand."""
        return self.nodelist.render(context)


@register.tag
def oneline(parser: Parser, token: Token) -> OneLineNode:
    """Take the line breaks out of a running text: between Chinese characters they would show as blanks.

    Only those of the template, with the indentation after them; values keep theirs.
    """
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    for node in nodelist.get_nodes_by_type(TextNode):
        if isinstance(node, TextNode):  # all are; mypy does not know
            node.s = re.sub(r"\n *", "", node.s)
    return OneLineNode(nodelist)


@register.filter
def tone(code: str) -> str:
    """The colour of a status as its class names end: c-met, c-short."""
    return CHIPS[code][0]


@register.simple_tag
def status_icon(code: str) -> SafeString:
    """The icon of a status; its word stands beside it."""
    return icon(CHIPS[code][1])


@register.simple_tag
def standing(code: str, label: str, text: str) -> SafeString:
    """A share with its standing as colour and icon, and as a word for screen readers."""
    tone, icon_name = CHIPS[code]
    return format_html(
        '<span class="cell c-{}">{}<span class="visually-hidden">{}</span> {}</span>',
        *(tone, icon(icon_name), label, text),
    )


@register.filter
def day(value: date | None) -> str:
    """2月5日; with its year where that is not this year's."""
    return format_day(value, year=clock.today().year) if value else "—"


@register.filter
def long_day(value: date | None) -> str:
    """2月5日（星期五）."""
    return f"{day(value)}（{format_weekday(value)}）" if value else "—"


@register.filter
def days_until(value: date) -> int:
    """Days from today to `value`; negative when it has passed."""
    return days_left(value, clock.today())


@register.filter
def due_by(value: date) -> str:
    """今天 23:59 前, 明天 23:59 前, else 2月10日（星期三）23:59 前: a deadline includes its whole day."""
    near_day = {0: "今天 ", 1: "明天 "}.get(days_until(value))
    return f"{near_day or long_day(value)}23:59 前"


@register.filter
def has_role(user: User, role: str) -> bool:
    """Whether the user has this role."""
    return access.has_role(user, Role(role))


@register.filter
def has_come(value: date) -> bool:
    """Whether `value` is today or past."""
    return value <= clock.today()


@register.simple_tag
def place_query(key: str, value: Any) -> str:
    """The query of a place in an address: unit=3."""
    return urlencode({key: value})


@register.simple_tag
def village_list_address(place_query: str, committee_type: str = "", **filters: str) -> str:
    """The address of the villages behind a number; `place_query` is the query of the place."""
    return _village_list_address(get_script_prefix(), place_query, committee_type, *filters.items())


@lru_cache(maxsize=10_000)
def _village_list_address(
    prefix: str, place_query: str, committee_type: str, *filters: tuple[str, str]
) -> str:
    """Cached: a page has hundreds of these links, the same on every visit. `prefix` is the script prefix."""
    parameters = [("committee_type", committee_type), *filters]
    filter_query = urlencode([(name, value) for name, value in parameters if value])
    query = "&".join(text for text in (place_query, filter_query) if text)
    return f"{reverse('guidance:dashboard_villages')}?{query}"


@register.simple_tag
def list_link(place_query: str, committee_type: str, column: str, number: int, label: str) -> SafeString:
    """A number that leads to the villages which `column` counts."""
    address = village_list_address(place_query, committee_type, counted=column)
    link = '<a class="quiet" href="{0}" aria-label="{1}：{2} 的名单">{2}</a>'
    return format_html(link, address, label, number)
