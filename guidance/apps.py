"""The one app of the project."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Its name as the administration shows it."""

    name = "guidance"
    verbose_name = "换届联系指导"
