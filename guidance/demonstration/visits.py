"""Visit reports of the demonstration (Attachment 2). The leaders are real: every text says 演示."""

from dataclasses import dataclass
from datetime import date, datetime

from guidance.demonstration.papers import Step, accept_at, return_at, submit_at, take_steps
from guidance.demonstration.time_travel import acting_as, form_key, moment
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.plans.choices import GuidanceMethod
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.actions import create_report
from guidance.reporting.visits.choices import DisciplineItem, InspectionPoint, KeyLink, OfficeHolder
from guidance.reporting.visits.models import VisitReport

HEARING, FIELD_VISIT = GuidanceMethod.HEARING, GuidanceMethod.FIELD_VISIT
OBSERVATION, SEMINAR, PHONE_CALL = (
    GuidanceMethod.OBSERVATION,
    GuidanceMethod.SEMINAR,
    GuidanceMethod.CALL,
)
OFFICIAL_CALL = GuidanceMethod.OFFICIAL_CALL
DEPUTY_SECRETARY, ORGANIZATION_HEAD = OfficeHolder.DEPUTY_SECRETARY, OfficeHolder.ORGANIZATION_HEAD
EDUCATION, SUPERVISION, RISKS = DisciplineItem.EDUCATION, DisciplineItem.SUPERVISION, DisciplineItem.RISKS


@dataclass(frozen=True)
class DemoVisit:
    """A visit to the linked township number `order`, and the steps of its report."""

    group: int
    order: int
    started_on: date
    ended_on: date
    methods: tuple[GuidanceMethod, ...]
    saved_at: datetime
    steps: tuple[Step, ...] = ()
    officials: tuple[OfficeHolder, ...] = ()
    discipline: tuple[DisciplineItem, ...] = ()
    women_reserve: int | None = None
    points: tuple[InspectionPoint, ...] = ()


def _day(month: int, day: int) -> date:
    return date(2021, month, day)


# tests/demonstration/test_duties.py works out which report counts for which duty.
# leader1 has not yet written on 拉堡镇 and 成团镇 (5, 6); the report on 四荣乡 (4) is due on the
# demonstration day; on 导江乡 (8) it came late; on 沙塘镇 (12) it is overdue and still a draft.
VISITS = (
    DemoVisit(
        *(1, 1, _day(1, 19), _day(1, 20), (HEARING, FIELD_VISIT), moment(1, 21, 9, 10)),
        (submit_at(1, 21, 10, 0), accept_at(1, 22, 9, 30)),
    ),
    DemoVisit(
        1, 2, _day(1, 28), _day(1, 28), (HEARING, SEMINAR), moment(1, 29, 9, 0), (submit_at(1, 29, 15, 20),)
    ),
    DemoVisit(
        *(1, 3, _day(1, 26), _day(1, 26), (FIELD_VISIT,), moment(1, 27, 8, 50)),
        (
            submit_at(1, 27, 9, 30),
            return_at("演示：“发现问题”一栏过于笼统，请写明涉及的村和拟采取的措施。", 1, 28, 10, 15),
        ),
    ),
    DemoVisit(1, 4, _day(2, 3), _day(2, 4), (HEARING, FIELD_VISIT), moment(2, 4, 17, 40)),
    DemoVisit(
        *(2, 7, _day(1, 21), _day(1, 21), (HEARING, FIELD_VISIT, SEMINAR), moment(1, 22, 8, 45)),
        (submit_at(1, 22, 11, 0), accept_at(1, 22, 16, 0)),
    ),
    DemoVisit(2, 8, _day(1, 25), _day(1, 25), (HEARING,), moment(1, 28, 9, 0), (submit_at(1, 28, 9, 40),)),
    DemoVisit(
        *(3, 10, _day(2, 2), _day(2, 2), (OBSERVATION,), moment(2, 3, 8, 30)),
        (submit_at(2, 3, 10, 30), accept_at(2, 4, 9, 0)),
    ),
    DemoVisit(
        3,
        11,
        _day(1, 22),
        _day(1, 22),
        (HEARING, PHONE_CALL),
        moment(1, 23, 9, 0),
        (submit_at(1, 23, 9, 15),),
    ),
    DemoVisit(3, 12, _day(1, 29), _day(1, 29), (FIELD_VISIT,), moment(1, 29, 18, 5)),
    DemoVisit(
        *(4, 15, _day(1, 22), _day(1, 22), (HEARING, SEMINAR), moment(1, 22, 17, 0)),
        (submit_at(1, 23, 9, 0), accept_at(1, 25, 9, 10)),
    ),
    DemoVisit(
        *(4, 16, _day(2, 1), _day(2, 1), (FIELD_VISIT, SEMINAR), moment(2, 2, 9, 20)),
        (
            submit_at(2, 2, 10, 0),
            return_at("演示：联系指导方式与“总体情况”不一致，请核对是否听取了汇报。", 2, 3, 15, 0),
        ),
    ),  # Before the Party organisations of 桥板乡 meet, and with both office-holders of the county.
    DemoVisit(
        *(1, 1, _day(1, 15), _day(1, 15), (HEARING, OFFICIAL_CALL), moment(1, 15, 17, 30)),
        (submit_at(1, 16, 9, 0), accept_at(1, 18, 9, 20)),
        officials=(DEPUTY_SECRETARY, ORGANIZATION_HEAD),
        discipline=(EDUCATION,),
        women_reserve=14,
    ),
    DemoVisit(
        *(1, 2, _day(2, 3), _day(2, 3), (FIELD_VISIT,), moment(2, 3, 18, 10)),
        (submit_at(2, 4, 9, 5),),
        discipline=(EDUCATION, SUPERVISION, RISKS),
        points=tuple(InspectionPoint),
    ),
    DemoVisit(
        *(2, 9, _day(1, 22), _day(1, 23), (HEARING, OFFICIAL_CALL), moment(1, 23, 20, 0)),
        (submit_at(1, 24, 10, 0), accept_at(1, 25, 9, 0)),
        officials=(DEPUTY_SECRETARY,),
        women_reserve=9,
    ),
    # On the last day before the committees of number 12 meet, and before the Party organisations of 13 do.
    DemoVisit(
        *(3, 12, _day(1, 16), _day(1, 17), (HEARING,), moment(1, 17, 19, 0)),
        (submit_at(1, 18, 8, 40), accept_at(1, 18, 17, 0)),
        discipline=(EDUCATION, RISKS),
    ),
    DemoVisit(
        *(3, 13, _day(1, 15), _day(1, 15), (HEARING,), moment(1, 15, 18, 0)),
        (submit_at(1, 16, 10, 30), accept_at(1, 18, 9, 25)),
    ),
    # A telephone call is no hearing.
    DemoVisit(3, 14, _day(2, 3), _day(2, 3), (PHONE_CALL,), moment(2, 3, 17, 0), (submit_at(2, 4, 10, 15),)),
    DemoVisit(
        *(4, 16, _day(1, 23), _day(1, 23), (HEARING,), moment(1, 23, 18, 0)),
        (submit_at(1, 24, 9, 30), accept_at(1, 25, 9, 15)),
        women_reserve=11,
    ),
    # A day after the milestone.
    DemoVisit(4, 17, _day(1, 31), _day(1, 31), (HEARING,), moment(1, 31, 19, 0), (submit_at(2, 1, 9, 10),)),
    DemoVisit(
        *(4, 18, _day(1, 29), _day(1, 29), (HEARING, FIELD_VISIT), moment(1, 29, 18, 30)),
        (submit_at(1, 30, 9, 0), accept_at(2, 1, 9, 40)),
        discipline=(RISKS,),
        points=(InspectionPoint.PROGRESS, InspectionPoint.RISK),
    ),
    DemoVisit(
        *(4, 15, _day(2, 2), _day(2, 2), (FIELD_VISIT,), moment(2, 2, 17, 45)),
        (submit_at(2, 3, 8, 50),),
        points=(InspectionPoint.TEAM, InspectionPoint.PROCEDURE, InspectionPoint.CONDUCT),
    ),
    DemoVisit(
        *(4, 17, _day(2, 3), _day(2, 3), (FIELD_VISIT, OFFICIAL_CALL), moment(2, 3, 18, 0)),
        (submit_at(2, 4, 8, 45),),
        officials=(ORGANIZATION_HEAD,),
    ),
)


def make_visits(plan: Plan, users: dict[str, User]) -> list[VisitReport]:
    """Create every report as its liaison drafted it, and take it through its steps."""
    links = {
        link.order: link for link in Link.objects.in_plan(plan).select_related("leader", "township__unit")
    }
    return [_make_visit(visit, plan, links[visit.order], users) for visit in VISITS]


def _make_visit(visit: DemoVisit, plan: Plan, link: Link, users: dict[str, User]) -> VisitReport:
    drafter, leader = users[f"liaison{visit.group}"], users[f"leader{visit.group}"]
    observed = link.township.villages.first() if OBSERVATION in visit.methods else None
    values = {
        "leader": link.leader,
        "township": link.township,
        "started_on": visit.started_on,
        "ended_on": visit.ended_on,
        "methods": list(visit.methods),
        "method_note": "演示：观摩村妇联换届选举大会" if observed else "",
        "observed_village": observed,
        "signatory": link.leader if visit.steps else None,  # a draft is not signed
        "visited_officials": list(visit.officials),
        "women_reserve_count": visit.women_reserve,
        "inspection_points": list(visit.points),
        "key_links": list(KeyLink) if observed else [],
        "discipline_items": list(visit.discipline),
        **_box_texts(link.township.printed_name, visit.order),
    }
    with acting_as(drafter, visit.saved_at):
        key = form_key(f"visit:{visit.order}:{visit.ended_on}")
        report = create_report(plan=plan, values=values, by=drafter, form_key=key, key=key)
    return take_steps(report, visit.steps, author=leader, reviewer=users["staff"], plan=plan)


def _box_texts(place: str, order: int) -> dict[str, str]:
    """The texts of the four boxes; their wording varies with the place."""
    return {
        "overall_situation": f"演示：{place}已成立换届选举工作领导小组，{PROGRESS[order % len(PROGRESS)]}。",
        "issues_found": f"演示：{ISSUES[order % len(ISSUES)]}。",
        "good_practices": f"演示：{PRACTICES[order % len(PRACTICES)]}。",
        "recommendations": f"演示：{ADVICE[order % len(ADVICE)]}。",
    }


PROGRESS = (
    "村党组织换届选举大会已全部排定日期，女性后备人选摸底完成",
    "选民登记正在进行，女性候选人推选情况总体平稳",
    "各村选情分析会已开过一轮，换届风气良好",
)
ISSUES = (
    "个别村现任妇联主席年龄偏大，后备人选不足；有两个村“两委”候选人中没有女性",
    "部分村妇女外出务工较多，参选率可能偏低；个别村职数少，女性当选有难度",
    "村妇联主席享受定员全额补贴的政策，个别村尚未落实到位",
    "个别重难点村宗族因素较多，选举工作需要提前介入",
)
PRACTICES = (
    "乡镇把女性进“两委”列入换届方案，实行女性委员专职专选",
    "组织女性后备人选参加培训班，由老主席结对带教",
    "利用圩日和村广播开展宣传，发动妇女依法参选",
)
ADVICE = (
    "在候选人推选阶段逐村核对女性人选，确保每个村至少有一名女性候选人",
    "请县级妇联与组织、民政部门对接，提前研判女性比例偏低的村",
    "妇联换届选举大会前再听取一次汇报，重难点村派人到场指导",
)
