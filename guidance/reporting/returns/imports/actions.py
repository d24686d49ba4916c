"""From a file to returns: taken in, decided on, confirmed or given up. Only 确认导入 writes returns."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import Stale
from guidance.office.spreadsheets.reader import read_spreadsheet
from guidance.reference.places.models import VillageAlias
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.bulk import write_returns
from guidance.reporting.returns.imports.choices import UploadState
from guidance.reporting.returns.imports.gc_pause import collector_paused
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import evaluate
from guidance.reporting.returns.imports.questions import Question

LONGEST_NAME = 255
SKIP = "skip"


class NotReady(Exception):
    """Why nothing was imported; the message says it in Chinese."""


def take_in(*, plan: Plan, stage: str, file: UploadedFile, by: User) -> ReturnUpload:
    """Read a file and keep it for its preview. Raises container.Refused where it cannot be read."""
    content = read_spreadsheet(file.read())
    file.seek(0)
    return ReturnUpload.objects.create(
        plan=plan,
        stage=stage,
        file=file,
        file_name=(file.name or "")[-LONGEST_NAME:],
        content=content,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def decide(upload: ReturnUpload, *, chosen: Mapping[str, str]) -> int:
    """Keep which villages the unknown names mean; `chosen` maps Question.key to a village's key or SKIP.

    What a question does not offer is passed over. Returns how many names are decided now.
    """
    upload = _lock(upload)
    _refuse_unless_open(upload)
    decisions: dict[str, dict[str, Any]] = {}
    for question in evaluate(upload).questions:
        answer = chosen.get(question.key, "")
        allowed = {str(one.pk) for one in (*question.suggestions, *question.others)}
        if answer == SKIP or answer in allowed:
            of_township = decisions.setdefault(str(question.township.pk), {})
            of_township[question.spelling] = None if answer == SKIP else int(answer)
    upload.decisions = decisions
    upload.save(update_fields=["decisions"])
    return sum(map(len, decisions.values()))


@transaction.atomic
def confirm(upload: ReturnUpload, *, seen: str, by: User, reason: str = "") -> ReturnUpload:
    """Write what the preview showed, all or nothing; a second press finds it done.

    Everything is judged again against the database of this moment. Raises NotReady when something is
    wrong or has changed since the preview `seen`, ReasonNeeded when frozen figures would be corrected
    without a `reason`.
    """
    upload = _lock(upload)
    if upload.state == UploadState.IMPORTED:
        return upload
    _refuse_unless_open(upload)
    found = evaluate(upload, lock=True)
    if found.problems:
        raise NotReady("没有导入：表中还有错误，见下面的清单。")
    if found.fingerprint != seen:
        raise NotReady("没有导入：预览之后系统中的数据有了变化。下面是新的预览，请核对后再确认。")
    try:
        with collector_paused():
            upload.written = write_returns(
                plan=upload.plan, stage=upload.stage, entries=found.changes, by=by, reason=reason
            )
    except Stale as error:  # the locks make this impossible; if not, nothing may be half done
        raise NotReady("没有导入：有人正在修改同一些村（社区），请过一会儿再确认。") from error
    for question in found.questions:
        _remember(question)
    upload.state, upload.imported_at = UploadState.IMPORTED, clock.now()
    upload.save(update_fields=["state", "written", "imported_at"])
    return upload


@transaction.atomic
def abandon(upload: ReturnUpload) -> ReturnUpload:
    """Give the file up; what was imported already stays so."""
    upload = _lock(upload)
    if upload.state == UploadState.PREVIEWED:
        upload.state = UploadState.ABANDONED
        upload.save(update_fields=["state"])
    return upload


def _lock(upload: ReturnUpload) -> ReturnUpload:
    return (
        ReturnUpload.objects.select_for_update(of=("self",))
        .select_related("plan", "uploaded_by")
        .get(pk=upload.pk)
    )


def _refuse_unless_open(upload: ReturnUpload) -> None:
    if upload.state == UploadState.ABANDONED:
        raise NotReady("这份表已经放弃，没有导入；需要时请重新上传。")
    if upload.state == UploadState.IMPORTED:
        raise NotReady("这份表已经导入，不用再处理。")
    if not upload.plan.is_current:
        raise NotReady(f"这份表是“{upload.plan}”的，现在的工作方案已更换，没有导入。")


def _remember(question: Question) -> None:
    """The next file of this township may write the village so without being asked."""
    if question.village:
        VillageAlias.objects.update_or_create(
            township_id=question.township.pk,
            spelling=question.spelling,
            defaults={"village_id": question.village.pk},
        )
