"""The page 逐村填报 as a browser uses it (open, type, save), and the rows stored by it."""

from datetime import date
from typing import Any

from guidance.reporting.schedules.models import ScheduleLine, VillageMeeting
from tests.pages import read
from tests.reporting.schedules.sheet_pages import address, stored_return


def page_address(township: Any) -> str:
    """The address of the township's page."""
    return f"/schedules/villages/{township.pk}/"


def meeting_fields(cast: Any, number: int, **texts: str) -> dict[str, str]:
    """Fields of the cast's village `number`: days(cast, 1, party="2.5", party_kind="actual")."""
    return {f"village-{cast.villages[number - 1].pk}-{column}": text for column, text in texts.items()}


def open_villages(client: Any, cast: Any) -> dict[str, Any]:
    """The fields of the township's form, read from the page now."""
    return read(client.get(page_address(cast.township))).form(page_address(cast.township))


def save_villages(client: Any, cast: Any, *typed: dict[str, str]) -> Any:
    """Open the page, type, press 保存整表, follow the redirect."""
    data = open_villages(client, cast)
    for fields in typed:
        data |= fields
    return client.post(page_address(cast.township), data)


def stored_meetings(cast: Any) -> dict[tuple[str, str], tuple[date, str]]:
    """Day and kind by village and column."""
    rows = VillageMeeting.objects.filter(plan=cast.plan).select_related("village")
    return {(row.village.name, row.column): (row.held_on, row.kind) for row in rows}


def schedule_line(cast: Any, *, number: int = 2) -> ScheduleLine:
    """The township's row of the unit's sheet."""
    return ScheduleLine.objects.get(
        schedule_return=stored_return(cast.unit, number=number), township=cast.township
    )


def first_meeting_cell(client: Any, cast: Any) -> str:
    """The cell of the first meeting as the unit's sheet shows it."""
    return read(client.get(address(cast.unit))).row("融安县桥板乡")[2]
