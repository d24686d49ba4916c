"""Every address x every role x own and foreign object, compared with one table (tests/access_table.py)."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from guidance.core.access import Role
from guidance.core.workflow.models import Transition
from guidance.oversight.duties.models import UnitTaskRecord
from guidance.oversight.findings.models import Excerpt
from guidance.oversight.findings.problems.models import Problem
from guidance.oversight.meetings.models import MeetingObserver
from guidance.oversight.remedies.models import Remedy
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.people.models import Link
from guidance.reference.people.posts import Handover
from guidance.reporting.returns.models import VillageReturn
from guidance.reporting.schedules.models import ScheduleLine, ScheduleReturn, VillageMeeting
from guidance.reporting.visits.models import VisitReport
from tests.access_scene import (
    Scene,
    address_of,
    body_of,
    grid_of,
    report_body,
    scene_in_database,
    village_days_of,
)
from tests.access_table import PAGES, PEOPLE
from tests.clients import logged_in_client

pytestmark = pytest.mark.postgres

PUBLIC = {
    "login",
    "healthz",
    "meetings_feed_file",
    "worker",
    "manifest",
}  # without a log-in: all other addresses declare their roles
METHODS = {"ANY": ("GET", "POST"), "GET": ("GET",), "POST": ("POST",)}
WRITTEN = (
    *(VisitReport.history, ScheduleReturn.history, ScheduleLine.history, VillageReturn.history),
    *(Transition.objects, Remedy.history, Snapshot.objects, MeetingObserver.history),
    *(Excerpt.history, Problem.history),
    *(VillageMeeting.history, Handover.history, Link.history, UnitTaskRecord.history),
)


def lines_of(table: str) -> list[list[str]]:
    """The lines of a table, in words."""
    return [line.split() for line in table.splitlines() if line and not line.startswith("#")]


def walk(patterns: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every route with its pattern."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns, route)
        else:
            yield route, pattern


ROUTES = list(walk(get_resolver().url_patterns))
VIEWS = {pattern.name: pattern.callback for route, pattern in ROUTES if not route.startswith("admin/")}


@pytest.fixture(scope="module")
def stored_scene(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), scene_in_database(tmp_path_factory.mktemp("scene")) as stored:
        yield stored


@pytest.fixture
def scene(cast, stored_scene) -> Scene:
    return deepcopy(stored_scene)


def enter(scene: Scene, person: str) -> Client:
    """A browser in which `person` is logged in."""
    if person == "anonymous":
        return Client()
    return logged_in_client(scene.nobody if person == "nobody" else getattr(scene.cast, person))


def answer(client: Client, method: str, address: str, body: dict[str, Any] | None = None) -> str:
    """The status, or `login` for the way to the log-in page."""
    response: Any = getattr(client, method.lower())(address, body or {})
    if response.streaming:
        b"".join(response)  # to its end, as a browser does
    if response.status_code == 302 and response["Location"].startswith("/login/"):
        return "login"
    return str(response.status_code)


COUNT_WRITTEN = "SELECT " + ", ".join(
    f"(SELECT COUNT(*) FROM {rows.model._meta.db_table})" for rows in WRITTEN
)


def written() -> tuple[int, ...]:
    """How often a paper or a return has been written."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_WRITTEN)
        return cursor.fetchone()


def try_out(client: Client, method: str, address: str, body: dict[str, Any]) -> str:
    """As `answer`, leaving nothing behind; a refused request must not have written anything."""
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    before = written()
    with transaction.atomic():
        status = answer(client, method, address, body)
        if status not in ("200", "302"):
            assert written() == before, f"{method} {address} answered {status} and wrote"
        transaction.set_rollback(True)
    client.cookies.load(cookies)  # the session that was thrown away is there again
    return status


def expected_of(person: str) -> Iterator[tuple[str, str, str, str]]:
    """Method, address, object and status of each line for this person.

    A page that answers a POST as it answers a GET is asked for so by the first who may see it and by all
    who may not: to draw it twice for each of the others would prove nothing new.
    """
    column = PEOPLE.index(person)
    for method, name, about, *statuses in lines_of(PAGES):
        assert len(statuses) == len(PEOPLE), f"{method} {name} {about} has too few columns"
        status = statuses[column]
        if method == "ANY" and status == "200" and column != statuses.index("200"):
            yield "GET", name, about, status
        else:
            yield from ((each, name, about, status) for each in METHODS[method])


@pytest.mark.parametrize("person", PEOPLE)
def test_it_works(scene, person):
    client = enter(scene, person)
    wrong = []
    for method, name, about, expected in expected_of(person):
        body = body_of(scene, name, about) if method == "POST" else {}
        status = try_out(client, method, address_of(scene, name, about), body)
        if status != expected:
            wrong.append(f"{method} {name} {about}: {status}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_table_has_every_address_and_no_other():
    assert {name for _, name, *_ in lines_of(PAGES)} == set(VIEWS)


def test_an_address_without_a_line_for_get_answers_405(scene):
    lines = lines_of(PAGES)
    readable = {name for method, name, *_ in lines if method != "POST"}
    only_posts = {name: about for _, name, about, *_ in lines if name not in readable}
    assert "schedule_accept" in only_posts
    for person in PEOPLE[:-1]:
        client = enter(scene, person)
        for name, about in only_posts.items():
            assert client.get(address_of(scene, name, about)).status_code == 405, name


def test_every_address_needs_a_log_in_and_declares_its_roles():
    assert "django.contrib.auth.middleware.LoginRequiredMiddleware" in settings.MIDDLEWARE
    open_views = {name for name, view in VIEWS.items() if not getattr(view, "login_required", True)}
    undeclared = {name for name, view in VIEWS.items() if not getattr(view, "roles", None)}
    assert open_views == PUBLIC
    assert undeclared == PUBLIC


ROLE_OF = {
    "clerk": Role.MUNICIPAL_STAFF,
    "leader": Role.LEADER,
    "liaison": Role.MUNICIPAL_LIAISON,
    "reporter": Role.COUNTY_REPORTER,
    "township_liaison": Role.TOWNSHIP_LIAISON,
    "viewer": Role.VIEWER,
    "administrator": Role.SYSTEM_ADMIN,
}


@pytest.mark.parametrize("person", ROLE_OF)
def test_a_role_that_an_address_does_not_declare_gets_403_there(person):
    declared = {name for name, view in VIEWS.items() if ROLE_OF[person] in getattr(view, "roles", ())}
    elsewhere = [line for line in expected_of(person) if line[1] not in declared | PUBLIC]
    assert {status for *_, status in elsewhere} <= {"403"}


def test_who_has_no_role_is_told_so(scene):
    page = enter(scene, "nobody").get(reverse("guidance:desk"))
    assert "您的账号还没有分配角色。" in page.content.decode()


# Rows of others, written into a form by hand.


def post(scene: Scene, person: str, name: str, about: str, extra: dict[str, Any]) -> HttpResponse:
    body = body_of(scene, name, about) | extra
    return enter(scene, person).post(address_of(scene, name, about), body)  # type: ignore[return-value]


def test_a_reporter_cannot_write_the_row_of_another_units_township(scene):
    foreign = scene.cast.other_township.pk
    page = post(scene, "reporter", "schedule", "2/unit", {f"township-{foreign}-party": "2月1日"})
    assert "没有保存：表中有不属于您填报范围的乡镇（街道）" in page.content.decode()
    assert not ScheduleLine.objects.filter(township=foreign).exists()


def test_a_reporters_own_row_is_written(scene):
    own = scene.cast.township.pk
    post(scene, "reporter", "schedule", "2/unit", {f"township-{own}-party": "2月1日"})
    assert ScheduleLine.objects.get(township=own).party_from.day == 1


@pytest.mark.parametrize("foreign", ["sibling", "completion"])
def test_a_township_liaison_writes_her_row_and_neither_the_next_nor_the_units_completion(scene, foreign):
    own, next_one = scene.cast.township.pk, scene.sibling.pk
    cells = {f"township-{own}-party": "2月1日"}
    strange = (
        {f"township-{next_one}-party": "2月1日"} if foreign == "sibling" else {"unit-completion": "2月9日"}
    )
    post(scene, "township_liaison", "schedule", "2/unit", cells | strange)
    assert not ScheduleLine.objects.exists()
    post(scene, "township_liaison", "schedule", "2/unit", cells)
    assert [line.township_id for line in ScheduleLine.objects.exclude(party_from=None)] == [own]
    assert ScheduleReturn.objects.get(pk=scene.schedules["2/unit"].pk).federations_done_on is None


@pytest.mark.parametrize("person", ["reporter", "township_liaison"])
def test_a_grid_takes_no_village_of_another_township(scene, person):
    foreign = grid_of(scene.cast.other_township)
    assert post(scene, person, "township_returns", "township", foreign).status_code == 302
    townships = {row.village.township for row in VillageReturn.objects.select_related("village__township")}
    assert townships == {scene.cast.township}


@pytest.mark.parametrize("person", ["reporter", "township_liaison"])
def test_the_days_of_villages_take_no_village_of_another_township(scene, person):
    own, foreign = village_days_of(scene.cast.township), village_days_of(scene.cast.other_township)
    assert post(scene, person, "schedule_villages", "township", foreign).status_code == 200
    assert not VillageMeeting.objects.exists()
    assert post(scene, person, "schedule_villages", "township", own).status_code == 302
    assert {row.village.township for row in VillageMeeting.objects.all()} == {scene.cast.township}


def test_a_leader_cannot_report_on_another_leaders_township(scene):
    before = VisitReport.objects.count()
    page = post(scene, "leader", "visit_new", "other_township", {})
    assert "不是您的联系点" in page.content.decode()
    assert VisitReport.objects.count() == before


@pytest.mark.parametrize("person", ["leader", "liaison"])
def test_a_leaders_draft_cannot_move_to_another_leaders_township(scene, person):
    link = report_body(scene.cast.other_township)["link"]
    page = post(scene, person, "visit", "draft", {"link": link})
    assert "不是您的联系点" in page.content.decode()
    assert VisitReport.objects.get(pk=scene.reports["draft"].pk).township == scene.cast.township


def test_a_visit_report_cannot_name_a_village_of_another_leader(scene):
    village = scene.cast.other_villages[0].pk
    page = post(scene, "leader", "visit", "draft", {"observed_village": village})
    assert page.status_code == 200
    assert VisitReport.objects.get(pk=scene.reports["draft"].pk).observed_village is None


@pytest.mark.parametrize(
    "name", ["desk", "schedules", "meetings", "returns", "assignments", "dashboard_villages", "remedies"]
)
@pytest.mark.parametrize("person", ["reporter", "township_liaison", "leader", "liaison"])
def test_lists_name_no_township_outside_the_scope(scene, person, name):
    text = enter(scene, person).get(reverse(f"guidance:{name}")).content.decode()
    assert scene.cast.other_township.name not in text
    if person == "township_liaison":
        assert scene.sibling.name not in text


@pytest.mark.usefixtures("template_contexts")
@pytest.mark.parametrize("place", ["unit", "township"])
def test_the_list_behind_a_gap_shows_nothing_of_a_foreign_place_in_the_address(scene, place):
    foreign = getattr(scene.cast, f"other_{place}")
    page = enter(scene, "reporter").get(reverse("guidance:dashboard_villages"), {place: foreign.pk})
    assert page.status_code == 200
    assert list(page.context["page"]) == []
