"""What a plan requires of the leaders: how often, by when, and what counts for it (notice, section 四)."""

from django.db import models
from django.db.models import F, Q

from guidance.core.defaults import call_methods, hearing_methods, observation_methods, visit_methods
from guidance.reference.plans.choices import CountScope


class Requirements(models.Model):
    """The counts and days of a plan. Which methods count for what is data as well (A-28)."""

    visits_min = models.PositiveSmallIntegerField("调研走访最少次数", default=2)
    visits_recommended = models.PositiveSmallIntegerField("调研走访建议次数", default=3)
    visits_scope = models.CharField(
        "走访次数计算范围", max_length=20, choices=CountScope, default=CountScope.PER_LEADER
    )
    observations_min = models.PositiveSmallIntegerField("观摩选举大会最少次数", default=1)
    observations_scope = models.CharField(
        "观摩次数计算范围", max_length=20, choices=CountScope, default=CountScope.PER_LEADER
    )
    hearings_per_milestone = models.PositiveSmallIntegerField("每个时间节点前听取汇报次数", default=1)
    hearings_scope = models.CharField(
        "听取汇报计算范围", max_length=20, choices=CountScope, default=CountScope.PER_TOWNSHIP
    )
    report_due_days = models.PositiveSmallIntegerField(
        "情况统计表报送天数", default=1, help_text="联系指导结束后第几天前报送（附件2备注：第二天，填1）"
    )
    report_due_on_workday = models.BooleanField(
        "报送期限遇休息日顺延",
        default=False,
        help_text="打开后，情况统计表的报送期限落在休息日的，顺延到下一个工作日",
    )
    liaison_submits = models.BooleanField(
        "联络员可以上报",
        default=False,
        help_text="不打开时，情况统计表由联络员起草、领导班子成员审阅上报",
    )
    hearing_methods = models.JSONField("计入听取汇报的方式", default=hearing_methods, blank=True)
    visit_methods = models.JSONField("计入调研走访的方式", default=visit_methods, blank=True)
    observation_methods = models.JSONField("计入观摩的方式", default=observation_methods, blank=True)
    call_methods = models.JSONField("计入走访县区领导的方式", default=call_methods, blank=True)
    calls_min = models.PositiveSmallIntegerField("走访每位县区领导最少次数", default=1)
    calls_due_on = models.DateField(
        "走访县区领导期限",
        null=True,
        blank=True,
        help_text="通知没有规定；留空即换届完成期限",
    )
    correction_days = models.PositiveSmallIntegerField("退回后重新上报天数", default=2)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(visits_min__lte=F("visits_recommended")),
                name="visits_min_within_recommended",
                violation_error_message="走访最少次数不能多于建议次数。",
            ),
        ]
