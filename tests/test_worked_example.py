"""docs/worked-example.md is entered through the product and found again on page, export and snapshot."""

import csv
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings

from guidance.oversight.snapshots.actions import freeze_figures
from guidance.reference.places.models import Village
from guidance.reporting.returns.actions import ReturnEntry, save_returns
from guidance.reporting.returns.rules import Counts
from tests.pages import read

DOCUMENT = Path(settings.BASE_DIR) / "docs/worked-example.md"
TYPES = {"villagers": "villagers", "residents": "residents"}
ANSWERS = {"女": True, "男": False, "是": True, "否": False, "—": None}


def table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading, without its head."""
    section = DOCUMENT.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def parse_members(text: str) -> dict[str, int]:
    """Parse 5: 6/2 or 6/2."""
    match = re.fullmatch(r"(?:(\d+): )?(\d+)/(\d+)", text)
    if not match:
        return {}
    seats, people, women = match.groups()
    return {"people": int(people), "women": int(women)} | ({"seats": int(seats)} if seats else {})


def parse_director(text: str) -> dict[str, int]:
    """Parse 女, 男, or 1 of 2."""
    if match := re.fullmatch(r"(\d) of (\d)", text):
        return {"director_women": int(match[1]), "director_people": int(match[2])}
    return {} if text == "—" else {"director_people": 1, "director_women": int(text == "女")}


@pytest.fixture
def unit(cast):
    """Return the unit of the document, in the place of the cast's."""
    Village.objects.filter(township=cast.township).delete()
    villages = {}
    for order, (name, kind, *_) in enumerate(table("What was reported")):
        villages[name] = Village.objects.create(
            township=cast.township, name=name, committee_type=TYPES[kind], sort_order=order
        )
    villages["示例四村"].merged_into = villages["示例一村"]
    villages["示例四村"].save()
    for name, _, *cells in table("What was reported"):
        store_returns(cast, villages[name], cells)
    return cast.unit


def store_returns(cast, village, cells):
    """Store the returns of one row by the action that the grid uses."""
    previous, first, nominated, second, elected, third, secretary, chair, subsidy = cells
    parties = {
        "secretary_woman": ANSWERS[secretary],
        "chair_in_two_committees": ANSWERS[chair],
        "chair_full_subsidy": ANSWERS[subsidy],
        "flag": "not_applicable" if elected == "不适用" else "confirmed",
    }
    stages = {
        "previous": Counts(**parse_members(previous), **parse_director(first)),
        "nominated": Counts(**parse_members(nominated), **parse_director(second)),
        "elected": Counts(**parse_members(elected), **parse_director(third), **parties),
    }
    for stage, counts in stages.items():
        save_returns(
            plan=cast.plan,
            township=cast.township,
            stage=stage,
            entries=[ReturnEntry(village, counts, 0)],
            by=cast.reporter,
        )


def page_rows(page, reading):
    """Return the cells of the three stages by label, as the page has them."""
    labels = [row[0] for row in table("What the page says")]
    return {row[0]: row for row in page.rows if row[0] in labels and len(row) == 8}


def check_page(cast, client, query, unit):
    """Check that the page in both readings says what the document says."""
    address = f"/dashboard/units/{unit.pk}/"
    elected = read(client.get(address, query))
    everything = read(client.get(address, query | {"reading": "all"}))
    for label, previous, candidates, least, likely, most, first, second, standing, short in table(
        "What the page says"
    ):
        row, other = page_rows(elected, "elected")[label], page_rows(everything, "all")[label]
        assert [row[1], row[2], row[6], other[6]] == [previous, candidates, first, second], label
        assert [cell.split()[0] for cell in row[3:6]] == [least, likely, most], label
        card = elected.text.split(f"{label} {standing}")[1][:60]
        assert (f"还差 {short} " in card) == (short != "0"), label
    assert "已报 3/5 个村（社区）" in elected.text
    assert "缺额1" in elected.text


def test_the_page(cast, log_in, unit):
    check_page(cast, log_in(cast.clerk), {}, unit)


def test_the_export(cast, log_in, unit):
    answer = log_in(cast.clerk).get("/dashboard/villages/export.csv", {"unit": unit.pk})
    rows = list(csv.DictReader(StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    villagers = [row for row in rows if row["委员会"] == "村民委员会"]
    people = sum(int(row["成员人数"] or 0) for row in villagers)
    women = sum(int(row["其中女性"] or 0) for row in villagers)
    assert f"{women}/{people}" == "3/8"
    assert f"{sum(row['主席进“两委”'] == '是' for row in rows)}/2" == "1/2"


def test_the_snapshot(cast, log_in, unit):
    snapshot = freeze_figures(plan=cast.plan, by=cast.clerk, title="示例定格")
    village = Village.objects.get(township=cast.township, name="示例三村")
    save_returns(
        plan=cast.plan,
        township=cast.township,
        stage="elected",
        entries=[ReturnEntry(village, Counts(people=7, women=0), 1)],
        by=cast.reporter,
        reason="示例原因",
    )
    check_page(cast, log_in(cast.clerk), {"snapshot": snapshot.number}, unit)
    assert "已报 4/5 个村（社区）" in read(log_in(cast.clerk).get(f"/dashboard/units/{unit.pk}/")).text
