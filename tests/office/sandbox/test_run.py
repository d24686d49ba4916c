"""A script runs in its own process, within its limits, and imports nothing from the working directory."""

import pytest

from guidance.office.sandbox.bootstrap import ContentTooLarge
from guidance.office.sandbox.run import ResourceLimitExceeded, ScriptFailed, run_script
from tests.office.uploads.samples import photo, plain_picture

BOUNDS = {"megabytes": 1024, "seconds": 30}


def rewrite(content, kind="JPEG", **bounds):
    return run_script("rewrite_picture", kind, "4000", content=content, **BOUNDS | bounds)


def test_output_of_the_script():
    assert rewrite(photo()).startswith(b"\xff\xd8\xff")


def test_content_too_large_carries_the_script_s_message():
    with pytest.raises(ContentTooLarge, match="超过6000万像素"):
        rewrite(plain_picture("PNG", (20_000, 20_000), "1"), "PNG")


def test_broken_content():
    with pytest.raises(ScriptFailed):
        rewrite(b"\xff\xd8\xff")


def test_time_limit():
    with pytest.raises(ResourceLimitExceeded):
        rewrite(photo(), seconds=0.001)


def test_processor_limit_ends_the_script_by_itself(monkeypatch):
    monkeypatch.setattr("guidance.office.sandbox.run.ceil", lambda seconds: 0)
    with pytest.raises(ResourceLimitExceeded):
        rewrite(plain_picture("PNG", (7000, 7000)), "PNG")


def test_memory_limit():
    with pytest.raises((ScriptFailed, ResourceLimitExceeded)):
        rewrite(plain_picture("PNG", (7000, 7000)), "PNG", megabytes=150)
    assert rewrite(plain_picture("PNG", (7000, 7000)), "PNG")


def test_nothing_is_imported_from_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "PIL.py").write_text("raise SystemExit(7)")
    (tmp_path / "guidance.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert rewrite(photo())
