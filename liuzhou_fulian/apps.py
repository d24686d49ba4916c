"""Which administration site the project runs."""

from django.contrib.admin.apps import AdminConfig


class GuidanceAdminConfig(AdminConfig):
    """Django's administration with our own site as the default one."""

    default_site = "guidance.core.admin.site.GuidanceAdminSite"
