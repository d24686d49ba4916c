"""What a read Attachment 1 means for a plan: which links and liaisons it would write, and what hinders it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from guidance.core.access import User
from guidance.core.validators import validate_phone
from guidance.reference.people.models import Leader, Link, TownshipLiaison
from guidance.reference.places.lookup import townships_for
from guidance.reference.places.matching import TownshipName
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import words_of
from guidance.reporting.attachments.attachment1.parser import ReadLink, read_assignments
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.attachments.recognition import sheets_of
from guidance.reporting.attachments.tables import plain

LONGEST_NAME, LONGEST_POST = 30, 60
MOST_ORDER = 9999


@dataclass
class Proposed:
    """A row of the file as the link it would be."""

    number: int  # in the file, from 0: by it a decision is kept
    row: ReadLink
    order: int
    township: Township | None = None
    leader: Leader | None = None  # not stored yet where she is new
    link: Link | None = None  # the open one of this township
    liaison: TownshipLiaison | None = None  # the one that stands there
    reasons: list[str] = field(default_factory=list)  # why it cannot be written
    hints: list[str] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether the link is not there yet."""
        return self.link is None

    @property
    def names_liaison(self) -> bool:
        """Whether the row has a liaison who can be kept."""
        return bool(self.row.liaison and self.row.phone)

    @property
    def changes_liaison(self) -> bool:
        """Whether the liaison would be new or another."""
        now = self.liaison
        return self.names_liaison and (not now or (now.name, now.phone) != (self.row.liaison, self.row.phone))

    @property
    def changes_count(self) -> bool:
        """Whether the row gives a number of key villages that the link has not."""
        count = self.row.key_villages
        return count is not None and (self.link is None or self.link.key_village_count != count)

    @property
    def is_same(self) -> bool:
        """Whether all of it stands there already."""
        return not (self.reasons or self.is_new or self.changes_liaison or self.changes_count)


@dataclass(frozen=True)
class Counts:
    """How much a file writes: new links and leaders, new or other liaisons and numbers of key villages."""

    links: int
    leaders: int
    liaisons: int
    key_villages: int

    def __str__(self) -> str:
        """新增联系点18个，新增领导班子成员1名，写入联络员18名."""
        words = (
            (self.links, "新增联系点{}个"),
            (self.leaders, "新增领导班子成员{}名"),
            (self.liaisons, "写入联络员{}名"),
            (self.key_villages, "更新重难点村数量{}处"),
        )
        return "，".join(text.format(count) for count, text in words if count)


@dataclass
class Preview:
    """What would be written into `plan`."""

    plan: Plan
    rows: list[Proposed]

    @property
    def unknown(self) -> list[Proposed]:
        """Rows whose township somebody has to name."""
        return [one for one in self.rows if one.township is None]

    @property
    def unknown_rows(self) -> list[tuple[int, ReadLink]]:
        """These rows by their numbers in the file."""
        return [(one.number, one.row) for one in self.unknown]

    @property
    def hindered(self) -> list[Proposed]:
        """Rows that cannot be written; while there is one, none is."""
        return [one for one in self.rows if one.reasons]

    @property
    def new_leaders(self) -> list[Leader]:
        """The leaders who would be entered, each once."""
        leaders = [one.leader for one in self.rows if one.leader and _is_new(one.leader)]
        return list({leader.name: leader for leader in leaders}.values())

    @property
    def counts(self) -> "Counts":
        """How much would be written."""
        return Counts(
            links=sum(one.is_new for one in self.rows),
            leaders=len(self.new_leaders),
            liaisons=sum(one.changes_liaison for one in self.rows),
            key_villages=sum(one.changes_count and not one.is_new for one in self.rows),
        )

    @property
    def can_be_stored(self) -> bool:
        """Whether every row is sound and one of them says something new."""
        return not self.hindered and any(not one.is_same for one in self.rows)

    @property
    def fingerprint(self) -> str:
        """Of what was shown: whoever confirms confirms this and nothing else."""
        shown = [
            (
                *(one.order, one.township and one.township.pk, one.link and one.link.pk),
                *(one.leader and one.leader.natural_key(), one.row.liaison, one.row.phone),
                *(one.row.key_villages, one.changes_liaison, one.changes_count, one.reasons),
            )
            for one in self.rows
        ]
        return hashlib.sha256(json.dumps([self.plan.pk, shown]).encode()).hexdigest()


def _is_new(leader: Leader | None) -> bool:
    return leader is not None and leader.pk is None


def look_at(paper: ReadPaper, user: User, plan: Plan) -> Preview:
    """What the file would write into `plan`. The paper is Attachment 1."""
    read = read_assignments(sheets_of(paper.content), words_of(paper.plan, "attachment1")) or []
    kept = [
        Proposed(number, row, _order(row, number))
        for number, row in enumerate(read)
        if paper.decisions.get(str(number)) != SKIP
    ]
    _put_townships(kept, paper, user)
    _put_leaders(kept)
    _put_stored(kept, plan)
    for one in kept:
        _judge(one)
    _judge_together(kept)
    return Preview(plan, kept)


def plan_for_links(plans: Iterable[Plan], current: Plan | None) -> Plan | None:
    """The plan that most likely waits for its links: the newest without one, else the current one."""
    filled = set(Link.objects.order_by().values_list("plan_id", flat=True).distinct())
    return next((plan for plan in plans if plan.pk not in filled), current)


def _order(row: ReadLink, number: int) -> int:
    text = plain(row.number).rstrip(".、")
    return int(text) if text.isdecimal() and len(text) < 6 else number + 1


def _put_townships(kept: list[Proposed], paper: ReadPaper, user: User) -> None:
    names = townships_for(user)
    found: dict[int, int] = {}
    for one in kept:
        decided = paper.decisions.get(str(one.number))
        candidates: list[TownshipName] = names.find(one.row.place, one.row.unit) if one.row.place else []
        if decided is not None:
            found[one.number] = int(decided)
        elif len(candidates) == 1:
            found[one.number] = candidates[0].pk
        elif candidates:
            units = "、".join(candidate.unit_names[0] for candidate in candidates)
            one.hints.append(f"“{one.row.place}”在{units}都有，请选定是哪一个。")
    townships = Township.objects.select_related("unit").in_bulk(set(found.values()))
    for one in kept:
        one.township = townships.get(found.get(one.number, 0))


def _put_leaders(kept: list[Proposed]) -> None:
    """By her name, among several of one name by her post; a name that is not known is a new leader."""
    known: dict[str, list[Leader]] = {}
    for leader in Leader.objects.order_by("sort_order", "pk"):
        known.setdefault(plain(leader.name), []).append(leader)
    last = max((leader.sort_order for leaders in known.values() for leader in leaders), default=0)
    for one in kept:
        leaders = known.get(one.row.leader, [])
        same_post = [leader for leader in leaders if one.row.post in _posts(leader)]
        if not one.row.leader:
            continue
        if not leaders:
            last += 1
            post = one.row.post
            leaders = [Leader(name=one.row.leader, post_full=post, post_short=post, sort_order=last)]
            known[one.row.leader] = leaders
        one.leader = (same_post or leaders)[0]
        if len(leaders) > 1 and len(same_post) != 1:
            one.reasons.append(f"有{len(leaders)}位领导班子成员叫“{one.row.leader}”，请在文件里写明职务。")


def _posts(leader: Leader) -> set[str]:
    return {plain(leader.post_short), plain(leader.post_full)}


def _put_stored(kept: list[Proposed], plan: Plan) -> None:
    """The open link and the liaison of each township in the plan, and who has the row's number."""
    links = {link.township_id: link for link in _open_links(plan)}
    by_order = {link.order: link for link in links.values()}
    liaisons = {one.township_id: one for one in TownshipLiaison.objects.filter(plan=plan).order_by()}
    named = {one.township.pk for one in kept if one.township}
    for one in kept:
        if one.township is None:
            continue
        one.link = links.get(one.township.pk)
        one.liaison = liaisons.get(one.township.pk)
        other = by_order.get(one.order)
        if other and other.township_id != one.township.pk:
            again = "，它也在文件里" if other.township_id in named else ""
            one.reasons.append(f"序号{one.order}已是{other.township.printed_name}的{again}。")


def _open_links(plan: Plan) -> Any:
    return (
        Link.objects.filter(plan=plan, valid_to=None)
        .select_related("leader", "township__unit")
        .order_by("order")
    )


def _judge(one: Proposed) -> None:
    row = one.row
    if one.township is None:
        one.reasons.append(f"没有认出乡镇（街道）“{row.place or '空'}”。")
    if not row.leader:
        one.reasons.append("没有领导班子成员姓名。")
    elif _is_new(one.leader) and not row.post:
        one.reasons.append(f"“{row.leader}”是新的领导班子成员，请写明单位职务。")
    if max(len(row.leader), len(row.liaison)) > LONGEST_NAME or len(row.post) > LONGEST_POST:
        one.reasons.append(f"姓名最长{LONGEST_NAME}字，职务最长{LONGEST_POST}字。")
    if not 0 < one.order <= MOST_ORDER:
        one.reasons.append(f"序号须为1至{MOST_ORDER}。")
    if any(letter.isdigit() for letter in row.liaison):
        one.reasons.append(f"联络员一栏“{row.liaison}”里的电话号码不完整，请核对。")
    elif row.phone and not _is_phone(row.phone):
        one.reasons.append(f"联系电话“{row.phone}”不是有效的号码。")
    elif row.liaison and not row.phone:
        one.hints.append(f"联络员“{row.liaison}”没有联系电话，不写入；可在系统管理中补录。")
    if not row.liaison:
        one.hints.append("没有填联络员。")
    _judge_link(one)


def _judge_link(one: Proposed) -> None:
    if one.link is None or one.leader is None:
        return
    if one.link.leader_id != one.leader.pk:
        one.reasons.append(f"已由{one.link.leader}联系；更换领导请在联系点安排中办理接替。")
    elif one.link.order != one.order:
        one.reasons.append(f"已是联系点，序号为{one.link.order}；改序号请在系统管理中修改。")


def _is_phone(text: str) -> bool:
    try:
        validate_phone(text)
    except ValidationError:
        return False
    return True


def _judge_together(kept: list[Proposed]) -> None:
    """No township and no number twice in a file."""
    townships: dict[int, Proposed] = {}
    orders: dict[int, Proposed] = {}
    for one in kept:
        if one.township:
            first = townships.setdefault(one.township.pk, one)
            if first is not one:
                one.reasons.append(f"{one.township.printed_name}与{first.row.where}重复。")
        first = orders.setdefault(one.order, one)
        if first is not one:
            one.reasons.append(f"序号{one.order}与{first.row.where}重复。")
