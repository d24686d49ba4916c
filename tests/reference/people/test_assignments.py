"""/assignments/ shows Attachment 1 and the groups."""

import pytest

from guidance.reference.people.models import GuidanceGroup, Link, TownshipLiaison
from tests.pages import query_count, read

ADDRESS = "/assignments/"


@pytest.fixture
def open_page(cast, log_in):
    return lambda user: read(log_in(user).get(ADDRESS))


def printed_rows(page):
    """Return number and township of each row, in whatever column the merged cells leave them."""
    return [(row[0], row[3] if len(row) == 5 else row[1]) for row in page.rows[1:]]


def test_it_works(cast, open_page):
    rows = printed_rows(open_page(cast.clerk))
    assert rows[0] == ("1", "融安县桥板乡")
    assert rows[13] == ("14", "阳和工业新区阳和街道")
    assert rows[17] == ("18", "柳东新区雒容镇")
    assert len(rows) == 18


def test_a_leader_stands_once_beside_all_her_townships(cast, open_page):
    spans = [row[1] for row in open_page(cast.clerk).spans[1:] if len(row) == 5]
    assert spans == [6, 3, 5, 4]


def test_groups_name_their_units_in_the_notices_order(cast, open_page):
    text = open_page(cast.clerk).text
    assert "融安县、融水县、柳江区" in text
    assert "柳南区、城中区、柳东新区" in text  # the attachments begin with 城中区


def test_staff_can_call_and_readers_see_masked_numbers(cast, open_page):
    liaison = TownshipLiaison.objects.get(township=cast.township)
    assert liaison.phone in open_page(cast.clerk).text
    text = open_page(cast.viewer).text
    assert liaison.phone not in text
    assert f"{liaison.phone[:3]}****{liaison.phone[-4:]}" in text


def test_a_replaced_liaison_leaves_a_hole_not_an_error(cast, open_page):
    TownshipLiaison.objects.get(township=cast.township).delete()
    assert "未登记" in open_page(cast.clerk).row("融安县桥板乡")[4]


@pytest.mark.parametrize(
    ("username", "numbers"),
    [
        ("leader", ["1", "2", "3", "4", "5", "6"]),
        ("liaison", ["1", "2", "3", "4", "5", "6"]),
        ("reporter", ["1", "2"]),
        ("other_reporter", ["7"]),
        ("township_liaison", ["1"]),
    ],
)
def test_each_sees_the_rows_in_scope(cast, open_page, username, numbers):
    assert [number for number, _ in printed_rows(open_page(getattr(cast, username)))] == numbers


def test_a_link_that_has_ended_is_gone(cast, open_page):
    link = Link.objects.get(order=1)
    link.valid_to = "2021-02-04"
    link.save()
    assert printed_rows(open_page(cast.clerk))[0] == ("2", "融安县雅瑶乡")


def test_without_rows_it_says_so(cast, open_page):
    cast.plan.is_current = False
    cast.plan.save()
    assert "您的工作范围内没有联系指导乡镇（街道）" in open_page(cast.clerk).text


def test_the_cost_does_not_grow_with_the_rows(cast, log_in):
    clerk, reporter = 12, 12  # 18 rows and four groups; two rows and one group
    for user, queries in ((cast.clerk, clerk), (cast.reporter, reporter)):
        client = log_in(user)
        client.get(ADDRESS)
        with query_count(queries):
            client.get(ADDRESS)


def test_group_names(cast):
    assert [str(group) for group in GuidanceGroup.objects.all()] == [
        *("指导一组", "指导二组", "指导三组", "指导四组")
    ]
