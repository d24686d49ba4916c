"""Templates: uploaded, replaced, renamed, withdrawn; and filled, with what stands behind every figure."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime

from guidance.core import clock
from guidance.core.access import User
from guidance.core.dates import full_day
from guidance.office.uploads.container import Refused
from guidance.office.uploads.disk import read_whole
from guidance.outputs.superior_templates.filling import documents as filling_documents
from guidance.outputs.superior_templates.grammar import Fault, Found, fault_of, parse
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from guidance.outputs.superior_templates.queries import (
    EMPTY,
    Catalogue,
    PlaceFigures,
    Value,
    catalogue,
    place_names,
    repeated_by,
)
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan

NAME_TAKEN = "已有同名的模板（也可能在已停用的模板中），请换一个名称。"


class Faulty(Exception):
    """A template that asks for what is not known, or not in the way one asks; everything at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(faults)


def upload(*, plan: Plan, name: str, file: UploadedFile, by: User) -> SuperiorTemplate:
    """A new template with its first version. Raises Refused (name or file) or Faulty (placeholders)."""
    read = _Read(file, by)
    with transaction.atomic():
        _refuse_taken(plan, name)
        template: SuperiorTemplate = SuperiorTemplate.objects.create(plan=plan, name=name)
        read.store(template, by)
    return template


def replace(template: SuperiorTemplate, *, file: UploadedFile, by: User) -> TemplateVersion:
    """A new version; what older ones filled stays. Raises Refused or Faulty."""
    read = _Read(file, by)
    with transaction.atomic():
        locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
        return read.store(locked, by)


def rename(template: SuperiorTemplate, *, name: str) -> None:
    """Give another name. Raises Refused where another template has it."""
    with transaction.atomic():
        _refuse_taken(template.plan, name, but=template.pk)
        locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
        locked.name = name
        locked.save()


@transaction.atomic
def set_withdrawn(template: SuperiorTemplate, *, withdrawn: bool) -> None:
    """停用, or 恢复使用; twice is once."""
    locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
    if bool(locked.withdrawn_at) != withdrawn:
        locked.withdrawn_at = clock.now() if withdrawn else None
        locked.save()


def fill(version: TemplateVersion, *, snapshot: Snapshot | None, by: User, key: UUID) -> TemplateFill:
    """Fill a template with the figures of now or of a snapshot, and keep what was filled.

    The same form sent again finds the copy it made. Raises Refused where the file cannot be filled, Faulty
    where a name it was uploaded with is no longer known, such as a unit's.
    """
    made = TemplateFill.objects.filter(submission_key=key, filled_by=by).first()
    if made:
        return made
    found = [Found(**one) for one in version.placeholders]
    _refuse_faulty(found, [], by)
    with transaction.atomic():  # the whole and its parts of one state
        figures = catalogue(by, version.template.plan, snapshot)
        scopes = {repeated_by(one.text) for one in found} - {""}
        rows = {scope: figures.rows_of(scope) or [NOWHERE] for scope in scopes}
    content = filling_documents.fill(
        read_whole(version.file.name or ""),
        version.kind,
        values={one.text: _sent(figures.value_of(one.text)[0]) for one in found if not repeated_by(one.text)},
        rows={scope: [_row(place, scope, found) for place in places] for scope, places in rows.items()},
    )
    return _keep(version, snapshot, figures, rows, content, by, key)


NOWHERE = PlaceFigures(EMPTY, "", 0, {})  # where there are no units: the row stays, and says so


def _row(place: PlaceFigures, scope: str, found: Sequence[Found]) -> dict[str, list[Any]]:
    asked = {one.text for one in found if repeated_by(one.text) == scope}
    return {text: _sent(place.value_of(parse(text).name)) for text in asked}


def _sent(value: Value) -> list[Any]:
    return [value.shown, value.number, value.format]


@transaction.atomic
def _keep(
    version: TemplateVersion,
    snapshot: Snapshot | None,
    figures: Catalogue,
    rows: dict[str, list[PlaceFigures]],
    content: bytes,
    by: User,
    key: UUID,
) -> TemplateFill:
    SuperiorTemplate.objects.select_for_update().get(pk=version.template_id)
    made = TemplateFill.objects.filter(submission_key=key, filled_by=by).first()
    if made:
        return made
    moment = figures.source.moment
    of = f"第{snapshot.number}号定格" if snapshot else full_day(localtime(moment).date())
    name = f"{version.template.name}（{of}）.{version.kind}"
    created: TemplateFill = TemplateFill.objects.create(
        version=version,
        snapshot=snapshot,
        moment=moment,
        file=ContentFile(content, name=name),
        file_name=name,
        digest=sha256(content).hexdigest(),
        figures=list(_traced(version, figures, rows)),
        filled_by=by,
        filled_at=clock.now(),
        submission_key=key,
    )
    return created


def _traced(version: TemplateVersion, figures: Catalogue, rows: dict[str, list[PlaceFigures]]) -> Any:
    """Every figure of the filled file with what stands behind it, in the order of the template."""
    for one in (Found(**kept) for kept in version.placeholders):
        scope = repeated_by(one.text)
        if scope:
            name = parse(one.text).name
            for place in rows[scope]:
                yield _record(one, place.value_of(name), place)
        else:
            yield _record(one, *figures.value_of(one.text))


def _record(found: Found, value: Value, place: PlaceFigures | None) -> dict[str, Any]:
    where = {"level": place.level, "key": place.key, "of": place.name} if place else {}
    return {"text": found.text, "place": found.place, "shown": value.shown} | asdict(value.behind) | where


class _Read:
    """A file that was judged, read and found without fault."""

    def __init__(self, file: UploadedFile, by: User) -> None:
        self.content = file.read()
        self.kind, self.name = filling_documents.kind_of(self.content, file.name or "")
        self.found, faults = filling_documents.scan(self.content, self.kind)
        _refuse_faulty(self.found, faults, by)

    def store(self, template: SuperiorTemplate, by: User) -> TemplateVersion:
        """As the template's newest version; the caller holds the template's lock."""
        last = template.versions.aggregate(last=Max("number"))["last"] or 0
        version: TemplateVersion = TemplateVersion.objects.create(
            template=template,
            number=last + 1,
            kind=self.kind,
            file=ContentFile(self.content, name=self.name),
            file_name=self.name,
            placeholders=[{"text": one.text, "place": one.place} for one in self.found],
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
        return version


def _refuse_faulty(found: Sequence[Found], faults: Sequence[Fault], by: User) -> None:
    """Everything at once: what is not written as it should be, then what is not known."""
    places = place_names(by)
    told = {(one.place, one.text) for one in faults}
    unknown = [
        fault for one in found if (one.place, one.text) not in told and (fault := fault_of(one, places))
    ]
    if faults or unknown:
        raise Faulty([*faults, *unknown])


def _refuse_taken(plan: Plan, name: str, *, but: int = 0) -> None:
    """Under the plan's lock, so that two who choose a name at once do not both get it."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if SuperiorTemplate.objects.filter(plan=plan, name=name).exclude(pk=but).exists():
        raise Refused(NAME_TAKEN)
