"""Starts and stops the site exactly as a user does: `manage.py serve` in a process of its own."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[1]
PASSWORD = "Demo-2021-fulian"
READY_WITHIN_SECONDS = 180  # loads a whole city of demonstration data on a busy machine
STOP_WITHIN_SECONDS = 20


@dataclass(frozen=True)
class Site:
    """A running site: where it is, what opens its demonstration accounts, where it keeps its data."""

    url: str
    password: str
    var: Path


@contextmanager
def running_site(var: Path, **environment: str) -> Iterator[Site]:
    """Serve from the data folder `var` for as long as the block lasts."""
    port = free_port()
    site = Site(f"http://127.0.0.1:{port}", PASSWORD, var)
    log = var / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=BASE_DIR,
            env=server_environment(var, port) | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # one group, so that granian's workers end with it
        )
    try:
        wait_until_ready(process, site.url, log)
        yield site
    finally:
        stop(process)


def demonstration_data() -> Path:
    """The data folder that a first start leaves, made once for all workers of a run; copy it before use."""
    cache = Path(os.environ["TEST_CACHE"])
    folder, ready = cache / "demonstration", cache / "ready"
    folder.mkdir(parents=True, exist_ok=True)
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            with running_site(folder):
                pass
            ready.touch()
    return folder


def copy_demonstration(folder: Path) -> Path:
    """A data folder of one's own with the demonstration in it."""
    return Path(shutil.copytree(demonstration_data(), folder, dirs_exist_ok=True))


def server_environment(var: Path, port: int) -> dict[str, str]:
    """A demonstration of its own, whatever this shell has set for another."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "HOST")}
    return inherited | {
        "VAR_DIR": str(var),
        "PORT": str(port),
        "DEMO_PASSWORD": PASSWORD,
        "GUIDANCE_TODAY": "2021-02-05",
    }


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_ready(process: subprocess.Popen, url: str, log: Path) -> None:
    """Return once /healthz answers 200; fail with the server's own words otherwise."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if is_healthy(url):
            return
        time.sleep(0.2)
    raise RuntimeError(f"The site did not start. It said:\n{log.read_text()[-4000:]}")


def is_healthy(url: str) -> bool:
    """Whether /healthz answers 200 just now."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def stop(process: subprocess.Popen) -> None:
    """End the server and all it started."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        try:
            process.wait(STOP_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            continue
