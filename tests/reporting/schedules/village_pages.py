"""逐村填报 as a browser does it: open the page of the township, type, save; and what is stored then."""

from datetime import date
from typing import Any

from guidance.reporting.schedules.models import ScheduleLine, VillageMeeting
from tests.pages import read
from tests.reporting.schedules.sheets import address, paper_of


def page_of(township: Any) -> str:
    """The address of the township's page."""
    return f"/schedules/villages/{township.pk}/"


def days(cast: Any, number: int, **texts: str) -> dict[str, str]:
    """Fields of the cast's village `number`: days(cast, 1, party="2.5", party_kind="actual")."""
    return {f"village-{cast.villages[number - 1].pk}-{column}": text for column, text in texts.items()}


def open_villages(client: Any, cast: Any) -> dict[str, Any]:
    """The fields of the page as it shows them now."""
    return read(client.get(page_of(cast.township))).form(page_of(cast.township))


def enter(client: Any, cast: Any, *typed: dict[str, str]) -> Any:
    """Open the page, type, press 保存整表, follow where it leads."""
    data = open_villages(client, cast)
    for fields in typed:
        data |= fields
    return client.post(page_of(cast.township), data, follow=True)


def stored(cast: Any) -> dict[tuple[str, str], tuple[date, str]]:
    """Day and kind by village and column."""
    rows = VillageMeeting.objects.filter(plan=cast.plan).select_related("village")
    return {(row.village.name, row.column): (row.held_on, row.kind) for row in rows}


def line(cast: Any, *, number: int = 2) -> ScheduleLine:
    """The township's row of the unit's sheet."""
    return ScheduleLine.objects.get(
        schedule_return=paper_of(cast.unit, number=number), township=cast.township
    )


def shown(client: Any, cast: Any) -> str:
    """The cell of the first meeting as the unit's sheet shows it."""
    return read(client.get(address(cast.unit))).row("融安县桥板乡")[2]
