"""/duties/ of many townships: as many queries as for few, and pages of leaders."""

import pytest

from bench import duties
from guidance.visits.models import VisitReport
from tests.pages import query_count, read

FEW, MANY = 18, 2_000
LEADERS = 334  # three units each, of two townships on an average
QUERIES = {
    "/duties/": 14,
    "/duties/?state=overdue&page=7": 14,
    "/duties/?leader=1": 14,
    "/duties/export.csv": 14,
}


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_the_database_is_asked_as_often_for_few_as_for_many(cast, log_in, rows):
    duties.make(cast.plan, rows, cast.clerk)
    assert VisitReport.objects.count() == duties.OF_EACH * rows
    client = log_in(cast.clerk)
    client.get("/duties/")
    for address, number in QUERIES.items():
        with query_count(number):
            assert client.get(address).status_code == 200
    if rows == MANY:
        pages_of_many(client)


def pages_of_many(client):
    """Ten leaders a page, all of them once; the sums are those of all."""
    names = []
    for number in range(1, 35):
        page = read(client.get("/duties/", {"page": number}))
        names += [word for word in page.text.split() if word.startswith("示例领导")]
        assert f"听取汇报 {sums(page)}/6000" in page.text
    shown = [name for name in names if name.removeprefix("示例领导").isdecimal()]
    assert len(set(shown)) == LEADERS
    assert f"共 {LEADERS} 位领导，每页 10 位；合计是全部各页的。" in page.text


def sums(page):
    """The hearings that are done, as the page tells them."""
    return page.text.split("听取汇报 ", 1)[1].split("/")[0]
