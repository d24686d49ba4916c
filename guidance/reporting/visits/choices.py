"""The choices of Attachment 2."""

from django.db.models import TextChoices


class Section(TextChoices):
    """The four long boxes of Attachment 2, in its order."""

    OVERALL_SITUATION = "overall_situation", "总体情况"
    ISSUES_FOUND = "issues_found", "发现问题"
    GOOD_PRACTICES = "good_practices", "经验做法"
    RECOMMENDATIONS = "recommendations", "工作建议"


class OfficeHolder(TextChoices):
    """The officials on whom leaders call in each unit of their group (R-09)."""

    DEPUTY_SECRETARY = "deputy_secretary", "党委副书记"
    ORGANIZATION_HEAD = "organization_head", "组织部长"


class InspectionPoint(TextChoices):
    """The points that a visit inspects (R-16, notice section 四（三）)."""

    PROGRESS = "progress", "总体进展"
    RESPONSIBILITY = "responsibility", "责任落实"
    POLICY = "policy", "政策落地"
    TEAM = "team", "班子选配"
    PROCEDURE = "procedure", "操作程序"
    CONDUCT = "conduct", "换届风气"
    RISK = "risk", "风险防范"


class KeyLink(TextChoices):
    """The key steps of an election that are inspected on site (R-19, notice section 四（四）)."""

    LEADING_GROUP = "leading_group", "选举工作领导小组推选"
    VOTER_REGISTRATION = "voter_registration", "选民登记"
    NOMINATION = "nomination", "候选人提名和审查"
    BALLOT = "ballot", "候选人投票选举"


class DisciplineItem(TextChoices):
    """The points of election discipline that leaders urge (R-23, notice section 四（六）)."""

    EDUCATION = "education", "换届纪律宣传教育"
    SUPERVISION = "supervision", "全程监督体系"
    RISKS = "risks", "风险隐患排查"
