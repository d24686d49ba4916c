"""Upload, decide on, confirm or abandon a file of returns. Only 确认导入 writes returns."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from guidance.core import clock
from guidance.core.access import User
from guidance.core.records import StaleRows
from guidance.office.spreadsheets.reader import read_spreadsheet
from guidance.reference.places.models import VillageAlias
from guidance.reference.plans.models import Plan
from guidance.reporting.returns.bulk import write_returns
from guidance.reporting.returns.imports.choices import UploadState
from guidance.reporting.returns.imports.gc_pause import pause_gc
from guidance.reporting.returns.imports.models import ReturnUpload
from guidance.reporting.returns.imports.queries import evaluate
from guidance.reporting.returns.imports.questions import NameQuestion

MAX_FILE_NAME_LENGTH = 255
SKIP = "skip"


class ImportRefused(Exception):
    """Nothing was imported; the message says why, in Chinese."""


def create_upload(*, plan: Plan, stage: str, file: UploadedFile, by: User) -> ReturnUpload:
    """Read a file and store it for its preview. Raise FileRefused if it cannot be read."""
    content = read_spreadsheet(file.read())
    file.seek(0)
    return ReturnUpload.objects.create(
        plan=plan,
        stage=stage,
        file=file,
        file_name=(file.name or "")[-MAX_FILE_NAME_LENGTH:],
        content=content,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )


@transaction.atomic
def save_decisions(upload: ReturnUpload, *, chosen: Mapping[str, str]) -> int:
    """Store which villages the unknown names mean; `chosen` maps NameQuestion.key to a village's key or SKIP.

    Choices that a question does not offer are ignored. Return how many names are decided now.
    """
    upload = _lock(upload)
    _check_open(upload)
    decisions: dict[str, dict[str, Any]] = {}
    for question in evaluate(upload).questions:
        answer = chosen.get(question.key, "")
        allowed = {str(village.pk) for village in (*question.suggestions, *question.others)}
        if answer == SKIP or answer in allowed:
            by_spelling = decisions.setdefault(str(question.township.pk), {})
            by_spelling[question.spelling] = None if answer == SKIP else int(answer)
    upload.decisions = decisions
    upload.save(update_fields=["decisions"])
    return sum(map(len, decisions.values()))


@transaction.atomic
def confirm_import(upload: ReturnUpload, *, seen: str, by: User, reason: str = "") -> ReturnUpload:
    """Write what the preview showed, all or nothing; a second press changes nothing.

    The file is evaluated again. Raise ImportRefused if it has errors, or if the database has changed since
    the preview with the fingerprint `seen`; ReasonRequired if frozen figures would be corrected without a
    `reason`.
    """
    upload = _lock(upload)
    if upload.state == UploadState.IMPORTED:
        return upload
    _check_open(upload)
    evaluation = evaluate(upload, lock=True)
    if evaluation.problems:
        raise ImportRefused("没有导入：表中还有错误，见下面的清单。")
    if evaluation.fingerprint != seen:
        raise ImportRefused("没有导入：预览之后系统中的数据有了变化。下面是新的预览，请核对后再确认。")
    try:
        with pause_gc():
            upload.written = write_returns(
                plan=upload.plan, stage=upload.stage, entries=evaluation.changes, by=by, reason=reason
            )
    except StaleRows as error:  # the locks should prevent it; if not, the transaction is rolled back
        raise ImportRefused("没有导入：有人正在修改同一些村（社区），请过一会儿再确认。") from error
    for question in evaluation.questions:
        _save_alias(question)
    upload.state, upload.imported_at = UploadState.IMPORTED, clock.now()
    upload.save(update_fields=["state", "written", "imported_at"])
    return upload


@transaction.atomic
def abandon_upload(upload: ReturnUpload) -> ReturnUpload:
    """放弃; a file that is imported already stays imported."""
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


def _check_open(upload: ReturnUpload) -> None:
    if upload.state == UploadState.ABANDONED:
        raise ImportRefused("这份表已经放弃，没有导入；需要时请重新上传。")
    if upload.state == UploadState.IMPORTED:
        raise ImportRefused("这份表已经导入，不用再处理。")
    if not upload.plan.is_current:
        raise ImportRefused(f"这份表是“{upload.plan}”的，现在的工作方案已更换，没有导入。")


def _save_alias(question: NameQuestion) -> None:
    """Remember the spelling, so that the next file of this township needs no decision."""
    if question.village:
        VillageAlias.objects.update_or_create(
            township_id=question.township.pk,
            spelling=question.spelling,
            defaults={"village_id": question.village.pk},
        )
