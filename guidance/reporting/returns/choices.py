"""Stages, sources and flags of a return."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """The moment that the figures describe."""

    PREVIOUS = "previous", "上届"
    NOMINATED = "nominated", "提名"
    ELECTED = "elected", "当选"


class DataSource(TextChoices):
    """Who counted. Two-committee data belong to the organisation department and civil affairs (A-31)."""

    SELF_REPORTED = "self_reported", "自报"
    ORGANIZATION_DEPARTMENT = "party_organization_department", "组织部"
    CIVIL_AFFAIRS = "civil_affairs_bureau", "民政局"


class Flag(TextChoices):
    """How reliable the figures are."""

    CONFIRMED = "confirmed", "确认"
    PROVISIONAL = "provisional", "暂报"
    CORRECTED = "corrected", "更正"
    NOT_APPLICABLE = "not_applicable", "不适用"
