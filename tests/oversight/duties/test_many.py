"""/duties/ asks as many queries for many townships as for few, and shows leaders page by page."""

import pytest

from bench import duties
from guidance.reporting.visits.models import VisitReport
from tests.pages import query_count, read

pytestmark = pytest.mark.postgres

FEW, MANY = 18, 200
LEADERS = 34  # three units each, of two townships on an average
QUERIES = {
    "/duties/": 14,
    "/duties/?state=overdue&page=2": 14,
    "/duties/?leader=1": 14,
    "/duties/export.csv": 14,
}


@pytest.mark.parametrize("rows", [FEW, MANY])
def test_the_database_is_asked_as_often_for_few_as_for_many(cast, log_in, rows):
    duties.make_duties(cast.plan, rows, cast.clerk)
    assert VisitReport.objects.count() == duties.REPORTS_A_TOWNSHIP * rows
    client = log_in(cast.clerk)
    client.get("/duties/")
    for address, number in QUERIES.items():
        client.get("/password/")  # a minute may have passed: it renews the session
        with query_count(number):
            assert client.get(address).status_code == 200
    if rows == MANY:
        check_pages(client)


def check_pages(client):
    """Ten leaders stand on a page, in their order; the sums are those of all."""
    first, second, last = (read(client.get("/duties/", {"page": number})) for number in (1, 2, 4))
    assert [len(shown_leaders(page)) for page in (first, second, last)] == [10, 10, LEADERS - 30]
    assert [shown_leaders(first)[0], shown_leaders(second)[0], shown_leaders(last)[-1]] == [1, 11, LEADERS]
    assert {done_hearings(page) for page in (first, second)} == {done_hearings(last)}
    assert f"共 {LEADERS} 位领导，每页 10 位；合计是全部各页的。" in last.text


def shown_leaders(page):
    """Return the numbers of the leaders whose cards the page shows."""
    return [
        int(card.split()[0])
        for card in page.text.split("只看逾期")[-1].split("示例领导")[1:]
        if "示例职务" in card
    ]


def done_hearings(page):
    """Return the number of hearings that the page shows as done."""
    return page.text.split("听取汇报 ", 1)[1].split("/")[0]
