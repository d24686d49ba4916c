"""Records of gaps, and filling one in as a browser does."""

from guidance.oversight.remedies.models import Remedy
from tests.pages import read

LEDGER = "/remedies/"


def address(village, gap="no_woman"):
    """Where the record of this gap is read and saved."""
    return f"{LEDGER}{village.pk}/{gap}/"


def open_form(client, village, gap="no_woman"):
    """The fields of the record as the page shows them now."""
    return read(client.get(address(village, gap))).form(address(village, gap))


def send(client, village, data, gap="no_woman"):
    """Press 保存 on a page opened before."""
    return client.post(address(village, gap), data, follow=True)


def save(client, village, gap="no_woman", **typed):
    """Open the page, type, press 保存."""
    return send(client, village, open_form(client, village, gap) | {"reason": "示例原因"} | typed, gap)


def keep(cast, village, gap="no_woman", **values):
    """A record that is there already."""
    return Remedy.objects.create(
        plan=cast.plan, village=village, gap=gap, version=1, **({"reason": "示例原因"} | values)
    )
