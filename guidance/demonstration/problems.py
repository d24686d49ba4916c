"""Problems of the demonstration: one in progress, one open, one closed (销号)."""

from dataclasses import dataclass
from datetime import date, datetime

from guidance.core.choices import Progress
from guidance.demonstration.time_travel import acting_as, moment
from guidance.oversight.findings.problems.models import Problem, ProblemEntry
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


@dataclass(frozen=True)
class DemoEntry:
    """An entry on the progress of a problem."""

    username: str
    at: datetime
    text: str


@dataclass(frozen=True)
class DemoProblem:
    """A problem of the linked township number `order`, recorded by the liaison of the group."""

    order: int
    liaison: str
    found_at: datetime
    description: str
    state: Progress
    due_on: date
    entries: tuple[DemoEntry, ...]


PROBLEMS = (
    DemoProblem(
        *(1, "liaison1", moment(1, 21, 10, 30)),
        "演示：村“两委”候选人中没有女性，妇联主席进“两委”有风险。",
        Progress.IN_PROGRESS,
        date(2021, 2, 8),
        (
            DemoEntry("rongan", moment(1, 25, 9, 0), "演示：已与乡党委对接，补充推荐女性人选一名。"),
            DemoEntry("liaison1", moment(2, 2, 15, 0), "演示：人选已通过资格联审，待选举大会。"),
        ),
    ),
    DemoProblem(
        *(10, "liaison3", moment(2, 3, 11, 0)),
        "演示：村委会第一次选举未过半数，需另行选举。",
        Progress.OPEN,
        date(2021, 2, 9),
        (DemoEntry("sanjiang", moment(2, 4, 9, 20), "演示：镇里正在商定另行选举日期。"),),
    ),
    DemoProblem(
        *(7, "liaison2", moment(1, 22, 11, 30)),
        "演示：妇联换届工作经费尚未落实。",
        Progress.CLOSED,
        date(2021, 1, 29),
        (
            DemoEntry("liucheng", moment(1, 26, 10, 0), "演示：县财政已同意从现有渠道列支。"),
            DemoEntry("liaison2", moment(1, 28, 16, 30), "演示：经费已到乡，予以销号。"),
        ),
    ),
)


def make_problems(plan: Plan, users: dict[str, User], reports: list[VisitReport]) -> list[Problem]:
    """Create every problem with its entries, under the report of the visit that found it."""
    sources = {report.township_id: report for report in reversed(reports)}  # the first report of a township
    links = {link.order: link for link in Link.objects.in_plan(plan).select_related("township__unit")}
    return [
        _make_problem(demo_problem, plan, links[demo_problem.order], sources, users)
        for demo_problem in PROBLEMS
    ]


def _make_problem(
    demo_problem: DemoProblem, plan: Plan, link: Link, sources: dict[int, VisitReport], users: dict[str, User]
) -> Problem:
    township = link.township
    with acting_as(users[demo_problem.liaison], demo_problem.found_at):
        problem = Problem.objects.create(
            plan=plan,
            unit=township.unit,
            township=township,
            village=township.villages.filter(key_difficulty_plans=plan).first(),
            source_report=sources.get(township.pk),
            description=demo_problem.description,
            state=demo_problem.state,
            due_on=demo_problem.due_on,
        )
    for entry in demo_problem.entries:
        by = users[entry.username]
        with acting_as(by, entry.at):
            ProblemEntry.objects.create(problem=problem, text=entry.text, by=by, at=entry.at)
    return problem
