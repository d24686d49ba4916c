"""Words of the field that models on several floors share."""

from django.db import models


class CommitteeType(models.TextChoices):
    """The legal type of a committee: decided by law, never read from a place's name."""

    VILLAGERS = "villagers", "村民委员会"
    RESIDENTS = "residents", "社区居民委员会"


class Progress(models.TextChoices):
    """From found to ticked off (销号): of a problem, and of a gap that is being closed."""

    OPEN = "open", "未解决"
    IN_PROGRESS = "in_progress", "处理中"
    CLOSED = "closed", "已销号"


class ScheduleColumn(models.TextChoices):
    """The four columns of Attachment 3 that a unit fills in, headed as printed."""

    PARTY = "party", "村（社区）党组织换届选举大会时间"
    COMMITTEE = "committee", "村（居）委会换届选举大会时间"
    FEDERATION = "federation", "村（社区）妇联换届选举大会时间"
    COMPLETION = "completion", "所有村（社区）妇联完成换届的时间"


class GuidanceMethod(models.TextChoices):
    """联系指导方式. The notice has no list; these are the ways its section 四 names (A-28)."""

    HEARING = "hearing", "听取汇报"
    FIELD_VISIT = "field_visit", "实地走访"
    OBSERVATION = "observation", "观摩选举大会"
    SEMINAR = "seminar", "座谈会"
    CALL = "call", "电话或视频"
    OFFICIAL_CALL = "official_call", "走访县区领导"
    OTHER = "other", "其他"


class OfficeHolder(models.TextChoices):
    """Whom leaders call on in each unit of their group (R-09)."""

    DEPUTY_SECRETARY = "deputy_secretary", "党委副书记"
    ORGANIZATION_HEAD = "organization_head", "组织部长"


class InspectionPoint(models.TextChoices):
    """What a visit looks into (R-16, notice section 四（三）)."""

    PROGRESS = "progress", "总体进展"
    RESPONSIBILITY = "responsibility", "责任落实"
    POLICY = "policy", "政策落地"
    TEAM = "team", "班子选配"
    PROCEDURE = "procedure", "操作程序"
    CONDUCT = "conduct", "换届风气"
    RISK = "risk", "风险防范"


class KeyLink(models.TextChoices):
    """The links of an election meeting that are seen on the spot (R-19, notice section 四（四）)."""

    LEADING_GROUP = "leading_group", "选举工作领导小组推选"
    VOTER_REGISTRATION = "voter_registration", "选民登记"
    NOMINATION = "nomination", "候选人提名和审查"
    BALLOT = "ballot", "候选人投票选举"


class DisciplineItem(models.TextChoices):
    """What is urged and guided of the election's discipline (R-23, notice section 四（六）)."""

    EDUCATION = "education", "换届纪律宣传教育"
    SUPERVISION = "supervision", "全程监督体系"
    RISKS = "risks", "风险隐患排查"
