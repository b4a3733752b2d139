"""The verbs of views: for whom, which fields, which cards, in which words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from publishing import rules
from publishing.events import ViewEvent
from publishing.models import FIELDS, Card, RoadmapView
from roadmap.models import Initiative

EDITABLE = frozenset(
    {
        "name", "title", "intro", "fields", "now_name", "next_name", "later_name", "completed_name", "takes_reactions", "product",
        "line",
    }
)  # fmt: skip


@transaction.atomic
def make_view(*, name: str, audience: str, actor: Actor, **values: Any) -> RoadmapView:
    """Make a roadmap for an audience. It shows what that audience usually reads, unless ``fields`` says otherwise."""
    require(rules.may_publish(actor, values.get("product")))
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of a view: {', '.join(sorted(unknown))}.")
    values["title"] = values.get("title", "").strip() or name.strip()
    values["fields"] = values.get("fields") or list(FIELDS.get(audience, ()))
    view = RoadmapView(name=name.strip(), audience=audience, made_by=actor.person, **values)
    view.full_clean(exclude=["made_by"])
    view.save()
    record(ViewEvent.MADE, view, actor=actor, audience=audience)
    return view


@transaction.atomic
def change_view(view: RoadmapView, *, actor: Actor, version: int | None = None, **values: Any) -> RoadmapView:
    """Change a view. For whom it is stays: what was written for one audience is not meant for another."""
    view = held(view, actor)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of a view: {', '.join(sorted(unknown))}.")
    if values.get("product") is not None:
        require(rules.may_publish(actor, values["product"]))
    changes = change(view, values, version=version)
    if changes:
        record(ViewEvent.CHANGED, view, actor=actor, changes=changes)
    return view


@transaction.atomic
def word_card(
    view: RoadmapView, initiative: Initiative, *, actor: Actor, title: str, text: str = "", version: int | None = None
) -> Card:
    """Put an initiative on a view in words of its own, or change these words."""
    view = held(view, actor)
    require(rules.may_word(actor, view, initiative))
    if not fits(view, initiative):
        raise ValidationError({"initiative": f"{initiative.key} is of another product than this view."})
    card = Card.objects.select_for_update().filter(view=view, initiative=initiative).first()
    words = {"title": " ".join(title.split()), "text": text.replace("\r\n", "\n").strip()}
    if card is None:
        card = Card(view=view, initiative=initiative, **words)
        card.full_clean(exclude=["view", "initiative"])
        card.save()
        changes = {name: ["", value] for name, value in words.items() if value}
    else:
        before = {name: getattr(card, name) for name in words}
        changes = change(card, words | ({"worded_at": clock.now()} if before != words else {}), version=version)
        changes.pop("worded_at", None)
    if changes:
        record(ViewEvent.WORDED, initiative, about=view, actor=actor, changes=changes)
    return card


@transaction.atomic
def take_card_off(view: RoadmapView, initiative: Initiative, *, actor: Actor) -> None:
    """Take an initiative's words away: a view for customers does not show it any more, another one shows it as it is."""
    view = held(view, actor)
    require(rules.may_word(actor, view, initiative))
    card = Card.objects.filter(view=view, initiative=initiative).first()
    if card is None:
        raise NotPossible(f"{initiative.key} has no words on this view.")
    words = {"title": [card.title, ""], "text": [card.text, ""]}
    card.delete()
    record(ViewEvent.TAKEN_OFF, initiative, about=view, actor=actor, changes=words)


@transaction.atomic
def archive_view(view: RoadmapView, *, actor: Actor) -> RoadmapView:
    """Put a view away. Its link shows nothing from then on."""
    view = held(view, actor)
    changes = change(view, {"archived_at": clock.now()})
    record(ViewEvent.ARCHIVED, view, actor=actor, changes=changes)
    return view


@transaction.atomic
def unarchive_view(view: RoadmapView, *, actor: Actor) -> RoadmapView:
    """Bring a view back."""
    view = RoadmapView.objects.select_for_update(of=("self",)).select_related("product").get(pk=view.pk)
    require(rules.may_publish(actor, view.product))
    if view.archived_at is None:
        raise NotPossible("This view is not archived.")
    changes = change(view, {"archived_at": None})
    record(ViewEvent.UNARCHIVED, view, actor=actor, changes=changes)
    return view


def held(view: RoadmapView, actor: Actor) -> RoadmapView:
    """The view, locked, if the actor may work on it and it is not archived."""
    view = RoadmapView.objects.select_for_update(of=("self",)).select_related("product", "line").get(pk=view.pk)
    require(rules.may_publish(actor, view.product))
    if view.archived_at is not None:
        raise NotPossible("This view is archived. Bring it back first.")
    return view


def fits(view: RoadmapView, initiative: Initiative) -> bool:
    """Whether an initiative is among what the view is of."""
    if view.product_id is not None:
        return initiative.product_id == view.product_id
    return view.line_id is None or initiative.product.line_id == view.line_id
