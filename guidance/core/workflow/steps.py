"""Pages offer the steps of a paper, and take them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from guidance.core.records import Refused
from guidance.core.workflow.choices import Status
from guidance.core.workflow.forms import ReturnForm, VersionForm
from guidance.core.workflow.models import Paper


@dataclass(frozen=True)
class StepUrls:
    """Addresses of the steps that a user may take on a paper now; "" where not."""

    withdraw: str = ""
    accept: str = ""
    return_: str = ""


def available_steps(paper: Paper | None, *, can_send: bool, can_review: bool, urls: StepUrls) -> StepUrls:
    """Those of `urls` that are open to a sender or a reviewer of `paper` in its present status."""
    if paper is None or not paper.is_sent:
        return StepUrls()
    submitted = paper.status == Status.SUBMITTED
    return StepUrls(
        withdraw=urls.withdraw if can_send and submitted else "",
        accept=urls.accept if can_review and submitted else "",
        return_=urls.return_ if can_review else "",
    )


def paper_context(paper: Paper | None, *, reason: str | None = None) -> dict[str, Any]:
    """Context that the page of every paper needs: its trail, and the forms of its steps.

    `reason` is what was typed into 退回 and could not be used; None where nothing was typed.
    """
    initial = {"version": paper.version} if paper else {}
    trail = list(paper.transitions.select_related("by")) if paper else []
    returns = [step for step in trail if step.to_status == Status.RETURNED]
    return {
        "paper": paper,
        "trail": trail,
        "last_return": returns[-1] if paper and paper.status == Status.RETURNED and returns else None,
        "version_form": VersionForm(initial=initial),
        "return_form": ReturnForm(initial=initial | ({} if reason is None else {"reason": reason})),
    }


def take_step(request: HttpRequest, paper: Paper, action: Callable[..., Any], success: str) -> bool:
    """Take one step at the version that was posted, and message the user. Returns whether it was taken."""
    form = VersionForm(request.POST)
    if form.is_valid():
        return _try_action(request, action, success, paper, version=form.cleaned_data["version"])
    messages.error(request, "没有执行：页面内容不完整，请刷新后重试。")
    return False


def take_return_step(
    request: HttpRequest, paper: Paper, action: Callable[..., Any], success: str, **details: Any
) -> str | None:
    """Return a paper (退回), as take_step. Returns the reason that was typed where it failed, else None."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有退回：" + " ".join(error_messages(form)))
    elif _try_action(request, action, success, paper, **form.cleaned_data, **details):
        return None
    return form.data.get("reason", "")


def error_messages(*invalid_forms: forms.BaseForm) -> list[str]:
    """Error messages of the forms, in their order."""
    return [str(text) for form in invalid_forms for errors in form.errors.values() for text in errors]


def _try_action(
    request: HttpRequest, action: Callable[..., Any], success: str, paper: Paper, **details: Any
) -> bool:
    try:
        action(paper, by=request.user, **details)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, success)
    return True
