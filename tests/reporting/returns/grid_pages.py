"""The pages of a township's grid as a browser uses them: open, type, press 保存整表."""

from typing import Any

from guidance.reference.places.models import Township, Village
from guidance.reporting.returns.models import VillageReturn
from tests.pages import read


def address(township: Township, stage: str = "elected") -> str:
    """The address of the grid of this stage."""
    return f"/returns/townships/{township.pk}/?stage={stage}"


def row_fields(village: Village, **texts: str) -> dict[str, str]:
    """Fields of one village: row(village, people="5", women="2", director="woman")."""
    return {f"village-{village.pk}-{name}": text for name, text in texts.items()}


def complete_row(village: Village, **changes: str) -> dict[str, str]:
    """Fields of a village that reports everything: five people, two of them women."""
    texts = {
        "people": "5",
        "women": "2",
        "director": "woman",
        "chair_in_two_committees": "yes",
        "chair_full_subsidy": "no",
    }
    return row_fields(village, **(texts | changes))


def open_grid(client: Any, township: Township, stage: str = "elected") -> dict[str, Any]:
    """The fields of the grid, read from the page now."""
    return read(client.get(address(township, stage))).form(f"?stage={stage}")


def post_grid(client: Any, township: Township, data: dict[str, Any], stage: str = "elected") -> Any:
    """Press 保存整表 on a page opened before."""
    return client.post(address(township, stage), data)


def save_grid(client: Any, township: Township, typed: dict[str, str], stage: str = "elected") -> Any:
    """Open the grid, type, press 保存整表."""
    return post_grid(client, township, open_grid(client, township, stage) | typed, stage)


def form_fields(response: Any, stage: str = "elected") -> dict[str, Any]:
    """The fields of the grid on the page of this response."""
    return read(response).form(f"?stage={stage}")


def stored_figures(village: Village, stage: str = "elected") -> tuple[Any, ...]:
    """People, women, directors, women directors, chair, subsidy as they are stored."""
    village_return = VillageReturn.objects.get(village=village, stage=stage)
    return (
        village_return.people,
        village_return.women,
        village_return.director_people,
        village_return.director_women,
        village_return.chair_in_two_committees,
        village_return.chair_full_subsidy,
    )
