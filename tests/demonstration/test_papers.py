"""The papers: each went its way, and nothing happened after the day."""

from collections import Counter

import pytest
from django.db.models import Count, Max, Sum

from guidance.accounts.models import User
from guidance.demonstration.units import REFERENCE_DAY
from guidance.elections.models import VillageReturn
from guidance.people.models import Link
from guidance.places.models import Township, Village
from guidance.problems.models import Problem, ProblemEntry
from guidance.schedules.models import ScheduleReturn
from guidance.visits.models import VisitReport
from guidance.workflow.models import Transition
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
        left = leader.links.exclude(township__in=VisitReport.objects.values("township"))
        assert {link.township.name for link in left} == {"拉堡镇", "成团镇"}

    def test_every_text_says_that_it_is_a_demonstration(self):
        texts = [text for report in VisitReport.objects.all() for _, text in report.sections]
        texts += VisitReport.objects.exclude(method_note="").values_list("method_note", flat=True)
        texts += Transition.objects.exclude(reason="").values_list("reason", flat=True)
        texts += Problem.objects.values_list("description", flat=True)
        texts += ProblemEntry.objects.values_list("text", flat=True)
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
        for model in (User, Township, Village, VillageReturn, ScheduleReturn, VisitReport, Problem):
            last = model.history.aggregate(last=Max("history_date"))["last"]
            assert last < DAY_AFTER, model

    def test_every_figure_has_its_reporter_in_the_history(self):
        saves = VillageReturn.objects.aggregate(saves=Sum("version"))["saves"]
        assert VillageReturn.history.count() == saves
        record = VillageReturn.history.filter(village__township__unit__short_name="融安县").first()
        assert record.history_user.username == "rongan"
