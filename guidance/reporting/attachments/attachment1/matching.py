"""What a read Attachment 1 means for a plan: the links and liaisons it would write, or why it cannot."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from guidance.core.access import User
from guidance.core.validators import validate_phone
from guidance.reference.people.models import Leader, Link, TownshipLiaison
from guidance.reference.places.lookup import get_township_index
from guidance.reference.places.matching import TownshipName
from guidance.reference.places.models import Township
from guidance.reference.plans.models import Plan
from guidance.reference.plans.wording import printed_words
from guidance.reporting.attachments.attachment1.parser import ReadLink, read_assignments
from guidance.reporting.attachments.models import SKIP, ReadPaper
from guidance.reporting.attachments.recognition import load_sheets
from guidance.reporting.attachments.tables import plain

MAX_NAME_LENGTH, MAX_POST_LENGTH = 30, 60
MAX_ORDER = 9999


@dataclass
class ProposedLink:
    """A row of the file as the link that it would become."""

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
    rows: list[ProposedLink]

    @property
    def unknown(self) -> list[ProposedLink]:
        """Rows whose township somebody has to name."""
        return [proposal for proposal in self.rows if proposal.township is None]

    @property
    def unknown_rows(self) -> list[tuple[int, ReadLink]]:
        """These rows by their numbers in the file."""
        return [(proposal.number, proposal.row) for proposal in self.unknown]

    @property
    def blocked_rows(self) -> list[ProposedLink]:
        """Rows that cannot be written; while there is one, none is."""
        return [proposal for proposal in self.rows if proposal.reasons]

    @property
    def new_leaders(self) -> list[Leader]:
        """The leaders who would be entered, each once."""
        leaders = [proposal.leader for proposal in self.rows if proposal.leader and _is_new(proposal.leader)]
        return list({leader.name: leader for leader in leaders}.values())

    @property
    def counts(self) -> "Counts":
        """How much would be written."""
        return Counts(
            links=sum(proposal.is_new for proposal in self.rows),
            leaders=len(self.new_leaders),
            liaisons=sum(proposal.changes_liaison for proposal in self.rows),
            key_villages=sum(proposal.changes_count and not proposal.is_new for proposal in self.rows),
        )

    @property
    def can_be_stored(self) -> bool:
        """Whether every row is sound and one of them says something new."""
        return not self.blocked_rows and any(not proposal.is_same for proposal in self.rows)

    @property
    def fingerprint(self) -> str:
        """Hash of what was shown: whoever confirms, confirms this and nothing else."""
        shown = [
            (
                *(
                    proposal.order,
                    proposal.township and proposal.township.pk,
                    proposal.link and proposal.link.pk,
                ),
                *(
                    proposal.leader and proposal.leader.natural_key(),
                    proposal.row.liaison,
                    proposal.row.phone,
                ),
                *(
                    proposal.row.key_villages,
                    proposal.changes_liaison,
                    proposal.changes_count,
                    proposal.reasons,
                ),
            )
            for proposal in self.rows
        ]
        return hashlib.sha256(json.dumps([self.plan.pk, shown]).encode()).hexdigest()


def _is_new(leader: Leader | None) -> bool:
    return leader is not None and leader.pk is None


def preview_links(paper: ReadPaper, user: User, plan: Plan) -> Preview:
    """What the file would write into `plan`. The paper is Attachment 1."""
    read = read_assignments(load_sheets(paper.content), printed_words(paper.plan, "attachment1")) or []
    proposals = [
        ProposedLink(number, row, _order(row, number))
        for number, row in enumerate(read)
        if paper.decisions.get(str(number)) != SKIP
    ]
    _set_townships(proposals, paper, user)
    _set_leaders(proposals)
    _set_stored_rows(proposals, plan)
    for proposal in proposals:
        _add_reasons(proposal)
    _add_duplicate_reasons(proposals)
    return Preview(plan, proposals)


def plan_for_links(plans: Iterable[Plan], current: Plan | None) -> Plan | None:
    """The plan that most likely waits for its links: the newest without one, else the current one."""
    filled = set(Link.objects.order_by().values_list("plan_id", flat=True).distinct())
    return next((plan for plan in plans if plan.pk not in filled), current)


def _order(row: ReadLink, number: int) -> int:
    text = plain(row.number).rstrip(".、")
    return int(text) if text.isdecimal() and len(text) < 6 else number + 1


def _set_townships(proposals: list[ProposedLink], paper: ReadPaper, user: User) -> None:
    names = get_township_index(user)
    township_ids: dict[int, int] = {}
    for proposal in proposals:
        decision = paper.decisions.get(str(proposal.number))
        candidates: list[TownshipName] = (
            names.find(proposal.row.place, proposal.row.unit) if proposal.row.place else []
        )
        if decision is not None:
            township_ids[proposal.number] = int(decision)
        elif len(candidates) == 1:
            township_ids[proposal.number] = candidates[0].pk
        elif candidates:
            units = "、".join(candidate.unit_names[0] for candidate in candidates)
            proposal.hints.append(f"“{proposal.row.place}”在{units}都有，请选定是哪一个。")
    townships = Township.objects.select_related("unit").in_bulk(set(township_ids.values()))
    for proposal in proposals:
        proposal.township = townships.get(township_ids.get(proposal.number, 0))


def _set_leaders(proposals: list[ProposedLink]) -> None:
    """Match leaders by name, those of one name by post; an unknown name becomes a new leader."""
    known: dict[str, list[Leader]] = {}
    for leader in Leader.objects.order_by("sort_order", "pk"):
        known.setdefault(plain(leader.name), []).append(leader)
    last = max((leader.sort_order for leaders in known.values() for leader in leaders), default=0)
    for proposal in proposals:
        leaders = known.get(proposal.row.leader, [])
        same_post = [leader for leader in leaders if proposal.row.post in _posts(leader)]
        if not proposal.row.leader:
            continue
        if not leaders:
            last += 1
            post = proposal.row.post
            leaders = [Leader(name=proposal.row.leader, post_full=post, post_short=post, sort_order=last)]
            known[proposal.row.leader] = leaders
        proposal.leader = (same_post or leaders)[0]
        if len(leaders) > 1 and len(same_post) != 1:
            proposal.reasons.append(
                f"有{len(leaders)}位领导班子成员叫“{proposal.row.leader}”，请在文件里写明职务。"
            )


def _posts(leader: Leader) -> set[str]:
    return {plain(leader.post_short), plain(leader.post_full)}


def _set_stored_rows(proposals: list[ProposedLink], plan: Plan) -> None:
    """The open link and the liaison of each township in the plan, and who has the row's number."""
    links = {link.township_id: link for link in _open_links(plan)}
    by_order = {link.order: link for link in links.values()}
    liaisons = {
        liaison.township_id: liaison for liaison in TownshipLiaison.objects.filter(plan=plan).order_by()
    }
    named = {proposal.township.pk for proposal in proposals if proposal.township}
    for proposal in proposals:
        if proposal.township is None:
            continue
        proposal.link = links.get(proposal.township.pk)
        proposal.liaison = liaisons.get(proposal.township.pk)
        other = by_order.get(proposal.order)
        if other and other.township_id != proposal.township.pk:
            again = "，它也在文件里" if other.township_id in named else ""
            proposal.reasons.append(f"序号{proposal.order}已是{other.township.printed_name}的{again}。")


def _open_links(plan: Plan) -> Any:
    return (
        Link.objects.filter(plan=plan, valid_to=None)
        .select_related("leader", "township__unit")
        .order_by("order")
    )


def _add_reasons(proposal: ProposedLink) -> None:
    row = proposal.row
    if proposal.township is None:
        proposal.reasons.append(f"没有认出乡镇（街道）“{row.place or '空'}”。")
    if not row.leader:
        proposal.reasons.append("没有领导班子成员姓名。")
    elif _is_new(proposal.leader) and not row.post:
        proposal.reasons.append(f"“{row.leader}”是新的领导班子成员，请写明单位职务。")
    if max(len(row.leader), len(row.liaison)) > MAX_NAME_LENGTH or len(row.post) > MAX_POST_LENGTH:
        proposal.reasons.append(f"姓名最长{MAX_NAME_LENGTH}字，职务最长{MAX_POST_LENGTH}字。")
    if not 0 < proposal.order <= MAX_ORDER:
        proposal.reasons.append(f"序号须为1至{MAX_ORDER}。")
    if any(letter.isdigit() for letter in row.liaison):
        proposal.reasons.append(f"联络员一栏“{row.liaison}”里的电话号码不完整，请核对。")
    elif row.phone and not _is_phone(row.phone):
        proposal.reasons.append(f"联系电话“{row.phone}”不是有效的号码。")
    elif row.liaison and not row.phone:
        proposal.hints.append(f"联络员“{row.liaison}”没有联系电话，不写入；可在系统管理中补录。")
    if not row.liaison:
        proposal.hints.append("没有填联络员。")
    _add_link_reasons(proposal)


def _add_link_reasons(proposal: ProposedLink) -> None:
    if proposal.link is None or proposal.leader is None:
        return
    if proposal.link.leader_id != proposal.leader.pk:
        proposal.reasons.append(f"已由{proposal.link.leader}联系；更换领导请在联系点安排中办理接替。")
    elif proposal.link.order != proposal.order:
        proposal.reasons.append(f"已是联系点，序号为{proposal.link.order}；改序号请在系统管理中修改。")


def _is_phone(text: str) -> bool:
    try:
        validate_phone(text)
    except ValidationError:
        return False
    return True


def _add_duplicate_reasons(proposals: list[ProposedLink]) -> None:
    """Refuse a township or a number that stands twice in the file."""
    townships: dict[int, ProposedLink] = {}
    orders: dict[int, ProposedLink] = {}
    for proposal in proposals:
        if proposal.township:
            first = townships.setdefault(proposal.township.pk, proposal)
            if first is not proposal:
                proposal.reasons.append(f"{proposal.township.printed_name}与{first.row.where}重复。")
        first = orders.setdefault(proposal.order, proposal)
        if first is not proposal:
            proposal.reasons.append(f"序号{proposal.order}与{first.row.where}重复。")
