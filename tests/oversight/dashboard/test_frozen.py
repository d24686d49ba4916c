"""The pages of a frozen moment show the figures and targets of that moment."""

import pytest

from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.plans.models import Target, UnitTarget
from tests.oversight.dashboard.samples import store_all_returns
from tests.pages import query_count, read
from tests.reporting.returns.grid_pages import row_fields, save_grid

pytestmark = pytest.mark.postgres


@pytest.fixture
def frozen(cast):
    """Freeze the figures of `store_all_returns`."""
    store_all_returns(cast)
    return freeze_figures(plan=cast.plan, by=cast.clerk, title="示例定格")


def correct_village(cast, log_in):
    """Correct the second village after the freeze: it has a woman."""
    save_grid(log_in(cast.clerk), cast.township, row_fields(cast.villages[1], women="2") | {"reason": "漏报"})


LOOKUPS = ["/dashboard/", "/dashboard/units/{unit.pk}/", "/dashboard/townships/{township.pk}/"]


@pytest.mark.parametrize("path", LOOKUPS)
def test_it_works(cast, log_in, frozen, path):
    correct_village(cast, log_in)
    client, address = log_in(cast.clerk), path.format(**vars(cast))
    frozen_share, live_share = ("5/12", "7/12") if path == LOOKUPS[0] else ("2/9", "4/9")
    page = read(client.get(address, {"snapshot": frozen.number}))
    assert f"{frozen_share} 人" in page.text
    assert "数据为准：第1号 示例定格" in page.text
    assert "此后的更正不计入" in page.text
    assert f"{live_share} 人" in read(client.get(address)).text


def test_the_villages_stand_as_they_stood(cast, log_in, frozen):
    correct_village(cast, log_in)
    address = f"/dashboard/townships/{cast.township.pk}/"
    client = log_in(cast.township_liaison)
    assert read(client.get(address, {"snapshot": 1})).row("示例二社区")[3] == "0/4"
    assert read(client.get(address)).row("示例二社区")[3] == "2/4"


def test_a_village_reported_later_is_not_there_yet(cast, log_in, frozen):
    save_grid(
        log_in(cast.clerk), cast.other_township, row_fields(cast.other_villages[1], people="5", women="1")
    )
    address = f"/dashboard/townships/{cast.other_township.pk}/"
    assert read(log_in(cast.clerk).get(address, {"snapshot": 1})).row("示例二社区")[3] == "未报"


def test_it_goes_along_from_level_to_level(cast, log_in, frozen):
    links = read(log_in(cast.clerk).get("/dashboard/?snapshot=1&reading=all")).links
    assert f"/dashboard/units/{cast.unit.pk}/?reading=all&snapshot=1" in links


def test_numbers_of_then_do_not_lead_to_villages_of_now(cast, log_in, frozen):
    links = read(log_in(cast.clerk).get("/dashboard/?snapshot=1")).links
    assert not [link for link in links if "counted=" in link or "gap=" in link]


def test_held_against_the_targets_of_then(cast, log_in):
    store_all_returns(cast)
    target = Target.objects.get(indicator="village_women_members")
    UnitTarget.objects.create(target=target, unit=cast.unit, operator="at_least", value_bp=2000)
    freeze_figures(plan=cast.plan, by=cast.clerk, title="示例定格")
    UnitTarget.objects.all().delete()
    target.value_bp = 4500
    target.save()
    page = read(log_in(cast.clerk).get("/dashboard/?snapshot=1"))
    assert "村委会成员中女性 达标 41.7% 5/12 人" in page.text
    assert page.row("融安县")[2] == "达标 22.2 2/9"
    assert "村委会成员中女性 未达标 41.7%" in read(log_in(cast.clerk).get("/dashboard/")).text


@pytest.mark.parametrize("number", ["2", "x", "-1", "9" * 30, "%00"])
def test_one_that_there_is_not(cast, log_in, frozen, number):
    assert log_in(cast.clerk).get(f"/dashboard/?snapshot={number}").status_code == 404


def test_only_the_own_rows_of_then(cast, log_in, frozen):
    page = read(log_in(cast.leader).get("/dashboard/?snapshot=1"))
    assert "22.2% 2/9 人" in page.text
    assert "柳城县" not in page.text
    client = log_in(cast.other_reporter)
    assert client.get(f"/dashboard/units/{cast.unit.pk}/?snapshot=1").status_code == 404


def test_its_cost(cast, log_in, frozen):
    client = log_in(cast.clerk)
    client.get("/dashboard/?snapshot=1")
    with query_count(8):
        client.get("/dashboard/?snapshot=1")
