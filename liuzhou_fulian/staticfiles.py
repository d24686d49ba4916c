"""Static files: the few we serve out of node_modules, and how all of them are collected."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder, get_finders
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django_manifeststaticfiles_enhanced.storage import EnhancedManifestStaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

NODE_MODULES = settings.BASE_DIR / "node_modules"
NPM_FILES = {
    "bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "icons/bootstrap-icons.min.css": "bootstrap-icons/font/bootstrap-icons.min.css",
    "icons/fonts/bootstrap-icons.woff2": "bootstrap-icons/font/fonts/bootstrap-icons.woff2",
    "icons/fonts/bootstrap-icons.woff": "bootstrap-icons/font/fonts/bootstrap-icons.woff",
    # Bar, line and scatter, tooltip and ARIA, without maps: 30 % smaller than the whole.
    "echarts/echarts.common.min.js": "echarts/dist/echarts.common.min.js",
}


class NpmStorage(FileSystemStorage):
    """The files of NPM_FILES under their static names, wherever npm put them."""

    def path(self, name: str) -> str:
        return str(NODE_MODULES / NPM_FILES[name])


class NpmFinder(BaseFinder):
    """Finds the files of NPM_FILES and nothing else, so that no package is served whole."""

    storage = NpmStorage()

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """One error naming the packages' files that are not installed."""
        missing = [path for path in NPM_FILES.values() if not (NODE_MODULES / path).is_file()]
        if not missing:
            return []
        message = f"Missing in node_modules: {', '.join(missing)}"
        return [Error(message, hint="run `make run`, or `npm ci`", id="guidance.E001")]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind the static name `path`; [] where it is none of ours."""
        if path not in NPM_FILES:
            return []
        file_path = self.storage.path(path)
        return [file_path] if find_all else file_path

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, NpmStorage]]:
        """Every static name with the storage to open it in."""
        for name in NPM_FILES:
            yield name, self.storage


class ManifestStorage(CompressedManifestStaticFilesStorage, EnhancedManifestStaticFilesStorage):
    """Hashed and compressed files; modules import each other by their hashed names.

    References to source maps are left alone: the maps are not shipped.
    """

    support_js_module_import_aggregation = True
    patterns = tuple(
        (extension, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for extension, rules in EnhancedManifestStaticFilesStorage.patterns
    )


def collect_when_changed() -> bool:
    """Run collectstatic if a source file has changed since the last time; return whether it ran."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """A hash over name, size and time of every source file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
