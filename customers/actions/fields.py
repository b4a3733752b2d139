"""The verbs of an organisation's own fields of companies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from customers import rules
from customers.events import CustomerEvent
from customers.models import Company, CompanyField
from doors.fields.keeping import choices_of, new_key, room_for, still_used, trade_places
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change


@transaction.atomic
def add_field(*, name: str, kind: str, actor: Actor, choices: Iterable[str] = (), help: str = "") -> CompanyField:
    """Define a field that every company has from now on."""
    require(rules.may_define_fields(actor))
    place = room_for(CompanyField.objects.current())
    field = CompanyField(
        name=name.strip(), kind=kind, choices=choices_of(choices), help=help.strip(), position=place,
        key=new_key(CompanyField, name),
    )  # fmt: skip
    field.full_clean()
    field.save()
    record(CustomerEvent.FIELD_ADDED, field, actor=actor, key=field.key, field_kind=field.kind)
    return field


@transaction.atomic
def change_field(field: CompanyField, *, actor: Actor, version: int | None = None, **values: Any) -> CompanyField:
    """Change its name, help or choices. What it is stays, for companies have values; a choice that is used stays too."""
    field = CompanyField.objects.select_for_update().get(pk=field.pk)
    require(rules.may_define_fields(actor))
    if unknown := sorted(set(values) - {"name", "help", "choices"}):
        raise ValidationError({unknown[0]: "This stays as it was defined."})
    if "choices" in values:
        values["choices"] = choices_of(values["choices"])
        still_used(field, values["choices"], Company.objects.all())
    changes = change(field, values, version=version)
    if changes:
        record(CustomerEvent.FIELD_CHANGED, field, actor=actor, changes=changes)
    return field


@transaction.atomic
def archive_field(field: CompanyField, *, actor: Actor) -> CompanyField:
    """Put a field away. The values stay, and show again when it is brought back."""
    field = CompanyField.objects.select_for_update().get(pk=field.pk)
    require(rules.may_define_fields(actor))
    if field.archived_at is not None:
        raise NotPossible(f"{field} is archived already.")
    field.archived_at, field.version = clock.now(), field.version + 1
    field.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.FIELD_ARCHIVED, field, actor=actor)
    return field


@transaction.atomic
def restore_field(field: CompanyField, *, actor: Actor) -> CompanyField:
    """Bring an archived field back, with its values."""
    field = CompanyField.objects.select_for_update().get(pk=field.pk)
    require(rules.may_define_fields(actor))
    if field.archived_at is None:
        raise NotPossible(f"{field} is not archived.")
    field.archived_at, field.version = None, field.version + 1
    field.validate_constraints()
    field.save(update_fields=["archived_at", "version"])
    record(CustomerEvent.FIELD_RESTORED, field, actor=actor)
    return field


@transaction.atomic
def move_field(field: CompanyField, *, up: bool, actor: Actor) -> CompanyField:
    """Let a field change places with its neighbour."""
    rows = list(CompanyField.objects.select_for_update().current())
    require(rules.may_define_fields(actor))
    trade_places(rows, field, up=up)
    record(CustomerEvent.FIELD_MOVED, field, actor=actor, position=field.position)
    return field
