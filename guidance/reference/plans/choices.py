"""What a plan chooses among."""

from django.db.models import TextChoices


class PrintedWording(TextChoices):
    """Which of three wordings the attachments are printed with (A-03, A-04)."""

    AS_ISSUED = "as_issued", "照原文印发"
    CORRECTED = "corrected", "更正文字"
    CUSTOM = "custom", "自定义文字"


class CountScope(TextChoices):
    """Whether a required count holds for a leader or for each township linked to her (A-08 to A-10)."""

    PER_LEADER = "per_leader", "每位领导班子成员"
    PER_TOWNSHIP = "per_township", "每个联系乡镇（街道）"


class Operator(TextChoices):
    """How a share is held against its target. 以上 includes the figure itself."""

    AT_LEAST = "at_least", "以上"
    ABOUT = "about", "左右"
    ALL = "all", "全部"
    RAISE_OVER_PREVIOUS = "raise_over_previous", "比上届提高"
    NONE = "none", "不设数值"


class Effort(TextChoices):
    """How strongly the plan words a target."""

    ENSURE = "ensure", "确保"
    STRIVE = "strive", "力争"
    IMPLEMENT = "implement", "落实好"


class MilestoneKind(TextChoices):
    """What a milestone's day means. `rollout` is 全面铺开: under way everywhere, later is not late (A-13)."""

    ROLLOUT = "rollout", "全面铺开"
    DEADLINE = "deadline", "完成期限"
    CLOSING = "closing", "收尾"


class ScheduleColumn(TextChoices):
    """The columns of Attachment 3 that a unit fills in, with all that is to say of each.

    Forms, sheets, prints, read-back, checks, calendar and progress take a column from its entry here: one
    more meeting needs an entry and a migration of the fields that `ScheduleLine` makes of it. The entries
    stand in the order of the printed table, which is also that of the meetings. Only COMPLETION is filled in
    once a unit; all others are meetings of each township.
    """

    short: str  # in few words
    event: str  # what takes place, as the calendar calls it
    head: str  # as issued, with its line breaks; a plan may have other words (PrintedText)
    width: float  # millimetres on an upright page, such that no line of the head is broken again
    head_words: str  # regular expression of heads that mean this column in files that come back
    head_rank: int  # heads are held against the words of all columns in this order
    order: str  # AFTER_START, AFTER_END, or "" where no order is asked for
    is_required: bool  # whether a new round asks for it; a round may ask for others
    posts_voters_list: bool  # whether a list of voters is due before it (村民委员会组织法 art. 14)
    held_on: str  # the field of a village's return with the day; "" where results do not tell
    results: tuple[str, ...]  # fields of a village's return, any of which says that it took place

    def __new__(cls, code: str, entry: dict[str, object] | None = None) -> "ScheduleColumn":
        column = str.__new__(cls, code)
        column._value_ = code
        for name, value in (entry or {}).items():
            setattr(column, name, value)
        return column

    PARTY = (
        "party",
        {
            "short": "党组织",
            "event": "党组织换届选举大会",
            "head": "村（社区）党组织\n换届选举大会时间",
            "width": 29.7,
            "head_words": "党",
            "head_rank": 2,
            "order": "start",
            "is_required": True,
            "posts_voters_list": False,
            "held_on": "party_held_on",
            "results": ("secretary_woman", "party_people"),
        },
        "村（社区）党组织换届选举大会时间",
    )
    COMMITTEE = (
        "committee",
        {
            "short": "村（居）委会",
            "event": "村（居）委会换届选举大会",
            "head": "村（居）委会\n换届选举大会时间",
            "width": 29.7,
            "head_words": "委会|两委|村委|居委|村居|村\\(居\\)",
            "head_rank": 4,
            "order": "start",
            "is_required": True,
            "posts_voters_list": True,
            "held_on": "held_on",
            "results": ("people",),
        },
        "村（居）委会换届选举大会时间",
    )
    FEDERATION = (
        "federation",
        {
            "short": "妇联",
            "event": "妇联换届选举大会",
            "head": "村（社区）妇联换届\n选举大会时间",
            "width": 33.2,
            "head_words": "妇联|妇代会|妇女",
            "head_rank": 3,
            "order": "start",
            "is_required": True,
            "posts_voters_list": False,
            "held_on": "federation_held_on",
            "results": ("chair_in_two_committees",),
        },
        "村（社区）妇联换届选举大会时间",
    )
    COMPLETION = (
        "completion",
        {
            "short": "完成换届",
            "event": "所有村（社区）妇联完成换届",
            "head": "各县区所有\n村（社区）妇联\n完成换届的时间",
            "width": 27.5,
            "head_words": "完成",
            "head_rank": 1,
            "order": "end",
            "is_required": True,
            "posts_voters_list": False,
            "held_on": "",
            "results": (),
        },
        "所有村（社区）妇联完成换届的时间",
    )

    @property
    def is_meeting(self) -> bool:
        """Whether each township fills it in: a day or a span. The other one is a single day of the unit."""
        return self != ScheduleColumn.COMPLETION

    @property
    def page_head(self) -> str:
        """The head of the pages, broken before 换届."""
        return str(self.label).replace("换届", "\n换届", 1)


# Rules of `order`.
AFTER_START = "start"  # begins no earlier than the nearest column before it that has this rule and a day
AFTER_END = "end"  # is over no earlier than the last of them is over

MEETINGS = tuple(column for column in ScheduleColumn if column.is_meeting)


class GuidanceMethod(TextChoices):
    """联系指导方式. The notice has no list; these are the ways its section 四 names (A-28)."""

    HEARING = "hearing", "听取汇报"
    FIELD_VISIT = "field_visit", "实地走访"
    OBSERVATION = "observation", "观摩选举大会"
    SEMINAR = "seminar", "座谈会"
    CALL = "call", "电话或视频"
    OFFICIAL_CALL = "official_call", "走访县区领导"
    OTHER = "other", "其他"
