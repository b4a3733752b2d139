"""The verbs of designs and files of ideas."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.files import File
from django.db import transaction

from doors.attaching import MOST, keep
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from history.versions import change
from roadmap.actions.ideas import held
from roadmap.actions.personas import only
from roadmap.events import IdeaEvent
from roadmap.models import Design, Idea, IdeaFile

MOST_DESIGNS = 30
Row = TypeVar("Row", Design, IdeaFile)


@transaction.atomic
def add_design(idea: Idea, *, title: str, address: str, actor: Actor) -> Design:
    """Link to a design. Only addresses of the web: nothing that a browser would run."""
    idea = held(idea, actor)
    if idea.designs.filter(removed_at=None).count() >= MOST_DESIGNS:
        raise NotPossible(f"{idea.key} has {MOST_DESIGNS} designs already. Link to the folder that holds them.")
    design = Design(idea=idea, title=title.strip(), address=address.strip(), added_by=actor.person)
    design.full_clean()
    design.save()
    record(IdeaEvent.DESIGN_ADDED, idea, actor=actor, words={"design": design.title}, design=design)
    return design


@transaction.atomic
def change_design(design: Design, *, actor: Actor, version: int | None = None, **values: Any) -> Design:
    """Give a design another title or address."""
    design = locked(design, actor)
    only(values, "title", "address")
    if changes := change(design, {name: value.strip() for name, value in values.items()}, version=version):
        record(IdeaEvent.DESIGN_CHANGED, design.idea, actor=actor, words={"design": design.title}, changes=changes, design=design)
    return design


@transaction.atomic
def remove_design(design: Design, *, actor: Actor) -> Design:
    """Take a design off the idea."""
    design = gone(locked(design, actor))
    record(IdeaEvent.DESIGN_REMOVED, design.idea, actor=actor, words={"design": design.title}, design=design)
    return design


@transaction.atomic
def restore_design(design: Design, *, actor: Actor) -> Design:
    """Put a design back."""
    design = back(locked(design, actor, is_removed=True))
    record(IdeaEvent.DESIGN_ADDED, design.idea, actor=actor, words={"design": design.title}, design=design)
    return design


@transaction.atomic
def add_file(idea: Idea, *, file: File, name: str, actor: Actor) -> IdeaFile:
    """Keep a file with an idea. What it is told by its content; markup and programs are not taken."""
    idea = held(idea, actor)
    if idea.files.filter(removed_at=None).count() >= MOST:
        raise NotPossible(f"{idea.key} has {MOST} files already; more are not kept.")
    kept = IdeaFile(idea=idea)
    keep(kept, file, name, actor, beside=idea.files.all())
    record(IdeaEvent.FILE_ADDED, idea, actor=actor, words={"file": kept.name}, file=kept, size=kept.size)
    return kept


@transaction.atomic
def remove_file(file: IdeaFile, *, actor: Actor) -> IdeaFile:
    """Take a file off the idea."""
    file = gone(locked(file, actor))
    record(IdeaEvent.FILE_REMOVED, file.idea, actor=actor, words={"file": file.name}, file=file)
    return file


@transaction.atomic
def restore_file(file: IdeaFile, *, actor: Actor) -> IdeaFile:
    """Put a file back."""
    file = locked(file, actor, is_removed=True)
    if file.idea.files.filter(removed_at=None, digest=file.digest).exists():
        raise NotPossible("This very file is attached already.")
    file = back(file)
    record(IdeaEvent.FILE_ADDED, file.idea, actor=actor, words={"file": file.name}, file=file)
    return file


def locked(row: Row, actor: Actor, *, is_removed: bool = False) -> Row:
    """The row as it is, with its idea locked, for whoever may work on it."""
    idea = held(row.idea, actor)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if is_removed != (row.removed_at is not None):
        raise NotPossible("It is on the idea." if is_removed else "It was taken off already.")
    row.idea = idea
    return row


def gone(row: Row) -> Row:
    """Off the idea, though not forgotten."""
    row.removed_at, row.version = clock.now(), row.version + 1
    row.save(update_fields=["removed_at", "version"])
    return row


def back(row: Row) -> Row:
    """On the idea again."""
    row.removed_at, row.version = None, row.version + 1
    row.save(update_fields=["removed_at", "version"])
    return row
