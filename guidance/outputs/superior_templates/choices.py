"""Files a template can be."""

from django.db.models import TextChoices


class FileKind(TextChoices):
    """What a template is."""

    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
