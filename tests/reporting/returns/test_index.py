"""/returns/: townships under their units, each with how many of its villages have reported."""

import pytest

from guidance.reference.places.models import Township, Village
from tests.pages import query_count, read
from tests.reporting.returns.grid_pages import complete_row, row_fields, save_grid


@pytest.fixture
def index(log_in):
    """index(user) reads the page as this user."""
    return lambda user: read(log_in(user).get("/returns/"))


def test_it_works(cast, log_in, index):
    typed = complete_row(cast.villages[0]) | row_fields(cast.villages[1], chair_in_two_committees="yes")
    save_grid(log_in(cast.reporter), cast.township, typed)
    page = index(cast.reporter)
    assert "桥板乡 已报 1/3" in page.text
    assert "雅瑶乡 已报 0/0" in page.text
    assert f"/returns/townships/{cast.township.pk}/" in page.links


def test_other_stages_are_not_counted(cast, log_in, index):
    client = log_in(cast.reporter)
    for stage in ("previous", "nominated"):
        typed = row_fields(cast.villages[0], people="5", women="1")
        save_grid(client, cast.township, typed, stage)
    assert "桥板乡 已报 0/3" in index(cast.reporter).text


def test_the_units_come_in_the_attachments_order(cast, index):
    text = index(cast.clerk).text
    units = ["融安县", "融水县", "柳江区", "柳城县", "鹿寨县", "鱼峰区", "三江县", "柳北区"]
    units += ["北部生态新区（阳和工业新区）", "城中区", "柳南区", "柳东新区"]
    places = [text.index(f" {unit} ") for unit in units]
    assert places == sorted(places)


class TestScope:
    @pytest.mark.parametrize(
        ("who", "count"),
        [
            *(("clerk", 18), ("viewer", 18), ("leader", 6), ("liaison", 6), ("other_leader", 3)),
            *(("reporter", 2), ("township_liaison", 1)),
        ],
    )
    def test_who_sees_how_many_townships(self, cast, index, who, count):
        links = [address for address in index(getattr(cast, who)).links if "townships" in address]
        assert len(links) == count


def test_it_costs_the_same_for_one_township_and_for_many(cast, log_in):
    client = log_in(cast.clerk)
    others = Township.objects.exclude(pk=cast.township.pk)
    client.get("/returns/")
    with query_count(6):
        client.get("/returns/")
    Village.objects.bulk_create(
        Village(township=township, name=f"示例{number}", committee_type="villagers")
        for township in others
        for number in range(3)
    )
    Township.objects.bulk_create(
        Township(unit=cast.unit, name=f"示例{number}乡", official_name="示例乡", code=f"99900010{number}")
        for number in range(3)
    )
    with query_count(6):
        client.get("/returns/")
