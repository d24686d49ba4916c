"""The steps of a paper as pages offer and take them."""

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
class Steps:
    """Addresses of the steps that the user may take on a paper now; empty where not."""

    withdraw: str = ""
    accept: str = ""
    return_: str = ""


def steps_of(paper: Paper | None, *, sends: bool, reviews: bool, addresses: Steps) -> Steps:
    """Of `addresses`, those open to a sender (`sends`) or reviewer of `paper` in its present status."""
    if paper is None or not paper.is_sent:
        return Steps()
    submitted = paper.status == Status.SUBMITTED
    return Steps(
        withdraw=addresses.withdraw if sends and submitted else "",
        accept=addresses.accept if reviews and submitted else "",
        return_=addresses.return_ if reviews else "",
    )


def paper_context(paper: Paper | None, *, reason: str | None = None) -> dict[str, Any]:
    """What the page of every paper shows below its words: its trail, and the forms of its steps.

    `reason` is what was typed into 退回 and could not be used, None where nothing was.
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


def take_step(request: HttpRequest, paper: Paper, action: Callable[..., Any], done: str) -> bool:
    """Take one step of `paper` at the version that was posted, and tell the user what came of it.

    Answers whether it was taken.
    """
    form = VersionForm(request.POST)
    if form.is_valid():
        return _try(request, action, done, paper, version=form.cleaned_data["version"])
    messages.error(request, "没有执行：页面内容不完整，请刷新后重试。")
    return False


def take_return(
    request: HttpRequest, paper: Paper, action: Callable[..., Any], done: str, **details: Any
) -> str | None:
    """退回: as take_step, with the reason that was typed; answers it where it was of no use, else None."""
    form = ReturnForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有退回：" + " ".join(messages_of(form)))
    elif _try(request, action, done, paper, **form.cleaned_data, **details):
        return None
    return form.data.get("reason", "")


def messages_of(*found: forms.BaseForm) -> list[str]:
    """Every message of these forms, in their order."""
    return [str(text) for form in found for errors in form.errors.values() for text in errors]


def _try(request: HttpRequest, action: Callable[..., Any], done: str, paper: Paper, **details: Any) -> bool:
    try:
        action(paper, by=request.user, **details)
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True
