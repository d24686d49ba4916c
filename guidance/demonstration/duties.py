"""Tasks of the units in the demonstration (R-10, R-11): some settled, some in talks, most not yet told of."""

from dataclasses import dataclass
from datetime import datetime

from guidance.demonstration.telling import as_if, moment
from guidance.oversight.duties.actions import save_unit_task
from guidance.oversight.duties.choices import Settlement, UnitTask
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.reference.accounts.models import User
from guidance.reference.places.models import ReportingUnit
from guidance.reference.plans.models import Plan
from guidance.reporting.visits.models import VisitReport


@dataclass(frozen=True)
class Story:
    """How far a task of a unit is; `order` is the linked township whose report shows it."""

    unit: str
    task: UnitTask
    state: Settlement
    note: str
    username: str
    at: datetime
    order: int | None = None


SETTLED, IN_TALKS, UNSETTLED = Settlement.SETTLED, Settlement.IN_TALKS, Settlement.UNSETTLED
PLANNING, FUNDING = UnitTask.PLANNING, UnitTask.FUNDING
STORIES = (
    Story("融安县", PLANNING, SETTLED, "演示：已写入县“两委”换届方案。", "liaison1", moment(1, 21, 11), 1),
    Story("融安县", FUNDING, IN_TALKS, "演示：县财政正在测算，月底前答复。", "liaison1", moment(1, 29, 16)),
    Story("融水县", PLANNING, SETTLED, "演示：县委专题会议已明确。", "leader1", moment(2, 1, 10)),
    Story("柳城县", PLANNING, SETTLED, "", "liaison2", moment(1, 22, 11, 40), 7),
    Story("柳城县", FUNDING, SETTLED, "演示：经费已到乡。", "liaison2", moment(1, 28, 16, 40), 7),
    Story("三江县", PLANNING, IN_TALKS, "演示：县委组织部已同意，待发文。", "liaison3", moment(2, 3, 15)),
    Story("三江县", FUNDING, UNSETTLED, "演示：县财政认为应由乡镇列支。", "liaison3", moment(2, 3, 15, 10)),
    Story("城中区", PLANNING, SETTLED, "", "staff", moment(1, 25, 10), 15),
    Story("柳南区", FUNDING, IN_TALKS, "演示：区财政已受理申请。", "leader4", moment(2, 4, 9)),
)


def make_unit_tasks(plan: Plan, users: dict[str, User], reports: list[VisitReport]) -> list[UnitTaskRecord]:
    """Save every story by the real action, with the first report on the township that shows it."""
    shown = {
        link.order: report for report in reversed(reports) for link in report.township.links.filter(plan=plan)
    }
    return [_tell(story, plan, users[story.username], shown.get(story.order or 0)) for story in STORIES]


def _tell(story: Story, plan: Plan, by: User, report: VisitReport | None) -> UnitTaskRecord:
    unit = ReportingUnit.objects.get(short_name=story.unit)
    values = {"state": story.state, "note": story.note, "report": report}
    with as_if(by, story.at):
        return save_unit_task(plan=plan, unit=unit, task=story.task, values=values, version=0, by=by)
