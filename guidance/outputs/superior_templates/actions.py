"""Upload, replace, rename, withdraw and fill templates; a fill keeps the numbers behind every figure."""

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
from guidance.core.dates import format_full_day
from guidance.office.uploads.container import FileRefused
from guidance.office.uploads.disk import read_whole
from guidance.outputs.superior_templates.filling import documents as filling_documents
from guidance.outputs.superior_templates.grammar import (
    Placeholder,
    TemplateFault,
    find_fault,
    parse_placeholder,
)
from guidance.outputs.superior_templates.models import SuperiorTemplate, TemplateFill, TemplateVersion
from guidance.outputs.superior_templates.queries import (
    EMPTY,
    FigureCatalogue,
    PlaceFigures,
    Value,
    build_catalogue,
    get_place_names,
    row_scope,
)
from guidance.oversight.snapshots.models import Snapshot
from guidance.reference.plans.models import Plan

NAME_TAKEN_MESSAGE = "已有同名的模板（也可能在已停用的模板中），请换一个名称。"


class FaultyTemplate(Exception):
    """The template has faults, all of them in `faults`: unknown names, or braces written wrongly."""

    def __init__(self, faults: Sequence[TemplateFault]) -> None:
        self.faults = faults
        super().__init__(faults)


def upload_template(*, plan: Plan, name: str, file: UploadedFile, by: User) -> SuperiorTemplate:
    """Store a new template with its first version.

    Raises FileRefused (name or file) or FaultyTemplate (placeholders).
    """
    checked_file = _CheckedFile(file, by)
    with transaction.atomic():
        _check_name_free(plan, name)
        template: SuperiorTemplate = SuperiorTemplate.objects.create(plan=plan, name=name)
        checked_file.store(template, by)
    return template


def replace_file(template: SuperiorTemplate, *, file: UploadedFile, by: User) -> TemplateVersion:
    """Store a new version; what older versions filled stays. Raises FileRefused or FaultyTemplate."""
    checked_file = _CheckedFile(file, by)
    with transaction.atomic():
        locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
        return checked_file.store(locked, by)


def rename_template(template: SuperiorTemplate, *, name: str) -> None:
    """Raises FileRefused where another template has this name."""
    with transaction.atomic():
        _check_name_free(template.plan, name, except_pk=template.pk)
        locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
        locked.name = name
        locked.save()


@transaction.atomic
def set_withdrawn(template: SuperiorTemplate, *, withdrawn: bool) -> None:
    """停用 or 恢复使用; repeating it changes nothing."""
    locked = SuperiorTemplate.objects.select_for_update().get(pk=template.pk)
    if bool(locked.withdrawn_at) != withdrawn:
        locked.withdrawn_at = clock.now() if withdrawn else None
        locked.save()


def fill(version: TemplateVersion, *, snapshot: Snapshot | None, by: User, key: UUID) -> TemplateFill:
    """Fill a template with the figures of now or of a snapshot, and store the filled copy.

    The same form sent again returns the copy it made. Raises FileRefused where the file cannot be filled,
    FaultyTemplate where a name in it is no longer known, as after a unit was renamed.
    """
    existing = TemplateFill.objects.filter(submission_key=key, filled_by=by).first()
    if existing:
        return existing
    placeholders = [Placeholder(**stored) for stored in version.placeholders]
    _check_placeholders(placeholders, [], by)
    with transaction.atomic():  # the city and its units are read from one state
        catalogue = build_catalogue(by, version.template.plan, snapshot)
        scopes = {row_scope(placeholder.text) for placeholder in placeholders} - {""}
        rows = {scope: catalogue.get_rows(scope) or [NO_PLACE] for scope in scopes}
    content = filling_documents.fill_template(
        read_whole(version.file.name or ""),
        version.kind,
        values={
            placeholder.text: _fill_value(catalogue.get_value(placeholder.text)[0])
            for placeholder in placeholders
            if not row_scope(placeholder.text)
        },
        rows={
            scope: [_row_values(place, scope, placeholders) for place in places]
            for scope, places in rows.items()
        },
    )
    return _save_fill(version, snapshot, catalogue, rows, content, by, key)


NO_PLACE = PlaceFigures(EMPTY, "", 0, {})  # where there are no units, the row stays and shows dashes


def _row_values(place: PlaceFigures, scope: str, placeholders: Sequence[Placeholder]) -> dict[str, list[Any]]:
    texts = {placeholder.text for placeholder in placeholders if row_scope(placeholder.text) == scope}
    return {text: _fill_value(place.get_value(parse_placeholder(text).name)) for text in texts}


def _fill_value(value: Value) -> list[Any]:
    return [value.shown, value.number, value.number_format]


@transaction.atomic
def _save_fill(
    version: TemplateVersion,
    snapshot: Snapshot | None,
    catalogue: FigureCatalogue,
    rows: dict[str, list[PlaceFigures]],
    content: bytes,
    by: User,
    key: UUID,
) -> TemplateFill:
    SuperiorTemplate.objects.select_for_update().get(pk=version.template_id)
    existing = TemplateFill.objects.filter(submission_key=key, filled_by=by).first()
    if existing:
        return existing
    moment = catalogue.source.moment
    moment_label = f"第{snapshot.number}号定格" if snapshot else format_full_day(localtime(moment).date())
    name = f"{version.template.name}（{moment_label}）.{version.kind}"
    fill: TemplateFill = TemplateFill.objects.create(
        version=version,
        snapshot=snapshot,
        moment=moment,
        file=ContentFile(content, name=name),
        file_name=name,
        digest=sha256(content).hexdigest(),
        figures=list(_figure_records(version, catalogue, rows)),
        filled_by=by,
        filled_at=clock.now(),
        submission_key=key,
    )
    return fill


def _figure_records(
    version: TemplateVersion, catalogue: FigureCatalogue, rows: dict[str, list[PlaceFigures]]
) -> Any:
    """Yield every figure of the filled file with the numbers behind it, in the order of the template."""
    for placeholder in (Placeholder(**stored) for stored in version.placeholders):
        scope = row_scope(placeholder.text)
        if scope:
            name = parse_placeholder(placeholder.text).name
            for place in rows[scope]:
                yield _figure_record(placeholder, place.get_value(name), place)
        else:
            yield _figure_record(placeholder, *catalogue.get_value(placeholder.text))


def _figure_record(placeholder: Placeholder, value: Value, place: PlaceFigures | None) -> dict[str, Any]:
    place_keys = {"level": place.level, "key": place.key, "of": place.name} if place else {}
    return (
        {"text": placeholder.text, "place": placeholder.place, "shown": value.shown}
        | asdict(value.basis)
        | place_keys
    )


class _CheckedFile:
    """An uploaded file that can be a template and has no faults."""

    def __init__(self, file: UploadedFile, by: User) -> None:
        self.content = file.read()
        self.kind, self.name = filling_documents.check_kind(self.content, file.name or "")
        self.placeholders, faults = filling_documents.find_placeholders(self.content, self.kind)
        _check_placeholders(self.placeholders, faults, by)

    def store(self, template: SuperiorTemplate, by: User) -> TemplateVersion:
        """Store it as the template's newest version; the caller holds the template's lock."""
        last = template.versions.aggregate(last=Max("number"))["last"] or 0
        version: TemplateVersion = TemplateVersion.objects.create(
            template=template,
            number=last + 1,
            kind=self.kind,
            file=ContentFile(self.content, name=self.name),
            file_name=self.name,
            placeholders=[
                {"text": placeholder.text, "place": placeholder.place} for placeholder in self.placeholders
            ],
            uploaded_by=by,
            uploaded_at=clock.now(),
        )
        return version


def _check_placeholders(
    placeholders: Sequence[Placeholder], faults: Sequence[TemplateFault], by: User
) -> None:
    """Raise FaultyTemplate with all faults: those of writing first, then the unknown names."""
    places = get_place_names(by)
    faulty = {(fault.place, fault.text) for fault in faults}
    unknown = [
        fault
        for placeholder in placeholders
        if (placeholder.place, placeholder.text) not in faulty and (fault := find_fault(placeholder, places))
    ]
    if faults or unknown:
        raise FaultyTemplate([*faults, *unknown])


def _check_name_free(plan: Plan, name: str, *, except_pk: int = 0) -> None:
    """Raise FileRefused where the name is taken; lock the plan, so that of two users only one gets a name."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if SuperiorTemplate.objects.filter(plan=plan, name=name).exclude(pk=except_pk).exists():
        raise FileRefused(NAME_TAKEN_MESSAGE)
