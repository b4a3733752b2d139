"""Two companies, or two contacts, are one: the verbs that merge them, and separate them again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from customers import rules
from customers.events import CustomerEvent
from customers.models import Company, Contact, Merge, MergeKind
from customers.models.merges import Record
from doors.fields.values import shown as words
from history import clock
from history.actor import Actor
from history.moving import Moving, gone_elsewhere, move_all, move_back, movings_of, plain
from history.recording import record
from history.refusals import NotPossible, require

FIELDS = {
    MergeKind.COMPANY: ("name", "segment", "lifecycle", "arr", "plan", "motion", "owner", "crm_id"),
    MergeKind.CONTACT: ("name", "email", "company", "job_role", "persona"),
}
# Of these there may not be two: what one takes from the other, the other has from it, and is found by it.
UNIQUE = {MergeKind.COMPANY: ("name", "crm_id"), MergeKind.CONTACT: ("email",)}
EVENTS = {
    MergeKind.COMPANY: (CustomerEvent.COMPANY_MERGED, CustomerEvent.COMPANY_SEPARATED),
    MergeKind.CONTACT: (CustomerEvent.CONTACT_MERGED, CustomerEvent.CONTACT_SEPARATED),
}


@transaction.atomic
def merge_company(company: Company, *, actor: Actor, into: Company, take: Collection[str] = ()) -> Merge:
    """Merge a company into the one that stays: all that hangs on it moves. ``take`` names the values that stay from it."""
    return merge_records(MergeKind.COMPANY, company, into, take, actor=actor)


@transaction.atomic
def merge_contact(contact: Contact, *, actor: Actor, into: Contact, take: Collection[str] = ()) -> Merge:
    """Merge a contact into the one that stays."""
    return merge_records(MergeKind.CONTACT, contact, into, take, actor=actor)


def merge_records(kind: MergeKind, gone: Record, stays: Record, take: Collection[str], *, actor: Actor) -> Merge:
    """One of them stays, with everything; the other is a pointer to it from now on."""
    if gone.pk == stays.pk:
        raise ValidationError({"into": f"{gone} cannot be merged into itself."})
    gone, stays = locked(kind, gone.pk, stays.pk)
    require(rules.may_keep_customers(actor))
    check_may_be_one(gone, stays)
    if wrong := sorted(set(take) - set(FIELDS[kind])):
        raise ValidationError({"take": f"There is no value “{wrong[0][:40]}” to take. There is: {', '.join(FIELDS[kind])}."})
    merge = Merge.objects.create(
        kind=kind, gone_id=gone.pk, stays_id=stays.pk, gone_name=gone.name, stays_name=stays.name, by=actor.person,
        was_archived_at=getattr(gone, "archived_at", None),
    )  # fmt: skip
    move_all(gone, stays, merge.moved.create)
    merge.changes = take_values(kind, gone, stays, take)
    merge.save(update_fields=["changes"])
    point(kind, gone, stays, clock.now())
    told = {name: [shown(stays, name, pair[0]), shown(stays, name, pair[1])] for name, pair in merge.changes.items()}
    open_to_all = {moving.words: count_of(merge, moving) for moving in movings_of(kind.model) if moving.seen_by is None}
    words = {"moved": {name: count for name, count in open_to_all.items() if count}}
    record(EVENTS[kind][0], gone, actor=actor, about=stays, changes=told, merge=merge, words=words)
    return merge


@transaction.atomic
def undo_merge(merge: Merge, *, actor: Actor) -> Merge:
    """Separate the two again: each has its own, as before. What was added to the one that stayed stays there."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kind = MergeKind(merge.kind)
    require(rules.may_keep_customers(actor))
    if merge.undone_at is not None:
        raise NotPossible(f"{merge.gone_name} was separated already.")
    gone, stays = locked(kind, merge.gone_id, merge.stays_id)
    if getattr(gone, "erased_at", None) is not None:
        raise NotPossible("Both were erased as one, and cannot be separated.")
    check_may_be_two(merge, stays)
    try:
        with transaction.atomic():
            kept = give_back_values(kind, merge, gone, stays)
            point(kind, gone, None, merge.was_archived_at)
            for moved in merge.moved.filter(stayed=False).order_by("-pk"):
                move_back(moved, gone, stays)
    except IntegrityError as error:
        raise NotPossible(f"{gone} has something of its own by now of which there may be only one.") from error
    merge.undone_at, merge.undone_by = clock.now(), actor.person
    merge.save(update_fields=["undone_at", "undone_by"])
    gone.refresh_from_db()
    record(EVENTS[kind][1], gone, actor=actor, about=stays, merge=merge, kept=kept)
    return merge


def locked(kind: MergeKind, gone: int, stays: int) -> tuple[Any, Any]:
    """Both, locked in the same order whoever asks."""
    both = {row.pk: row for row in kind.model.objects.select_for_update().filter(pk__in=[gone, stays]).order_by("pk")}  # type: ignore[attr-defined]
    return both[gone], both[stays]


def check_may_be_one(gone: Record, stays: Record) -> None:
    """Neither is merged already, and the one that stays is not put away."""
    for one in (gone, stays):
        if one.merged_into is not None:
            raise NotPossible(f"{one} is merged into {one.merged_into} already.")
        if getattr(one, "erased_at", None) is not None:
            raise NotPossible("An erased contact is nobody any more, and cannot be merged.")
    if getattr(stays, "archived_at", None) is not None:
        raise NotPossible(f"{stays} is archived. Bring it back first, or keep {gone}.")


def check_may_be_two(merge: Merge, stays: Record) -> None:
    """Nothing happened since that separating them would contradict."""
    if stays.merged_into is not None:
        raise NotPossible(f"{stays} was itself merged into {stays.merged_into} since. Undo that first.")
    later = Merge.objects.standing().filter(kind=merge.kind, stays_id=merge.stays_id, pk__gt=merge.pk).first()
    if later is not None:
        raise NotPossible(f"{later.gone_name} was merged into {stays} later. Undo that first.")
    if found := gone_elsewhere(merge.moved.all(), stays):
        raise NotPossible(
            f"Of what moved with {merge.gone_name}, {' and '.join(found)} went elsewhere since. Bring that back to {stays} first."
        )


def take_values(kind: MergeKind, gone: Record, stays: Record, take: Collection[str]) -> dict[str, list[Any]]:
    """The one that stays takes what was chosen, and what it does not know itself. What it had, in return, finds it still."""
    wanted = [name for name in FIELDS[kind] if name in take or getattr(stays, name) in ("", None)]
    columns = [kind.model._meta.get_field(name).attname for name in wanted]  # type: ignore[union-attr]
    before, after = ({name: getattr(one, name) for name in columns} for one in (stays, gone))
    if isinstance(gone, Company) and isinstance(stays, Company) and gone.custom.keys() - stays.custom.keys():
        before["custom"], after["custom"] = stays.custom, gone.custom | stays.custom
    changes = {name: [plain(before[name]), plain(after[name])] for name in before if before[name] != after[name]}
    exchange(kind, gone, stays, {name: after[name] for name in changes}, {name: before[name] for name in changes})
    return changes


def exchange(kind: MergeKind, gone: Record, stays: Record, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    """Write ``theirs`` to the one that stays, and of what there may be only one ``ours`` to the other."""
    rows = kind.model.objects
    only = {name: value for name, value in ours.items() if name in UNIQUE[kind]}
    nothing = {"name": f"Merged record {gone.pk}", "crm_id": None, "email": ""}
    rows.filter(pk=gone.pk).update(**{name: nothing[name] for name in only}, version=F("version") + 1)  # type: ignore[attr-defined]
    rows.filter(pk=stays.pk).update(**theirs, version=F("version") + 1)  # type: ignore[attr-defined]
    rows.filter(pk=gone.pk).update(**only, version=F("version") + 1)  # type: ignore[attr-defined]


def give_back_values(kind: MergeKind, merge: Merge, gone: Record, stays: Record) -> list[str]:
    """Each has its own values again. What somebody changed since stays changed; returns those fields."""
    field = kind.model._meta.get_field
    pairs = {name: [field(name).to_python(value) for value in pair] for name, pair in merge.changes.items()}  # type: ignore[union-attr]
    same = {name for name, (_, after) in pairs.items() if getattr(stays, name) == after}
    theirs = {name: before for name, (before, _) in pairs.items() if name in same}
    exchange(kind, gone, stays, theirs, {name: after for name, (_, after) in pairs.items()})
    return sorted(set(pairs) - same)


def point(kind: MergeKind, gone: Record, stays: Record | None, archived_at: Any) -> None:
    """Make the merged one a pointer, or a record of its own again."""
    values: dict[str, Any] = {"merged_into": stays}
    if kind == MergeKind.COMPANY:
        values["archived_at"] = archived_at
    kind.model.objects.filter(pk=gone.pk).update(**values, version=F("version") + 1)  # type: ignore[attr-defined]


def count_of(merge: Merge, moving: Moving) -> int:
    """How many rows of one kind moved."""
    return sum(len(ids) for ids in merge.moved.filter(what=moving.name, stayed=False).values_list("ids", flat=True))


def shown(record: Record, column: str, value: Any) -> Any:
    """A value in words: a row by its name."""
    if column == "custom":
        return ", ".join(f"{key}: {words(one)}" for key, one in value.items())
    field: Any = next(field for field in record._meta.fields if field.attname == column)
    if field.is_relation:
        return str(field.related_model._base_manager.filter(pk=value).first() or "")
    return dict(field.flatchoices).get(value, value)
