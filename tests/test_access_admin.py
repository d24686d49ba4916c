"""Every page of the administration x every role, compared with tests/access_admin_table.py."""

from copy import deepcopy
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.urls import URLPattern, reverse

from tests.access_admin_table import ADMIN, KINDS
from tests.access_scene import Scene, make_records, scene_in_database
from tests.access_table import PEOPLE
from tests.test_access import answer, enter, lines_of, try_out

KIND_OF = {model: kind for kind, names in KINDS.items() for model in names}
MODELS = {model._meta.model_name: model for model in admin.site._registry}
EXPECTED = {(kind, page): statuses for kind, page, *statuses in lines_of(ADMIN)}
COLUMNS = {"clerk": (0, 1), "administrator": (2, 3)}
SITE_ADDRESSES = {"view_on_site": "r/1/1/", "app_list": "guidance/", "unknown": "no-such-page/"}


@pytest.fixture(scope="module")
def stored_scene(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), scene_in_database(tmp_path_factory.mktemp("scene")) as stored:
        make_records(stored)
        yield stored


@pytest.fixture
def scene(cast, stored_scene) -> Scene:
    return deepcopy(stored_scene)


def page_of(pattern: URLPattern, model: str = "") -> str:
    """The name of the page without its model; `old` and `unknown` have none."""
    if pattern.name is None:
        return "old" if model else "unknown"
    return pattern.name.split("user_" if model == "user" else f"{model}_", 1)[-1] if model else pattern.name


def pages_of(model: type[models.Model]) -> dict[str, URLPattern]:
    """The pages of a model by name."""
    urls = admin.site.get_model_admin(model).get_urls()
    return {page_of(pattern, str(model._meta.model_name)): pattern for pattern in urls}


SITE_PAGES = [page_of(p) for p in admin.site.get_urls() if isinstance(p, URLPattern)]


def address_of(model: type[models.Model], page: str) -> str:
    """An address of this page that exists."""
    if page in ("changelist", "add", "import", "process_import", "export"):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
    row: Any = model._default_manager.first()
    if page == "old":
        return f"{address_of(model, 'changelist')}{row.pk}/"
    name = str(pages_of(model)[page].name)
    if page != "simple_history":
        return reverse(f"admin:{name}", args=[row.pk])
    row.save()  # what a fixture brought has no history yet
    return reverse(f"admin:{name}", args=[row.pk, row.history.first().pk])


ADDRESSES = [
    (KIND_OF.get(str(name), ""), page, model) for name, model in MODELS.items() for page in pages_of(model)
]


def addresses() -> list[tuple[str, str, str]]:
    """Kind, page and address of everything there is."""
    found = [(kind, page, address_of(model, page)) for kind, page, model in ADDRESSES]
    return found + [("site", page, site_address(page)) for page in SITE_PAGES]


def site_address(page: str) -> str:
    """The address of a page that belongs to no model."""
    return f"/admin/{SITE_ADDRESSES[page]}" if page in SITE_ADDRESSES else reverse(f"admin:{page}")


def test_the_table_has_every_page_and_no_other():
    assert set(KIND_OF) == set(MODELS)
    assert {(kind, page) for kind, page, _ in ADDRESSES} | {("site", page) for page in SITE_PAGES} == set(
        EXPECTED
    )


@pytest.mark.parametrize("person", COLUMNS)
def test_it_works(scene, person):
    client = enter(scene, person)
    wrong = []
    for kind, page, address in addresses():
        expected = [EXPECTED[kind, page][column] for column in COLUMNS[person]]
        found = [try_out(client, method, address, {}) for method in ("GET", "POST")]
        if found != expected:
            wrong.append(f"{address}: {found}, not {expected}")
    assert not wrong, "\n".join(wrong)


# The way in is one door for both methods, before any page: GET is tried by two.
@pytest.mark.parametrize("person", [person for person in PEOPLE if person not in COLUMNS])
def test_everyone_else_is_led_to_the_log_in_which_refuses_accounts(scene, person):
    client = enter(scene, person)
    methods = (client.get, client.post) if person in ("reporter", "anonymous") else (client.post,)
    for kind, page, address in addresses():
        if (kind, page) in (("site", "login"), ("site", "logout")):
            continue
        for response in [method(address) for method in methods]:
            assert response.status_code == 302, address
            assert response["Location"].startswith(("/admin/login/?", "/login/?")), address
    assert answer(client, "GET", "/admin/login/") == ("login" if person == "anonymous" else "403")
