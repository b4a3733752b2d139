"""The verbs of ideas' own fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from doors.fields.keeping import choices_of, new_key, room_for, still_used, trade_places
from history.actor import Actor
from history.recording import record
from people.models import Product
from roadmap.actions import kept
from roadmap.actions.personas import only
from roadmap.events import IdeaFieldEvent
from roadmap.models import Idea, IdeaField


@transaction.atomic
def add_idea_field(
    *, name: str, kind: str, actor: Actor, product: Product | None = None, choices: Iterable[str] = (), help: str = ""
) -> IdeaField:
    """Define a field that every idea of a product, or every idea, has from now on."""
    field = IdeaField(
        name=name.strip(), kind=kind, product=product, choices=choices_of(choices), help=help.strip(),
        position=room_for(IdeaField.objects.current()), key=new_key(IdeaField, name),
    )  # fmt: skip
    return kept.add(field, IdeaFieldEvent.ADDED, actor=actor)


@transaction.atomic
def change_idea_field(field: IdeaField, *, actor: Actor, version: int | None = None, **values: Any) -> IdeaField:
    """Change its name, help or choices. What it is stays, for ideas have values; a choice that is used stays too."""
    only(values, "name", "help", "choices")
    field = kept.held(field, actor)
    if "choices" in values:
        values["choices"] = choices_of(values["choices"])
        still_used(field, values["choices"], Idea.objects.all())
    return kept.alter(field, values, IdeaFieldEvent.CHANGED, actor=actor, version=version)


@transaction.atomic
def archive_idea_field(field: IdeaField, *, actor: Actor) -> IdeaField:
    """Put a field away. The values stay, and show again when it is brought back."""
    return kept.put_away(field, IdeaFieldEvent.ARCHIVED, actor=actor)


@transaction.atomic
def restore_idea_field(field: IdeaField, *, actor: Actor) -> IdeaField:
    """Bring an archived field back, with its values."""
    return kept.bring_back(field, IdeaFieldEvent.RESTORED, actor=actor)


@transaction.atomic
def move_idea_field(field: IdeaField, *, up: bool, actor: Actor) -> IdeaField:
    """Let a field change places with its neighbour among those of the same product."""
    field = kept.held(field, actor)
    beside = IdeaField.objects.select_for_update().current().filter(product=field.product_id)
    trade_places(list(beside), field, up=up)
    record(IdeaFieldEvent.MOVED, field, actor=actor, position=field.position)
    return field
