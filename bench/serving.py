"""Requests a second of /dashboard/ against a plain page of Django, by the server as `serve` starts it."""

import http.client
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings

from bench.clients import logged_in_client
from bench.figures import check_limit
from guidance.management.commands.serve import GRANIAN

HOST = "127.0.0.1"
CLIENTS = 4
ROUNDS = 5
SECONDS = 4.0  # of one round of one page
WARM_UP = 20  # requests of each page, so that both processes have read its templates
PAGES = ("/table/", "/dashboard/")


def report() -> bool:
    """Print the figures; answer whether they are within their limits."""
    cookie = logged_in_client("staff").cookies[settings.SESSION_COOKIE_NAME].value
    with running_server() as port:
        for page in PAGES:
            requests_a_second(port, page, cookie, requests=WARM_UP)
        rounds = [[requests_a_second(port, page, cookie) for page in PAGES] for _ in range(ROUNDS)]
    plain, dashboard = (statistics.median(rates) for rates in zip(*rounds, strict=True))
    print(f"requests a second of {CLIENTS} clients: plain table {plain:.1f}, /dashboard/ {dashboard:.1f}")
    return check_limit(
        "/dashboard/ requests a second, of the plain table's", round(dashboard / plain, 2), 0.5, at_least=True
    )


@contextmanager
def running_server() -> Iterator[int]:
    """The port of a running server."""
    with socket.create_server((HOST, 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", *GRANIAN, "--host", HOST, "--port", str(port)]
    server = subprocess.Popen([*command, "bench.wsgi:application"], cwd=settings.BASE_DIR)
    try:
        wait_for_server(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def wait_for_server(port: int, seconds: float = 30) -> None:
    """Wait until the server answers; stop after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with socket.create_connection((HOST, port), 1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("granian did not start")


def requests_a_second(port: int, page: str, cookie: str, requests: int | None = None) -> float:
    """Requests a second over SECONDS, or over a number of `requests` of each client."""
    end = time.monotonic() + SECONDS
    with ThreadPoolExecutor(CLIENTS) as clients:
        start = time.perf_counter()
        futures = [clients.submit(request_pages, port, page, cookie, end, requests) for _ in range(CLIENTS)]
        pages = sum(future.result() for future in futures)
    return pages / (time.perf_counter() - start)


def request_pages(port: int, page: str, cookie: str, end: float, requests: int | None) -> int:
    """One client on one connection: how many pages it got."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    count = 0
    while count < requests if requests else time.monotonic() < end:
        connection.request("GET", page, headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"{page} answered {response.status}")
        count += 1
    connection.close()
    return count
