"""What a read Attachment 2 means: the values of a new report, beside the words of the file."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from guidance.core import clock
from guidance.core.access import User
from guidance.reference.people.models import Link
from guidance.reference.places.lookup import get_township_index
from guidance.reference.places.matching import TownshipIndex
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.attachment2.parser import ReadVisit, read_methods, read_visit
from guidance.reporting.attachments.models import ReadPaper
from guidance.reporting.attachments.recognition import load_word
from guidance.reporting.schedules.date_spans import BadDate, read_date_span
from guidance.reporting.visits.models import VisitReport
from guidance.reporting.visits.queries import get_reportable_links


@dataclass
class FormValues:
    """The values of the form, the words they come from, and what could not be understood."""

    initial: dict[str, Any] = field(default_factory=dict)
    originals: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_form_values(paper: ReadPaper, user: User) -> FormValues:
    """What the file says, as values of the form."""
    word = load_word(paper.content)
    read = read_visit(word.blocks, printed_words(paper.plan, "attachment2")) or ReadVisit()
    values = FormValues(originals=[(label, text or "空") for label, text in _list_originals(read)])
    _add_days(values, read, paper.plan)
    _add_places(values, read, paper.plan, user)
    values.remarks += [
        f"表中“{label}”一行不是附件2的栏目，没有读取；需要的内容请写进下面各栏。" for label in read.unread
    ]
    if read.forms > 1:
        values.remarks.append(f"文件里有{read.forms}份附件2，只读取了第1份；其余请分成单独的文件上传。")
    if word.pictures:
        values.remarks.append(
            f"文件里有{word.pictures}张图片，没有读取；存草稿后请在各栏下面的附页处上传原图。"
        )
    methods, note = read_methods(read.methods)
    values.initial |= {"methods": methods, "method_note": note, **read.sections}
    return values


def report_key(paper: ReadPaper) -> UUID:
    """The key under which the report of this file is made, once however often its page is opened."""
    return uuid5(NAMESPACE_URL, f"read-paper/{paper.pk}/{paper.uploaded_at.isoformat()}")


def get_made_report(paper: ReadPaper, user: User) -> VisitReport | None:
    """The draft that was made of the file, where there is one."""
    made: VisitReport | None = (
        VisitReport.objects.visible_to(user).filter(creation_key=report_key(paper)).first()
    )
    return made


def _list_originals(read: ReadVisit) -> list[tuple[str, str]]:
    return [
        ("领导班子成员（签字）", read.leader),
        ("联系乡镇（街道）名称", read.townships),
        ("联系指导时间", read.time),
        ("联系指导方式", read.methods),
    ]


def _add_days(values: FormValues, read: ReadVisit, plan: Plan) -> None:
    days = _days(read.time, plan.closes_on.year)
    if days:
        values.initial |= {"started_on": days[0], "ended_on": days[1]}
    elif read.time:
        values.remarks.append(f"联系指导时间“{read.time}”看不懂，请在下面填写日期。")
    else:
        values.remarks.append("文件里没有填联系指导时间，请在下面填写日期。")


def _days(text: str, year: int) -> tuple[date, date] | None:
    try:
        span = read_date_span(text, year)
    except BadDate:
        return None
    return (span.start, span.end) if span.start and span.end else None


def _add_places(values: FormValues, read: ReadVisit, plan: Plan, user: User) -> None:
    """The township of the link that the user reports on; others named beside it are printed with it."""
    named = [
        text.strip()
        for text in read.townships.replace("，", "、").replace(",", "、").split("、")
        if text.strip()
    ]
    day = values.initial.get("started_on", clock.today())
    links: dict[int, Link] = {
        link.township_id: link for link in get_reportable_links(user, plan, None).valid_on(day)
    }
    places = [_find_link(text, get_township_index(user), links) for text in named]
    known = [link for link in places if link]
    if known:
        values.initial["link"] = known[0]
        values.initial["also_named"] = [link.township.code for link in known[1:]]
    for text, link in zip(named, places, strict=True):
        if link is None:
            values.remarks.append(f"“{text}”不是您的联系点，没有填入；请核对是否选错了文件。")
    if not named:
        values.remarks.append("文件里没有填联系乡镇（街道）名称，请在下面选择。")


def _find_link(text: str, townships: TownshipIndex, links: dict[int, Link]) -> Link | None:
    return next((links[township.pk] for township in townships.find(text) if township.pk in links), None)
