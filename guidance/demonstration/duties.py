"""Tasks of the units in the demonstration (R-10, R-11): some settled, some in talks, most unreported."""

from dataclasses import dataclass
from datetime import datetime

from guidance.demonstration.time_travel import acting_as, moment
from guidance.oversight.duties.actions import save_unit_task
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


@dataclass(frozen=True)
class DemoUnitTask:
    """The state of a task of a unit; `order` is the linked township whose report proves it."""

    unit: str
    task: UnitTask
    state: Settlement
    note: str
    username: str
    at: datetime
    order: int | None = None


SETTLED, IN_TALKS, UNSETTLED = Settlement.SETTLED, Settlement.IN_TALKS, Settlement.UNSETTLED
PLANNING, FUNDING = UnitTask.PLANNING, UnitTask.FUNDING
UNIT_TASKS = (
    DemoUnitTask(
        "融安县", PLANNING, SETTLED, "演示：已写入县“两委”换届方案。", "liaison1", moment(1, 21, 11), 1
    ),
    DemoUnitTask(
        "融安县", FUNDING, IN_TALKS, "演示：县财政正在测算，月底前答复。", "liaison1", moment(1, 29, 16)
    ),
    DemoUnitTask("融水县", PLANNING, SETTLED, "演示：县委专题会议已明确。", "leader1", moment(2, 1, 10)),
    DemoUnitTask("柳城县", PLANNING, SETTLED, "", "liaison2", moment(1, 22, 11, 40), 7),
    DemoUnitTask("柳城县", FUNDING, SETTLED, "演示：经费已到乡。", "liaison2", moment(1, 28, 16, 40), 7),
    DemoUnitTask(
        "三江县", PLANNING, IN_TALKS, "演示：县委组织部已同意，待发文。", "liaison3", moment(2, 3, 15)
    ),
    DemoUnitTask(
        "三江县", FUNDING, UNSETTLED, "演示：县财政认为应由乡镇列支。", "liaison3", moment(2, 3, 15, 10)
    ),
    DemoUnitTask("城中区", PLANNING, SETTLED, "", "staff", moment(1, 25, 10), 15),
    DemoUnitTask("柳南区", FUNDING, IN_TALKS, "演示：区财政已受理申请。", "leader4", moment(2, 4, 9)),
)


def make_unit_tasks(plan: Plan, users: dict[str, User], reports: list[VisitReport]) -> list[UnitTaskRecord]:
    """Save every task with the real action and the first report on the township that proves it."""
    reports_by_link = {
        link.order: report for report in reversed(reports) for link in report.township.links.filter(plan=plan)
    }
    return [
        _make_unit_task(demo_task, plan, users[demo_task.username], reports_by_link.get(demo_task.order or 0))
        for demo_task in UNIT_TASKS
    ]


def _make_unit_task(
    demo_task: DemoUnitTask, plan: Plan, by: User, report: VisitReport | None
) -> UnitTaskRecord:
    unit = ReportingUnit.objects.get(short_name=demo_task.unit)
    values = {"state": demo_task.state, "note": demo_task.note, "report": report}
    with acting_as(by, demo_task.at):
        return save_unit_task(plan=plan, unit=unit, task=demo_task.task, values=values, version=0, by=by)
