"""Taking a CRM's file back: values as they were, and new records put away, where nobody changed them since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.urls import reverse

from customers import rules
from customers.actions.companies import archive_company, change_company
from customers.actions.deals import archive_deal, change_deal
from customers.actions.syncing import raw_of
from customers.events import CustomerEvent
from customers.importing.kinds import file_kind
from customers.models import Company, CompanyDomain, CustomerImport, Deal, ImportedRow, ImportKind, ImportState, RowOutcome
from doors.fields.values import PREFIX, split
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotAllowed, NotPossible, require
from history.versions import move
from jobs.actions import enqueue

CHUNK = 50
Record = Company | Deal


@transaction.atomic
def undo_import(batch: CustomerImport, *, actor: Actor) -> CustomerImport:
    """Take what a file brought in back, in the background. What was changed since stays, and the report says so."""
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    require(rules.may_run_import(actor, batch))
    if not batch.has_run:
        raise NotPossible("This file brought nothing in that could be taken back.")
    move(batch, ImportState.UNDOING)
    address = reverse("customers:import", args=[batch.pk])
    enqueue("customers.undo_rows", batch.pk, actor=actor, title=f"Take back {batch.file_name}", link=address)
    record(CustomerEvent.IMPORT_UNDO_STARTED, batch, actor=actor)
    return batch


@transaction.atomic
def undo_some(batch: CustomerImport, *, actor: Actor) -> bool:
    """Take some rows back, the last first, each marked in the same transaction. Returns whether there is more."""
    batch = CustomerImport.objects.select_for_update().get(pk=batch.pk)
    if batch.state != ImportState.UNDOING:
        return False
    require(rules.may_run_import(actor, batch))
    waiting = batch.rows.filter(outcome__in=[RowOutcome.CREATED, RowOutcome.CHANGED], undone_at=None)
    rows = list(waiting.order_by("-number")[:CHUNK])
    for row in rows:
        row.stays = take_back(row, batch, actor)[:500]
        row.undone_at = clock.now()
        row.save(update_fields=["stays", "undone_at"])
    if rows:
        return True
    batch.has_run = False
    move(batch, ImportState.UNDONE, "has_run")
    done = batch.rows.exclude(undone_at=None)
    kept = done.exclude(stays="").count()
    record(CustomerEvent.IMPORT_UNDONE, batch, actor=actor, undone=done.count() - kept, kept=kept)
    return False


def take_back(row: ImportedRow, batch: CustomerImport, actor: Actor) -> str:
    """Take one row back; returns what of it could not be, and why."""
    reason = f"The import of {batch.file_name} was taken back."
    if (other := file_kind(batch.kind)) is not None:
        return attempted(lambda: other.take_back(row, reason, actor))
    model: type[Record] = Company if batch.kind == ImportKind.COMPANIES else Deal
    found: Any = model._default_manager.filter(pk=row.record_id).first()
    if found is None:
        return "It is not here any more."
    if getattr(found, "merged_into", None) is not None:
        return f"It was merged into {found.merged_into} since."
    return attempted(
        lambda: put_away(found, row, reason, actor) if row.outcome == RowOutcome.CREATED else restore(found, row, actor)
    )


def attempted(work: Callable[[], str]) -> str:
    """What stays of a row, and why; a refusal is such a reason, and leaves the row as it is."""
    try:
        with transaction.atomic():
            return work()
    except ValidationError as error:
        return " ".join(error.messages)
    except (NotPossible, NotAllowed) as error:
        return str(error)


def put_away(found: Record, row: ImportedRow, reason: str, actor: Actor) -> str:
    """A record that the file made goes away again, unless it was worked on or something is about it."""
    if found.archived_at is not None:
        return ""
    if differing := [name for name, (_, after) in row.raw.items() if raw_of(found, name) != after]:
        return f"It was changed since: {', '.join(named(name) for name in differing)}."
    if hangs := what_hangs_on(found):
        return f"Something hangs on it by now: {', '.join(hangs)}."
    if isinstance(found, Company):
        archive_company(found, reason=reason, actor=actor)
    else:
        archive_deal(found, reason=reason, actor=actor)
    type(found)._default_manager.filter(pk=found.pk).update(taken_back=True)
    return ""


def what_hangs_on(found: Model) -> list[str]:
    """The kinds of things that are about a record; those of a product, which not everybody may see, without their name."""
    named: set[str] = set()
    for relation in found._meta.related_objects:
        model = relation.related_model
        if model is not CompanyDomain and model._base_manager.filter(**{relation.field.name: found.pk}).exists():
            named.add(str(model._meta.verbose_name_plural) if model._meta.app_label == "customers" else "what was said or done")
    return sorted(named)


def restore(found: Record, row: ImportedRow, actor: Actor) -> str:
    """The values that the file changed are as they were, save those that somebody changed since."""
    same = {name: before for name, (before, after) in row.raw.items() if raw_of(found, name) == after}
    values = {name: before if name.startswith(PREFIX) else value_of(found, name, before) for name, before in same.items()}
    if isinstance(found, Company):
        change_company(found, actor=actor, **split(values))
    else:
        change_deal(found, actor=actor, **values)
    kept = [named(name) for name in row.raw if name not in same]
    return f"Changed since, and left: {', '.join(kept)}." if kept else ""


def value_of(found: Record, name: str, kept: Any) -> Any:
    """A value as the verb takes it: a row by its id, a day or an amount as what it is."""
    if name == "domains":
        return kept
    field: Any = found._meta.get_field(name)
    if field.is_relation:
        return field.related_model._base_manager.filter(pk=kept).first() if kept is not None else None
    return field.to_python(kept)


def named(name: str) -> str:
    """A field in words."""
    return name.removeprefix(PREFIX).replace("_", " ").replace("arr", "ARR").replace("crm", "CRM")
