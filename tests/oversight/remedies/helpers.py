"""Records of gaps are stored, opened and saved as a browser does it."""

from guidance.oversight.remedies.models import Remedy
from tests.pages import read

LEDGER = "/remedies/"


def record_url(village, gap="no_woman"):
    """Return the address where the record of this gap is read and saved."""
    return f"{LEDGER}{village.pk}/{gap}/"


def open_form(client, village, gap="no_woman"):
    """Return the fields of the record as the page shows them now."""
    return read(client.get(record_url(village, gap))).form(record_url(village, gap))


def post_record(client, village, data, gap="no_woman"):
    """Press 保存 on a page that was opened before."""
    return client.post(record_url(village, gap), data)


def save_record(client, village, gap="no_woman", **typed):
    """Open the page, fill in the fields and press 保存."""
    return post_record(client, village, open_form(client, village, gap) | {"reason": "示例原因"} | typed, gap)


def store_remedy(cast, village, gap="no_woman", **values):
    """Store a record."""
    return Remedy.objects.create(
        plan=cast.plan, village=village, gap=gap, version=1, **({"reason": "示例原因"} | values)
    )
