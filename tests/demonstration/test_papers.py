"""Every paper has passed through its workflow, and nothing happened after the day."""

from collections import Counter

import pytest
from django.db.models import Count, Max, Sum

from guidance.core.workflow.models import Transition
from guidance.demonstration.time_travel import moment
from guidance.demonstration.units import REFERENCE_DAY
from guidance.oversight.findings.problems.models import Problem, ProblemEntry
from guidance.oversight.meetings.models import MeetingObserver
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.remedies.queries import LedgerSelection, get_ledger
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.accounts.models import User
from guidance.reference.people.models import Link
from guidance.reference.places.models import Township, Village
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.choices import Flag, Stage
from guidance.reporting.returns.gaps import GAPS
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.schedules.models import ScheduleReturn
from guidance.reporting.visits.models import VisitReport
from tests.demonstration.sizes import DAY_AFTER, SIZES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]  # loaded once for the module


class TestPapers:
    def test_round_1_is_over_but_for_a_few(self):
        papers = {paper.unit.short_name: paper for paper in ScheduleReturn.objects.filter(round__number=1)}
        assert Counter(paper.status for paper in papers.values()) == {
            "accepted": 9,
            "submitted": 1,
            "returned": 1,
        }
        assert set(SIZES) - set(papers) == {"柳东新区"}
        assert {unit for unit, paper in papers.items() if paper.late_days} == {"鹿寨县"}

    def test_round_2_is_on_its_way_and_rongan_has_not_begun(self):
        papers = {paper.unit.short_name: paper for paper in ScheduleReturn.objects.filter(round__number=2)}
        assert Counter(paper.status for paper in papers.values()) == {
            "draft": 2,
            "submitted": 3,
            "accepted": 1,
            "returned": 1,
        }
        assert "融安县" not in papers
        assert not ScheduleReturn.objects.filter(round__number=3).exists()

    def test_every_return_has_the_rows_of_its_unit(self):
        for paper in ScheduleReturn.objects.all():
            rows = paper.lines.values_list("township", flat=True)
            links = Link.objects.filter(township__unit=paper.unit).order_by("order")
            assert list(rows) == list(links.values_list("township", flat=True))

    def test_visit_reports_are_in_every_state(self):
        reports = list(VisitReport.objects.select_related("plan"))
        states = Counter(report.status for report in reports)
        assert set(states) == {"draft", "submitted", "returned", "accepted"}
        assert [report.township.name for report in reports if report.late_days] == ["导江乡"]
        drafts = {report.township.name: report.due_on for report in reports if report.status == "draft"}
        assert drafts["沙塘镇"] < REFERENCE_DAY  # overdue
        assert drafts["四荣乡"] == REFERENCE_DAY  # due today

    def test_leaders_report_on_their_own_townships_and_leader1_has_some_left(self):
        for report in VisitReport.objects.all():
            assert Link.objects.filter(leader=report.leader, township=report.township).exists()
            assert report.signatory == (None if report.status == "draft" else report.leader)
        assert VisitReport.objects.aggregate(n=Count("leader", distinct=True))["n"] == 4
        leader = User.objects.get(username="leader1").role_grants.get().leader
        unreported_links = leader.links.exclude(township__in=VisitReport.objects.values("township"))
        assert {link.township.name for link in unreported_links} == {"拉堡镇", "成团镇"}

    def test_every_text_says_that_it_is_a_demonstration(self):
        texts = [text for report in VisitReport.objects.all() for _, text in report.sections]
        texts += VisitReport.objects.exclude(method_note="").values_list("method_note", flat=True)
        texts += Transition.objects.exclude(reason="").values_list("reason", flat=True)
        texts += Problem.objects.values_list("description", flat=True)
        texts += ProblemEntry.objects.values_list("text", flat=True)
        texts += Remedy.objects.values_list("reason", flat=True)
        texts += Remedy.objects.exclude(planned="").values_list("planned", flat=True)
        corrections = VillageReturn.history.exclude(history_change_reason=None)
        texts += corrections.values_list("history_change_reason", flat=True)
        assert len(texts) > 50
        assert all(text.startswith("演示") for text in texts)

    def test_each_paper_went_its_way_step_by_step(self):
        for paper in (*ScheduleReturn.objects.all(), *VisitReport.objects.all()):
            trail = list(paper.transitions.all())
            states = ["draft", *(step.to_status for step in trail)]
            assert [step.from_status for step in trail] == states[:-1]
            assert paper.status == states[-1]
            assert [step.version for step in trail] == list(range(2, paper.version + 1))
            moments = [paper.saved_at, *(step.at for step in trail)]
            assert moments == sorted(moments)

    def test_nothing_happened_after_the_day(self):
        assert Transition.objects.aggregate(last=Max("at"))["last"] < DAY_AFTER
        for model in (User, Township, Village, VillageReturn, ScheduleReturn, VisitReport, Problem, Remedy):
            last_change = model.history.aggregate(last=Max("history_date"))["last"]
            assert last_change < DAY_AFTER, model

    def test_every_figure_has_its_reporter_in_the_history(self):
        saves = VillageReturn.objects.aggregate(saves=Sum("version"))["saves"]
        assert VillageReturn.history.count() == saves
        record = VillageReturn.history.filter(village__township__unit__short_name="融安县").first()
        assert record.history_user.username == "rongan"


class TestFrozen:
    def test_round_1_was_frozen_with_the_previous_term_alone(self):
        snapshot = Snapshot.objects.get()
        assert snapshot.round.number == 1
        assert snapshot.taken_at == moment(1, 16, 9) == Plan.objects.get().frozen_at
        people = dict(snapshot.tallies.values_list("stage").annotate(Sum("people")))
        assert people["previous"] > 4000
        assert (people["nominated"], people["elected"]) == (0, 0)

    def test_some_frozen_figures_were_corrected_with_a_reason(self):
        corrected = VillageReturn.objects.filter(stage=Stage.PREVIOUS, flag=Flag.CORRECTED)
        assert corrected.count() == 3
        for row in corrected:
            last_version, first_version = row.history.all()
            assert first_version.history_date < Snapshot.objects.get().taken_at < last_version.history_date
            assert last_version.history_change_reason
            assert (first_version.flag, last_version.women) == (Flag.CONFIRMED, first_version.women + 1)

    def test_what_was_entered_later_is_no_correction(self):
        """Some were corrected the same evening, and say so: an error in what had just been entered."""
        rows = VillageReturn.objects.exclude(stage=Stage.PREVIOUS)
        assert not rows.filter(saved_at__lt=Snapshot.objects.get().taken_at).exists()
        assert set(rows.filter(flag=Flag.CORRECTED).values_list("version", flat=True)) == {2}
        assert set(rows.exclude(flag=Flag.CORRECTED).values_list("version", flat=True)) == {1}


class TestRemedies:
    def test_they_are_in_every_state_and_three_are_overdue(self, settings):
        settings.GUIDANCE_TODAY = REFERENCE_DAY.isoformat()
        lines = list(get_ledger(User.objects.get(username="staff"), Plan.objects.get(), LedgerSelection()))
        assert {line["state"] for line in lines} == {"missing", "open", "in_progress", "closed", "solved"}
        assert sum(line["is_overdue"] for line in lines) == 3
        recorded_lines = [line for line in lines if line["state"] != "missing"]
        assert {line["gap"] for line in recorded_lines} == {gap.code for gap in GAPS if gap.remedied}
        assert len({line["unit_name"] for line in recorded_lines}) >= 5
        assert 12 <= len(recorded_lines) == Remedy.objects.count() <= 20

    def test_each_was_written_by_the_reporter_after_the_figures_were_there(self):
        for remedy in Remedy.objects.select_related("unit", "saved_by"):
            assert remedy.saved_by.role_grants.get().reporting_unit == remedy.unit
            result = VillageReturn.objects.get(village=remedy.village, stage=Stage.ELECTED)
            assert result.saved_at < remedy.history.last().history_date
            assert {version.history_user for version in remedy.history.all()} == {remedy.saved_by}
            assert remedy.history.count() == remedy.version


def test_two_leaders_have_chosen_what_to_observe():
    chosen = MeetingObserver.objects.order_by("pk").values_list(
        "leader__groups__number", "township__links__order"
    )
    assert list(chosen) == [(1, 5), (2, 7)]
    assert [str(version.history_user) for version in MeetingObserver.history.order_by("pk")]
    assert not MeetingObserver.history.filter(history_date__date__gte=DAY_AFTER).exists()
