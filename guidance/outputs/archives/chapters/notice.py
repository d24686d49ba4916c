"""The notice with its attachments (folder 1), and the contacts (folder 8)."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from math import ceil
from typing import Any

from guidance.core.access import User
from guidance.core.dates import format_day, format_full_day
from guidance.office.papers.spec import Align, Block, Cell, Column, Paper, Table, Text, TextRole
from guidance.outputs.archives.members import Member, table_members, word_member, workbook_member
from guidance.oversight.dashboard.queries import get_targets
from guidance.oversight.dashboard.rules import EMPTY_SHARE, Figure, Standing
from guidance.reference.people.models import GuidanceGroup, TownshipLiaison
from guidance.reference.people.printing.documents import attachment1, blank_attachment1
from guidance.reference.people.queries import GroupWithPosts, assignment_rows, get_groups_with_posts
from guidance.reference.plans.choices import CountScope
from guidance.reference.plans.models import Milestone, Plan, ReportingRound
from guidance.reporting.schedules.printing.documents import attachment3
from guidance.reporting.schedules.queries import get_round_links, get_unit_sheets
from guidance.reporting.visits.printing.documents import attachment2, get_blank_form

TITLE_LINE = 20  # characters
NOTICE_FOLDER, CONTACTS_FOLDER = "1 通知", "8 通讯录"
CONTACT_HEADS = ("类别", "指导组", "单位或乡镇（街道）", "姓名", "职务", "联系电话")


def notice_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """The work plan and its attachments: number 1 as it is now, numbers 2 and 3 blank."""
    yield word_member(NOTICE_FOLDER, work_plan_paper(plan, user, made_at))
    rows = assignment_rows(user, plan)
    paper, data = attachment1(plan, rows, shows_phones=True, made_at=made_at)
    yield word_member(NOTICE_FOLDER, paper)
    yield workbook_member(NOTICE_FOLDER, paper, data)
    yield word_member(NOTICE_FOLDER, blank_attachment1(plan, made_at=made_at))
    yield word_member(NOTICE_FOLDER, attachment2(get_blank_form(plan), made_at=made_at))
    first = ReportingRound.objects.in_plan(plan).select_related("plan").order_by("number").first()
    if first:
        sheets = get_unit_sheets(user, first, get_round_links(user, first).select_related("township__unit"))
        if sheets:
            blank = attachment3(plan, sheets, name="附件3 空白表", made_at=made_at, blank=True)
            yield word_member(NOTICE_FOLDER, blank)


def work_plan_paper(plan: Plan, user: User, made_at: datetime) -> Paper:
    """The notice, as far as the plan holds it as data."""
    groups = get_groups_with_posts(
        GuidanceGroup.objects.visible_to(user).filter(plan=plan).order_by("number")
    )
    blocks: list[Block] = [
        Text(TextRole.TITLE, _wrap_title(plan.title)),
        Text(TextRole.ISSUE, f"{plan.issuer}　{plan.document_number}　{format_full_day(plan.issued_on)}印发"),
        Text(
            TextRole.BODY,
            f"换届自{format_full_day(plan.starts_on)}启动，{format_full_day(plan.closes_on)}前完成。",
        ),
        Text(TextRole.HEADING, "一、工作目标"),
        _target_table(plan),
        Text(TextRole.HEADING, "二、指导组"),
        _group_table(groups),
        Text(TextRole.HEADING, "三、时间节点"),
        _date_table(plan),
        Text(TextRole.HEADING, "四、联系指导要求"),
        *(Text(TextRole.BODY, line) for line in _requirement_lines(plan)),
        Text(TextRole.HEADING, "五、报送"),
        Text(TextRole.BODY, f"接收部门：{plan.receiving_department}"),
        Text(TextRole.BODY, f"联系电话：{plan.contact_phone}"),
        Text(TextRole.BODY, f"邮箱：{plan.contact_email}"),
    ]
    return Paper("工作方案", blocks, made_at, has_page_numbers=True)


def _wrap_title(title: str) -> str:
    """Break a long title into lines of similar length; none begins with closing punctuation."""
    lines = ceil(len(title) / TITLE_LINE)
    line_length = ceil(len(title) / lines)
    return "\n".join(re.findall(rf".{{1,{line_length}}}[）》”、，。]*", title))


def _table(heads: list[tuple[str, float]], rows: list[list[str]]) -> Table:
    columns = [Column(head, width, Align.LEFT if width > 40 else Align.CENTER) for head, width in heads]
    return Table(columns, [[Cell(text) for text in row] for row in rows], row_height=9)


def _target_table(plan: Plan) -> Table:
    rows = []
    for target in get_targets(plan):
        figure = Figure(
            *(target.code, target.label, target.label, "", EMPTY_SHARE, target.value, Standing.NO_DATA),
            reported=0,
            expected=0,
        )
        rows.append([target.label, figure.target_text, target.value.effort])
    return _table([("指标", 92), ("目标", 40), ("力度", 24)], rows)


def _group_table(groups: list[GroupWithPosts]) -> Table:
    rows = [
        [
            str(row.group),
            row.leader.holder.name,
            "、".join(member.name for member in row.group.members.all()),
            row.liaison.holder.name,
            "、".join(unit.short_name for unit in row.group.ordered_units),
        ]
        for row in groups
    ]
    return _table([("组别", 24), ("组长", 22), ("组员", 45), ("联络员", 22), ("联系县区", 43)], rows)


def _date_table(plan: Plan) -> Table:
    days: list[tuple[date, str, str]] = [
        (milestone.due_on, milestone.name, milestone.get_kind_display())
        for milestone in Milestone.objects.filter(plan=plan)
    ]
    days += [
        (reporting_round.due_on, f"{reporting_round}填报日程安排表", "报送截止")
        for reporting_round in ReportingRound.objects.in_plan(plan)
    ]
    rows = [
        [name, format_day(day, year=plan.issued_on.year) + "前", kind] for day, name, kind in sorted(days)
    ]
    return _table([("事项", 84), ("时间（含当日）", 44), ("性质", 28)], rows)


def _requirement_lines(plan: Plan) -> list[str]:
    scope = {code: str(label) for code, label in CountScope.choices}
    calls_due_on = format_full_day(plan.calls_due_on or plan.closes_on)
    return [
        f"调研走访：{scope[plan.visits_scope]}至少{plan.visits_min}次，建议{plan.visits_recommended}次。",
        f"观摩选举大会：{scope[plan.observations_scope]}至少{plan.observations_min}次。",
        f"听取汇报：每个时间节点前，{scope[plan.hearings_scope]}{plan.hearings_per_milestone}次。",
        f"走访县区领导：每位至少{plan.calls_min}次，{calls_due_on}前完成。",
        f"情况统计表：联系指导结束后第{plan.report_due_days}天前报送。",
    ]


def contact_members(plan: Plan, user: User, made_at: datetime) -> Iterator[Member]:
    """Everybody who works with this plan, with the phone numbers that staff see."""
    return table_members(f"{CONTACTS_FOLDER}/通讯录", CONTACT_HEADS, _contact_rows(plan, user), made_at)


def _contact_rows(plan: Plan, user: User) -> Iterator[list[Any]]:
    yield ["接收部门", "", plan.receiving_department, "", "", plan.contact_phone]
    groups = get_groups_with_posts(
        GuidanceGroup.objects.visible_to(user).filter(plan=plan).order_by("number")
    )
    for row in groups:
        units = "、".join(unit.short_name for unit in row.group.ordered_units)
        for kind, post in (("组长", row.leader), ("市妇联联络员", row.liaison)):
            yield [kind, str(row.group), units, post.holder.name, post.holder.post_full, ""]
        for member in row.group.members.select_related("unit").order_by("unit__group_order", "pk"):
            yield ["组员", str(row.group), member.unit.short_name, member.name, member.post, ""]
    liaisons = TownshipLiaison.objects.visible_to(user).filter(plan=plan).select_related("township__unit")
    for liaison in liaisons.order_by("township__unit__attachment_order", "township__code"):
        place = liaison.township.printed_name
        yield ["乡镇（街道）联络员", "", place, liaison.name, "", liaison.phone]
