"""Addresses that no link names are answered without a failure, in pages and administration."""

import pytest
from django.contrib import admin
from django.urls import reverse

from guidance.core.admin.base import RoleGuard

HUGE, NUL = "9" * 20, "%00"
PAGES = ("/dashboard/villages/", "/schedules/", "/meetings/", "/visits/", "/returns/townships/1/")
ASKED = ("round", "page", "gap", "unit", "township", "stage", "month", "day", "view", "leader")
PLACES = (
    *("/dashboard/units/{}/", "/dashboard/townships/{}/", "/returns/townships/{}/", "/visits/{}/"),
    *("/schedules/{}/1/", "/schedules/1/{}/"),
)
MODELS = list(admin.site._registry)


@pytest.fixture
def statuses_of(cast, log_in):
    """statuses_of(address) returns the statuses for staff and for a system administrator."""
    people = (cast.clerk, cast.administrator)
    return lambda address: {log_in(user).get(address).status_code for user in people}


@pytest.mark.parametrize("value", [NUL, HUGE, "-1", "%F0%9F%98%80", "%27"])
@pytest.mark.parametrize("page", PAGES)
def test_what_is_asked_of_a_page(cast, log_in, page, value):
    client = log_in(cast.clerk)
    query = "&".join(f"{name}={value}" for name in ASKED)
    assert client.get(f"{page}?{query}").status_code in (200, 404)


@pytest.mark.parametrize("number", ["0", HUGE, str(2**31), str(2**63)])
@pytest.mark.parametrize("place", PLACES)
def test_places_that_do_not_exist(cast, log_in, place, number):
    client = log_in(cast.clerk)
    assert client.get(place.format(number)).status_code == 404
    assert client.post(place.format(number)).status_code == 404


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
class TestAdministration:
    def test_every_model_is_guarded(self, model):
        assert isinstance(admin.site._registry[model], RoleGuard)

    @pytest.mark.parametrize("value", [NUL, HUGE])
    def test_its_filters(self, statuses_of, model, value):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        filters = [name for name in admin.site._registry[model].list_filter if isinstance(name, str)]
        for name in (
            "q",
            *filters,
            *(f"{name}__exact" for name in filters),
            *(f"{name}__id" for name in filters),
        ):
            assert statuses_of(f"{address}?{name}={value}") <= {400, 403}

    @pytest.mark.parametrize("number", ["x", NUL, HUGE])
    def test_rows_that_do_not_exist(self, statuses_of, model, number):
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for page in ("change", "history", "delete"):
            assert statuses_of(f"{address}{number}/{page}/") <= {302, 403, 404}
