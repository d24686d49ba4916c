"""The paper of an address, by who asks for it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from guidance.core.access import User
from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import ReadPaper


def get_paper(user: User, pk: int, kind: Attachment | None = None) -> ReadPaper:
    """The paper, where the user may see it and it is of this kind; else 404."""
    papers = ReadPaper.objects.visible_to(user).select_related("plan", "round__plan", "uploaded_by")
    paper: ReadPaper = get_object_or_404(papers, pk=pk)
    if kind is not None and paper.kind != kind:
        raise Http404
    return paper


def get_own_paper(user: User, pk: int, kind: Attachment | None = None) -> ReadPaper:
    """The paper, to work on it. Raises PermissionDenied for everyone but its uploader."""
    paper = get_paper(user, pk, kind)
    if not ReadPaper.objects.editable_by(user).filter(pk=pk).exists():
        raise PermissionDenied("这份文件由上传人处理。")
    return paper
