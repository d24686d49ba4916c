"""Static files come from node_modules too, and are collected only after a change."""

import json
import posixpath
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import storages

from liuzhou_fulian import staticfiles

MANIFEST = {"staticfiles": {"BACKEND": "liuzhou_fulian.staticfiles.ManifestStorage"}}


@pytest.fixture
def collected(settings, tmp_path):
    """Return the folder into which the static files were collected."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = settings.STORAGES | MANIFEST
    assert staticfiles.collect_when_changed() is True
    return tmp_path / "static"


@pytest.mark.parametrize("name", staticfiles.NPM_FILES)
def test_each_listed_file_is_found(name):
    assert finders.find(name).startswith(str(staticfiles.NODE_MODULES))


def test_nothing_else_of_a_package_is_found():
    assert finders.find("bootstrap/bootstrap.min.css.map") is None
    assert finders.find("bootstrap/package.json") is None


def test_missing_packages_are_named_with_the_command_that_brings_them(monkeypatch, tmp_path):
    monkeypatch.setattr(staticfiles, "NODE_MODULES", tmp_path)
    (error,) = staticfiles.NpmFinder().check()
    assert "bootstrap/dist/css/bootstrap.min.css" in error.msg
    assert "make run" in error.hint


def test_the_icons_point_at_their_hashed_fonts(collected):
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    css = (collected / manifest["icons/bootstrap-icons.min.css"]).read_text()
    fonts = re.findall(r'url\("(fonts/[^?"]+)', css)
    assert len(fonts) == 2
    assert all((collected / "icons" / font).is_file() for font in fonts)
    assert storages["staticfiles"].url("icons/bootstrap-icons.min.css").count(".") == 3


def test_modules_import_each_other_by_their_hashed_names(collected):
    """Or a browser would hold on to an old module for as long as it keeps hashed files."""
    manifest = json.loads((collected / "staticfiles.json").read_text())["paths"]
    ours = {name: hashed for name, hashed in manifest.items() if re.fullmatch(r"guidance/.*\.js", name)}
    imports = [
        posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        for name, hashed in ours.items()
        for address in re.findall(r' from "(\.[^"]+)"', (collected / hashed).read_text())
    ]
    assert len(imports) > 20
    assert set(imports) <= set(ours.values())


def test_an_unchanged_tree_is_not_collected_again(collected):
    assert staticfiles.collect_when_changed() is False
    (collected / ".collected").write_text("another state")
    assert staticfiles.collect_when_changed() is True
