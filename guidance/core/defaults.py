"""Defaults of columns. Migrations quote them by path: do not move or rename them."""

import secrets


def empty_list() -> list[str]:
    """Default of list-valued JSON columns."""
    return []


def empty_dict() -> dict[str, object]:
    """Default of map-valued JSON columns."""
    return {}


def hearing_methods() -> list[str]:
    """Default of Plan.hearing_methods: what counts as a hearing unless the plan says otherwise."""
    return ["hearing"]


def visit_methods() -> list[str]:
    """Default of Plan.visit_methods."""
    return ["field_visit"]


def observation_methods() -> list[str]:
    """Default of Plan.observation_methods."""
    return ["observation"]


def call_methods() -> list[str]:
    """Default of Plan.call_methods."""
    return ["official_call"]


def feed_token() -> str:
    """Default of FeedToken.token: 256 bits nobody can guess."""
    return secrets.token_urlsafe(32)
