"""The formats of templates."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """The format of a template's file."""

    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
