"""Stored papers that were filled in and uploaded."""

from typing import Any

from guidance.core import clock
from guidance.core.access import User
from guidance.reference.people.models import Link, TownshipLiaison
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan, ReportingRound
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import ReadPaper

HEAD1 = ["序号", "姓名", "单位职务", "联系指导乡镇（街道）", "联系乡镇（街道）联络员及联系方式"]
HEAD3 = ["序号", "联系指导乡镇（街道）", "党组织换届选举大会时间", "村（居）委会换届选举大会时间"]
HEAD3 += ["村（社区）妇联换届选举大会时间", "完成换届的时间"]


def store_paper(kind: Attachment, by: User, blocks: list[dict[str, Any]], number: int = 2) -> ReadPaper:
    """Store a paper of these blocks; Attachment 3 belongs to round `number`."""
    plan = Plan.objects.get(is_current=True)
    paper: ReadPaper = ReadPaper.objects.create(
        plan=plan,
        kind=kind,
        round=ReportingRound.objects.get(plan=plan, number=number)
        if kind == Attachment.ATTACHMENT3
        else None,
        file="read-papers/1.docx",
        file_name="示例.docx",
        content={"title": "", "blocks": blocks},
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    return paper


def store_schedule_paper(by: User, township: Township, text: str = "2月3日", place: str = "") -> ReadPaper:
    """Store Attachment 3 with one row, of `township` or of the place named."""
    row = ["1", place or township.printed_name, text, "", "", f"{township.unit.printed_name}：3月1日"]
    return store_paper(Attachment.ATTACHMENT3, by, [{"rows": [HEAD3, row]}])


def store_visit_paper(by: User, township: Township) -> ReadPaper:
    """Store Attachment 2, filled in for a township."""
    rows = [
        ["本次联系指导情况", "联系指导时间：2021年2月4日\n联系指导方式：听取汇报"],
        *(["总体情况", "演示：总体。"], ["发现问题", "演示：问题。"]),
        *(["经验做法", ""], ["工作建议", ""]),
    ]
    lines = ["领导班子成员（签字）：", f"联系乡镇（街道）名称：{township.printed_name}"]
    return store_paper(
        Attachment.ATTACHMENT2, by, [*({"text": text, "style": ""} for text in lines), {"rows": rows}]
    )


def store_links_paper(by: User, township: Township, phone: str = "13900000000") -> ReadPaper:
    """Store Attachment 1 with the current row of `township` and another phone number of its liaison."""
    link = Link.objects.select_related("leader").get(township=township, valid_to=None)
    liaison = TownshipLiaison.objects.get(township=township)
    row = [str(link.order), link.leader.name, link.leader.post_short, township.printed_name]
    return store_paper(Attachment.ATTACHMENT1, by, [{"rows": [HEAD1, [*row, f"{liaison.name}\n{phone}"]]}])
