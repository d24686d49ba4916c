"""The paper of an address, by who asks for it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from guidance.reporting.attachments.choices import Attachment
from guidance.reporting.attachments.models import ReadPaper


def find(request: HttpRequest, pk: int, kind: Attachment | None = None) -> ReadPaper:
    """The paper, where the user may see it and it is of this kind; else 404."""
    papers = ReadPaper.objects.visible_to(request.user).select_related("plan", "round__plan", "uploaded_by")
    paper: ReadPaper = get_object_or_404(papers, pk=pk)
    if kind is not None and paper.kind != kind:
        raise Http404
    return paper


def find_own(request: HttpRequest, pk: int, kind: Attachment | None = None) -> ReadPaper:
    """The same, to work on it: whoever uploaded it goes on with it."""
    paper = find(request, pk, kind)
    if not ReadPaper.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("这份文件由上传人处理。")
    return paper
