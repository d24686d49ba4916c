"""The rules of the house (docs/architecture.md), kept by a machine so that nobody has to remember them.

That every address declares its roles is kept by tests/test_access.py, the query counts of list pages
by the tests of each area.
"""

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

ROOT = Path(settings.BASE_DIR)
GUIDANCE = ROOT / "guidance"
WINGS = ("core", "office", "reference", "reporting", "oversight", "outputs")
OURS = ("bench", "guidance", "liuzhou_fulian", "scripts", "tests")
PURE = ("guidance", "chinese_calendar", "PIL")  # a table of public holidays; fonts that measure text
FILE_LIMIT, FUNCTION_LIMIT, TEMPLATE_LIMIT = 400, 40, 200

Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*folders: str) -> list[Path]:
    """Return every Python file that people write; Django writes the migrations."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in paths if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def module_of(path: Path) -> str:
    """Return guidance/reference/places/models.py as guidance.reference.places.models."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def name_of(path: Path) -> str:
    """Return the path as a message shows it."""
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Return every module that the file imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_it_finds_the_files():
    assert GUIDANCE / "core/access.py" in python_files("guidance")
    assert ROOT / "templates/guidance/base.html" in templates()
    assert "guidance.core.access.require_roles" in imports_of(GUIDANCE / "oversight/home/views.py")


# Rule 1: imports go down the floors. Rule 3: rules are pure.


def test_the_linter_finds_no_import_that_goes_up():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_the_linter_still_has_its_contracts():
    importlinter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]
    *layers, actions, pure = importlinter["contracts"]
    assert [layer["containers"] for layer in layers] == [
        ["guidance"],
        *([f"guidance.{wing}"] for wing in WINGS),
    ]
    for layer in layers:
        assert (layer["type"], layer["exhaustive"], layer.get("ignore_imports")) == ("layers", True, None)
    assert [layer.get("exhaustive_ignores") for layer in layers] == [["migrations"], *[None] * len(WINGS)]
    assert (pure["source_modules"][0], pure.get("ignore_imports")) == ("guidance.**.rules", None)
    assert "django" in pure["forbidden_modules"]
    assert (actions["source_modules"], actions.get("ignore_imports")) == (["guidance.**.actions"], None)
    assert actions["forbidden_modules"] == ["guidance.**.forms", "guidance.**.views"]


def says_it_is_pure(path: Path) -> bool:
    """Whether the module is named `rules` or its docstring says Pure."""
    docstring = ast.get_docstring(tree_of(path)) or ""
    return path.name == "rules.py" or bool(re.search(r"\bPure\b", docstring))


PURE_FILES = [path for path in python_files("guidance") if says_it_is_pure(path)]


def test_modules_that_say_they_are_pure_are_in_the_contract():
    assert len(PURE_FILES) > 40
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    listed = set(contracts["contracts"][-1]["source_modules"])
    assert {module_of(path) for path in PURE_FILES if path.name != "rules.py"} == listed - {
        "guidance.**.rules"
    }


@pytest.mark.parametrize("path", PURE_FILES, ids=name_of)
def test_pure_modules_import_nothing_but_python_choices_and_other_pure_modules(path):
    seen, to_read = set(), [path]
    while to_read:
        for name in imports_of(to_read.pop()):
            top = name.split(".")[0]
            assert top in sys.stdlib_module_names or top in PURE, f"{name} is not pure"
            module = (ROOT / name.replace(".", "/")).with_suffix(".py")
            if not module.exists():  # a name in the module above
                module = module.parent.with_suffix(".py")
            if top == "guidance" and module.name != "choices.py" and module not in seen:
                seen.add(module)
                to_read.append(module)


@pytest.mark.parametrize("path", sorted(GUIDANCE.rglob("choices.py")), ids=name_of)
def test_choices_import_nothing_of_django_but_text_choices(path):
    assert set(imports_of(path)) == {"django.db.models.TextChoices"}


def test_only_urls_import_views():
    guilty = [
        f"{name_of(path)}: {name}"
        for path in python_files("guidance")
        if path.name != "urls.py"
        for name in imports_of(path)
        if re.match(r"guidance\.(.+\.)?views\b", name)
    ]
    assert guilty == []


# Rule 2: the manifests.


def test_every_model_stands_in_the_manifest():
    manifest = importlib.import_module("guidance.models")
    files = [path for path in python_files("guidance") if path.parent != GUIDANCE]  # also beside models.py
    assert len(files) > 50
    defined = {
        name
        for path in files
        for name, kind in vars(importlib.import_module(module_of(path))).items()
        if inspect.isclass(kind)
        and kind.__module__ == module_of(path)
        and issubclass(kind, models.Model)
        and not kind._meta.abstract
        and not name.startswith("Historical")
    }
    assert set(manifest.__all__) == defined
    assert {kind.__name__ for kind in apps.get_app_config("guidance").get_models()} >= defined


def test_every_admin_stands_in_the_manifest():
    imported = set(imports_of(GUIDANCE / "admin.py"))
    assert imported == {
        module_of(path) for path in GUIDANCE.rglob("*/admin.py") if "register(" in path.read_text()
    }


def test_no_area_is_an_app_of_its_own():
    assert [app for app in settings.INSTALLED_APPS if app.startswith("guidance")] == ["guidance"]


def test_models_are_imported_from_their_area():
    guilty = [
        name_of(path)
        for path in python_files(*OURS)
        if any(f"{name}.".startswith("guidance.models.") for name in imports_of(path))
    ]
    assert guilty == []


# Rule 4: migrations.


@pytest.mark.django_db
def test_no_migration_is_missing(settings):
    settings.MIGRATION_MODULES = {}  # pytest's --no-migrations hides them
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# Rule 7: sizes.


def test_no_file_is_longer_than_400_lines():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files(*OURS)}
    assert {name: length for name, length in lengths.items() if length > FILE_LIMIT} == {}


def functions_of(path: Path) -> Iterator[Function]:
    """Return every function and method of a file."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{name_of(path)} {function.name}": length
        for path in python_files("bench", "guidance", "liuzhou_fulian", "scripts")
        for function in functions_of(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LIMIT
    }
    assert long == {}


def test_no_template_is_longer_than_200_lines():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in templates()}
    assert {name: length for name, length in lengths.items() if length > TEMPLATE_LIMIT} == {}


# Access and history.


def test_views_ask_for_the_rows_of_the_user():
    guilty = [
        f"{name_of(path)}:{node.lineno}"
        for path in GUIDANCE.rglob("views.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "all" and _is_manager(node.value)
    ]
    assert guilty == []


def _is_manager(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")


# What a grant of a role names, and an account for each role.
NAME_SINGLE_ROLES = {"guidance/reference/accounts/models.py", "guidance/demonstration/accounts.py"}


def test_only_access_names_single_roles():
    """Elsewhere a group of core/access.py says who may, so that a new role is entered there alone."""
    naming = {
        name_of(path)
        for path in python_files("guidance")
        if "guidance.core.access.Role" in imports_of(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Role"
    }
    assert naming == NAME_SINGLE_ROLES


# The one exception writes the history itself, a statement a batch: an import brings tens of thousands of
# rows. tests/reporting/returns/test_bulk.py compares every column of it.
WRITES_ITS_OWN_HISTORY = {"guidance/reporting/returns/bulk.py": ["bulk_create"]}


def test_nothing_is_written_past_the_history():
    """These writers of a QuerySet leave no trail; `bulk_create_with_history` does. Dicts are joined by |=."""
    past_it = ("update", "bulk_create", "bulk_update")
    guilty: dict[str, list[str]] = {}
    for path in python_files("guidance"):
        for node in ast.walk(tree_of(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in past_it:
                guilty.setdefault(name_of(path), []).append(called.attr)
    assert guilty == WRITES_ITS_OWN_HISTORY


# Words.

# Django gives these names and says what they do.
NAMES_OF_DJANGO = {"Meta", "handle", "natural_key", "process_exception"}


def undocumented(body: list[ast.stmt], inside: str = "") -> Iterator[str]:
    """Yield public classes, functions and methods without a docstring."""
    for node in body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_"):
            continue
        if node.name not in NAMES_OF_DJANGO and not ast.get_docstring(node):
            yield f"{inside}{node.name}"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(node.body, f"{inside}{node.name}.")


def test_every_public_part_of_a_pure_module_states_its_contract():
    missing = {name_of(path): list(undocumented(tree_of(path).body)) for path in PURE_FILES}
    assert {name: parts for name, parts in missing.items() if parts} == {}


def test_every_module_says_what_it_is():
    files = [path for path in python_files("guidance", "liuzhou_fulian") if path.stat().st_size]
    assert [name_of(path) for path in files if not ast.get_docstring(tree_of(path))] == []


def test_every_constraint_tells_in_chinese_what_it_forbids():
    ours = [model for model in apps.get_app_config("guidance").get_models() if not model._meta.proxy]
    messages = {
        constraint.name: constraint.get_violation_error_message()
        for model in ours
        for constraint in model._meta.constraints
    }
    assert len(messages) > 30
    assert [name for name, message in messages.items() if not re.search("[一-龥].*。$", message)] == []


# The strict Content-Security-Policy, and nothing from outside.

INLINE = {
    "inline style": r"<[^>]*\sstyle\s*=",
    "inline handler": r"<[^>]*\son[a-z]+\s*=",
    "inline script": r"<script(?![^>]*\ssrc=)",
    "style element": r"<style",
    "javascript: address": r"javascript:",
}


@pytest.mark.parametrize("fault", INLINE)
def test_templates_hold_nothing_that_the_csp_refuses(fault):
    pattern = re.compile(INLINE[fault], re.IGNORECASE)
    assert [name_of(path) for path in templates() if pattern.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("inline style", '<p class="a" style="color: red">'),
        ("inline handler", "<a href='#' onclick='go()'>"),
        ("inline script", "<script>go()</script>"),
        ("style element", "<style>p {}</style>"),
        ("javascript: address", '<a href="javascript:go()">'),
    ],
)
def test_each_pattern_finds_its_fault(fault, text):
    assert re.search(INLINE[fault], text)


def test_no_address_outside_the_site():
    ours = [*templates(), *(path for path in (ROOT / "static").rglob("*") if path.is_file())]
    assert len(ours) > 20
    outside = {
        name_of(path): addresses
        for path in ours
        if (addresses := set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\"'\s)]*", path.read_text())))
        - {"http://www.w3.org/2000/svg"}
    }
    assert outside == {}
