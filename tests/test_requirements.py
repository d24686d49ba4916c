"""Every package is pinned, and no file names the place it comes from."""

import json
import re
from importlib.metadata import distributions

import pytest

from tests.server import BASE_DIR

FILES = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "constraints.txt")


def pins(name):
    """Return the lines of a requirements file that name a package."""
    lines = (BASE_DIR / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def normalize(name):
    """Return a package's name as the registry compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_one_exact_version(name):
    assert pins(name)
    assert [line for line in pins(name) if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []


def test_everything_installed_is_pinned_to_what_is_installed():
    pinned = {normalize(line.split("==")[0]): line.split("==")[1] for name in FILES for line in pins(name)}
    installed = {normalize(distribution.name): distribution.version for distribution in distributions()}
    for tool in ("pip", "setuptools", "wheel"):
        installed.pop(tool, None)
    assert {name: version for name, version in installed.items() if pinned.get(name) != version} == {}


def test_npm_packages_are_exact_and_locked_without_addresses():
    package = json.loads((BASE_DIR / "package.json").read_text())
    lock = json.loads((BASE_DIR / "package-lock.json").read_text())
    dependencies = package["dependencies"] | package["devDependencies"]
    assert [version for version in dependencies.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    locked = {path: entry for path, entry in lock["packages"].items() if path}
    assert all(entry["integrity"] for entry in locked.values())
    assert not any("resolved" in entry for entry in locked.values())


@pytest.mark.parametrize("name", [*FILES, ".npmrc"])
def test_no_registry_is_named(name):
    assert "://" not in (BASE_DIR / name).read_text()
