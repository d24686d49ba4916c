"""The demonstration: as large as the city, inside its ranges, the same every time, and nobody's real name."""

from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Count, Max, Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guidance.access import Role, roles_of
from guidance.accounts.models import RoleGrant, User
from guidance.demonstration.accounts import usernames
from guidance.demonstration.places import build_places, share_out
from guidance.demonstration.returns import build_returns
from guidance.demonstration.units import NO_COMMUNITIES, REFERENCE_DAY, ROUNDED
from guidance.elections.models import Stage, VillageReturn
from guidance.people.models import GroupMember, Leader, Link, MunicipalLiaison, TownshipLiaison
from guidance.places.models import ReportingUnit, Township, Village
from guidance.plans.models import Plan
from guidance.problems.models import Problem, ProblemEntry
from guidance.schedules.models import ScheduleReturn
from guidance.visits.models import VisitReport
from guidance.workflow.models import Transition

# Townships, villages, communities of each unit.
SIZES = {
    "融安县": (12, 137, 11),
    "融水县": (20, 194, 13),
    "柳江区": (8, 92, 26),
    "柳城县": (12, 120, 12),
    "鹿寨县": (9, 109, 16),
    "鱼峰区": (10, 30, 32),
    "三江县": (15, 160, 9),
    "柳北区": (12, 29, 35),
    "北部生态新区（阳和工业新区）": (1, 6, 6),
    "城中区": (7, 10, 28),
    "柳南区": (11, 34, 34),
    "柳东新区": (1, 14, 6),
}
DAY_AFTER = timezone.make_aware(datetime.combine(REFERENCE_DAY + timedelta(days=1), datetime.min.time()))


pytestmark = pytest.mark.django_db  # the data are loaded once, but each test says that it needs them


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any):
    """Notice and demonstration, loaded once for this module and rolled back after it."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("DEMO_PASSWORD", "only for these tests")
        call_command("loaddata", "notice_2021", verbosity=0)
        call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
class TestPlaces:
    def test_every_unit_has_its_size(self):
        villages = dict(Counter(Village.objects.values_list("township__unit__short_name", "committee_type")))
        townships = dict(Counter(Township.objects.values_list("unit__short_name", flat=True)))
        assert {
            unit: (townships[unit], villages[unit, "villagers"], villages[unit, "residents"])
            for unit in townships
        } == SIZES
        assert [sum(column) for column in zip(*SIZES.values(), strict=True)] == [118, 935, 228]

    def test_every_township_has_a_village_or_community(self):
        assert Township.objects.filter(villages=None).count() == 0

    def test_the_linked_townships_keep_their_names_and_known_sizes(self):
        linked = Township.objects.filter(links__isnull=False)
        invented = Township.objects.filter(links__isnull=True)
        assert (linked.count(), invented.count()) == (18, 100)
        assert all(township.name.startswith("示例") for township in invented)
        assert not any("示例" in township.name for township in linked)
        known = {"桥板乡": (10, 0), "拉堡镇": (6, 16), "古砦乡": (13, 1), "导江乡": (7, 0), "斗江镇": (9, 1)}
        counted = Counter(Village.objects.values_list("township__name", "committee_type"))
        for name, (villages, communities) in known.items():
            assert (counted[name, "villagers"], counted[name, "residents"]) == (villages, communities)

    def test_codes_tell_the_kind_and_keep_clear_of_real_ones(self):
        for township in Township.objects.select_related("unit"):
            number = int(township.code[6:])
            kinds = {"subdistrict": range(1, 100), "town": range(100, 200), "township": range(200, 400)}
            assert number in kinds[township.kind]
            if township.name.startswith("示例"):
                assert number % 100 >= 81  # real ones count up from 0
                assert township.code[:6] == township.unit.division_code
        assert Counter(Township.objects.values_list("kind", flat=True)) == {
            "town": 53,
            "township": 33,
            "subdistrict": 32,
        }

    def test_names_are_invented_and_sometimes_odd(self):
        villages = list(Village.objects.all())
        assert all(village.name.startswith("示例") for village in villages)
        rural = [v for v in villages if v.name.endswith("社区") and v.committee_type == "villagers"]
        assert 5 <= len(rural) <= 40
        assert sum(len(village.name) > 20 for village in villages) == 2
        assert any(village.former_names for village in villages)

    def test_5_to_25_per_cent_are_key_difficulty_villages(self):
        plan = Plan.objects.get()
        keyed = Counter(plan.key_difficulty_villages.values_list("township__unit__short_name", flat=True))
        for unit, (_, villages, communities) in SIZES.items():
            assert 5 <= 100 * keyed[unit] / (villages + communities) <= 25


def share(stage: Stage, indicator: str, unit: str = "") -> tuple[int, int]:
    """Women and people of an indicator, such as ("villagers", "director_"), in a unit or the city."""
    kind, _, what = indicator.partition("_")
    found = VillageReturn.objects.filter(stage=stage, village__committee_type=kind)
    if unit:
        found = found.filter(village__township__unit__short_name=unit)
    prefix = "director_" if what == "directors" else ""
    total = found.aggregate(part=Sum(f"{prefix}women"), whole=Sum(f"{prefix}people"))
    return total["part"] or 0, total["whole"] or 0


def chairs(field: str, unit: str = "") -> tuple[int, int]:
    """Chairs with a yes, and all whose answer is known."""
    known = VillageReturn.objects.filter(stage=Stage.ELECTED, **{f"{field}__isnull": False})
    if unit:
        known = known.filter(village__township__unit__short_name=unit)
    return known.filter(**{field: True}).count(), known.count()


def below(percent: int, part: int, whole: int) -> bool:
    """Compared as whole numbers; no data is not below."""
    return part * 100 < percent * whole


@pytest.mark.usefixtures("loaded")
class TestFigures:
    @pytest.mark.parametrize(
        ("stage", "indicator", "lowest", "highest"),
        [
            (Stage.PREVIOUS, "villagers_members", 22, 27),
            (Stage.PREVIOUS, "villagers_directors", 8, 11),
            (Stage.PREVIOUS, "residents_members", 50, 60),
            (Stage.PREVIOUS, "residents_directors", 42, 52),
            (Stage.ELECTED, "villagers_members", 29, 34),
            (Stage.ELECTED, "villagers_directors", 9, 16),
            (Stage.ELECTED, "residents_members", 50, 62),
            (Stage.ELECTED, "residents_directors", 45, 60),
        ],
    )
    def test_the_city_is_within_its_ranges(self, stage: Stage, indicator: str, lowest: int, highest: int):
        part, whole = share(stage, indicator)
        assert lowest * whole <= 100 * part <= highest * whole

    def test_chairs_and_subsidies_are_within_their_ranges(self):
        part, whole = chairs("chair_in_two_committees")
        assert 550 <= whole <= 650
        assert 95 * whole <= 100 * part <= 100 * whole
        part, whole = chairs("chair_full_subsidy")
        assert 80 * whole <= 100 * part <= 100 * whole

    @pytest.mark.parametrize(
        ("indicator", "percent", "units"),
        [
            ("villagers_members", 30, {"三江县", "柳城县"}),
            ("villagers_directors", 10, {"融水县", "鱼峰区"}),
            ("residents_members", 50, {"柳南区", "融安县"}),
            ("residents_directors", 45, {"三江县", "柳北区"}),
        ],
    )
    def test_one_or_two_units_miss_each_target(self, indicator: str, percent: int, units: set[str]):
        assert {u for u in SIZES if below(percent, *share(Stage.ELECTED, indicator, u))} == units

    def test_of_two_units_under_50_per_cent_one_is_within_the_tolerance(self):
        assert below(45, *share(Stage.ELECTED, "residents_members", "柳南区"))
        assert not below(45, *share(Stage.ELECTED, "residents_members", "融安县"))

    def test_two_units_have_a_chair_outside_the_committees(self):
        assert {u for u in SIZES if below(100, *chairs("chair_in_two_committees", u))} == {"融水县", "柳南区"}

    def test_one_unit_reaches_a_target_only_by_rounding(self):
        women, people = share(Stage.ELECTED, "villagers_members", ROUNDED)
        assert f"{100 * women / people:.1f}" == "30.0"
        assert below(30, women, people)

    def test_one_unit_has_no_community_data(self):
        assert share(Stage.ELECTED, "residents_members", NO_COMMUNITIES) == (0, 0)
        assert share(Stage.ELECTED, "villagers_members", NO_COMMUNITIES)[1] > 0

    def test_units_differ_in_how_much_they_have_reported(self):
        reported = Counter(
            VillageReturn.objects.filter(stage=Stage.ELECTED).values_list(
                "village__township__unit__short_name", flat=True
            )
        )
        rates = {u: reported[u] * 100 // (size[1] + size[2]) for u, size in SIZES.items()}
        assert {u for u, rate in rates.items() if rate < 100} == {
            *("融安县", "融水县", "鹿寨县", "三江县", "柳南区", "柳东新区")
        }
        assert 65 <= rates["融安县"] <= 75
        assert VillageReturn.objects.filter(stage=Stage.PREVIOUS).count() == 1163
        assert 0 < VillageReturn.objects.filter(stage=Stage.NOMINATED).count() < 1163

    def test_committees_are_of_lawful_size_and_a_few_seats_are_vacant(self):
        elected = VillageReturn.objects.filter(stage=Stage.ELECTED)
        villagers = set(elected.filter(village__committee_type="villagers").values_list("seats", flat=True))
        residents = set(elected.filter(village__committee_type="residents").values_list("seats", flat=True))
        assert villagers <= set(range(3, 8))
        assert residents <= set(range(5, 10))
        vacancies = [row for row in elected if row.people < row.seats]
        assert 5 <= len(vacancies) <= 60
        assert 3 <= sum(not row.director_people for row in elected) <= 30
        assert all(row.people < row.seats for row in elected if not row.director_people)

    def test_a_chair_is_known_only_after_the_elections(self):
        elected = VillageReturn.objects.filter(stage=Stage.ELECTED)
        days = set(elected.values_list("held_on", flat=True))
        assert min(days).isoformat() == "2021-01-18"
        assert max(days) < REFERENCE_DAY
        assert not VillageReturn.objects.filter(stage=Stage.NOMINATED, held_on__isnull=False).exists()
        assert not elected.filter(
            chair_in_two_committees__isnull=True, chair_full_subsidy__isnull=False
        ).exists()
        assert set(elected.values_list("data_source", flat=True)) == {
            *("self_reported", "party_organization_department", "civil_affairs_bureau")
        }


def test_it_is_built_the_same_every_time():
    once, again = build_places(), build_places()
    assert once == again
    assert build_returns(once) == build_returns(again)


def test_parts_add_up_to_the_whole():
    assert share_out(10, [1, 1, 1]) == [4, 3, 3]
    assert share_out(7, [5, 0, 2]) == [5, 0, 2]


@pytest.mark.usefixtures("loaded")
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
        assert VillageReturn.history.count() == VillageReturn.objects.count()
        record = VillageReturn.history.filter(village__township__unit__short_name="融安县").first()
        assert record.history_user.username == "rongan"


@pytest.mark.usefixtures("loaded")
class TestAccounts:
    def test_there_is_one_for_each_role_unit_and_linked_township(self):
        assert set(User.objects.values_list("username", flat=True)) == set(usernames())
        assert Counter(RoleGrant.objects.values_list("role", flat=True)) == {
            "system_admin": 1,
            "municipal_staff": 1,
            "leader": 4,
            "municipal_liaison": 4,
            "county_reporter": 12,
            "township_liaison": 18,
            "viewer": 1,
        }
        assert not User.objects.filter(is_superuser=True).exists()

    def test_they_belong_where_their_names_say(self):
        reporters = (
            *("rongan", "rongshui", "liujiang", "liucheng", "luzhai", "yufeng"),
            *("sanjiang", "liubei", "yanghe", "chengzhong", "liunan", "liudong"),
        )
        names = list(ReportingUnit.objects.order_by("attachment_order").values_list("short_name", flat=True))
        for username, unit in zip(reporters, names, strict=True):
            assert User.objects.get(username=username).role_grants.get().reporting_unit.short_name == unit
        for link in Link.objects.all():
            grant = User.objects.get(username=f"township{link.order:02d}").role_grants.get()
            assert grant.township == link.township
        for number, leader in enumerate(Leader.objects.order_by("sort_order"), 1):
            assert User.objects.get(username=f"leader{number}").role_grants.get().leader == leader
            liaison = User.objects.get(username=f"liaison{number}").role_grants.get().municipal_liaison
            assert leader.groups.get().municipal_liaison == liaison

    @pytest.mark.parametrize(
        ("username", "role", "townships"),
        [
            ("system", Role.SYSTEM_ADMIN, 0),
            ("staff", Role.MUNICIPAL_STAFF, 118),
            ("leader1", Role.LEADER, 40),
            ("liaison4", Role.MUNICIPAL_LIAISON, 19),
            ("rongan", Role.COUNTY_REPORTER, 12),
            ("yanghe", Role.COUNTY_REPORTER, 1),
            ("township01", Role.TOWNSHIP_LIAISON, 1),
            ("viewer", Role.VIEWER, 118),
        ],
    )
    def test_they_see_what_their_role_sees(self, username: str, role: Role, townships: int):
        user = User.objects.get(username=username)
        assert roles_of(user) == {role}
        assert Township.objects.visible_to(user).count() == townships

    def test_nobody_bears_a_real_name(self):
        people = {
            name
            for model in (Leader, MunicipalLiaison, GroupMember, TownshipLiaison)
            for name in model.objects.values_list("name", flat=True)
        }
        users = User.objects.values_list("name", "office", "username", "email")
        assert people
        for shown in users:
            assert shown[0].startswith("演示")
            assert shown[1]
            assert not any(name in text for name in people for text in shown)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("username", ["staff", "system"])
def test_no_list_of_the_administration_asks_row_by_row(client, username):
    """Up to 50 rows a page; asked for one by one they would cost far more than this."""
    client.force_login(User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend")
    client.get("/admin/")  # the first request of a session writes to it
    for model in admin.site._registry:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse(f"admin:guidance_{model.__name__.lower()}_changelist"))
        assert answer.status_code in (200, 403)
        assert len(asked) <= 12, f"{model.__name__}: {len(asked)} queries"
