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
    """The four columns of Attachment 3 that a unit fills in, headed as printed."""

    PARTY = "party", "村（社区）党组织换届选举大会时间"
    COMMITTEE = "committee", "村（居）委会换届选举大会时间"
    FEDERATION = "federation", "村（社区）妇联换届选举大会时间"
    COMPLETION = "completion", "所有村（社区）妇联完成换届的时间"


class GuidanceMethod(TextChoices):
    """联系指导方式. The notice has no list; these are the ways its section 四 names (A-28)."""

    HEARING = "hearing", "听取汇报"
    FIELD_VISIT = "field_visit", "实地走访"
    OBSERVATION = "observation", "观摩选举大会"
    SEMINAR = "seminar", "座谈会"
    CALL = "call", "电话或视频"
    OFFICIAL_CALL = "official_call", "走访县区领导"
    OTHER = "other", "其他"
