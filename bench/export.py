"""The export of a whole country: rows a second, and the memory that it takes."""

import resource
import sys
import time

from bench.clients import get, logged_in_client
from bench.figures import check_limit
from guidance.reference.places.models import Village

ADDRESS = "/dashboard/villages/export.csv"
# What ru_maxrss counts in.
MEGABYTE = 1024 * 1024 if sys.platform == "darwin" else 1024


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    villages = Village.objects.count()
    before, start = peak(), time.perf_counter()
    early, lines = 0.0, 0
    for piece in get(logged_in_client("staff"), ADDRESS).streaming_content:
        lines += piece.count(b"\n")
        if not early and lines > villages / 10:
            early = peak()
    seconds = time.perf_counter() - start
    if lines != villages + 1:
        raise SystemExit(f"{lines} lines for {villages} villages")
    print(f"{villages} rows in {seconds:.1f} s: {villages / seconds:.0f} a second")
    print(f"peak memory in MB: {before:.0f} before, {early:.0f} after a tenth, {peak():.0f} at the end")
    return check_limit("export.csv of the country MB of growth after a tenth", round(peak() - early), 60)


def peak() -> float:
    """The most memory in megabytes that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
