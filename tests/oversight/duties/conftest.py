"""The demonstration, as the tests of its own load it."""

from tests.demonstration.conftest import loaded

__all__ = ["loaded"]
