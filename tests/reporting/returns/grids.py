"""Filling in a township's grid as a browser does: open it, type, press 保存整表."""

from typing import Any

from guidance.reference.places.models import Township, Village
from guidance.reporting.returns.models import VillageReturn
from tests.pages import read


def address(township: Township, stage: str = "elected") -> str:
    """Where the grid of this stage is read and saved."""
    return f"/returns/townships/{township.pk}/?stage={stage}"


def row(village: Village, **texts: str) -> dict[str, str]:
    """Fields of one village: row(village, people="5", women="2", director="woman")."""
    return {f"village-{village.pk}-{name}": text for name, text in texts.items()}


def full(village: Village, **changes: str) -> dict[str, str]:
    """A village that has reported everything: five people, two of them women."""
    texts = {
        "people": "5",
        "women": "2",
        "director": "woman",
        "chair_in_two_committees": "yes",
        "chair_full_subsidy": "no",
    }
    return row(village, **(texts | changes))


def open_grid(client: Any, township: Township, stage: str = "elected") -> dict[str, Any]:
    """The fields of the grid as the page shows them now."""
    return read(client.get(address(township, stage))).form(f"?stage={stage}")


def send(client: Any, township: Township, data: dict[str, Any], stage: str = "elected") -> Any:
    """Press 保存整表 on a page opened before."""
    return client.post(address(township, stage), data, follow=True)


def save(client: Any, township: Township, typed: dict[str, str], stage: str = "elected") -> Any:
    """Open the grid, type, press 保存整表."""
    return send(client, township, open_grid(client, township, stage) | typed, stage)


def typed_in(response: Any, stage: str = "elected") -> dict[str, Any]:
    """What stands in the fields of the page that came back."""
    return read(response).form(f"?stage={stage}")


def stored(village: Village, stage: str = "elected") -> tuple[Any, ...]:
    """People, women, directors, women directors, chair, subsidy as they are stored."""
    found = VillageReturn.objects.get(village=village, stage=stage)
    return (
        *(found.people, found.women, found.director_people, found.director_women),
        *(found.chair_in_two_committees, found.chair_full_subsidy),
    )
