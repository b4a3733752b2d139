"""Saved views: a filter that somebody gave a name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict

from feedback import rules
from feedback.events import SavedViewEvent
from feedback.models import SavedView
from history.actor import Actor
from history.recording import record
from history.refusals import require
from history.versions import change

FILTERS = ("state", "product", "channel", "segment", "company", "tag", "assignee", "since", "until", "q")


@transaction.atomic
def save_view(*, name: str, query: str, actor: Actor, is_shared: bool = False) -> SavedView:
    """Give the filter that one looks through a name."""
    require(rules.may_save_view(actor))
    view = SavedView(name=" ".join(name.split()), owner=actor.person, is_shared=is_shared, query=plain_query(query))
    view.full_clean(exclude=["owner"])
    check_name_is_free(view)
    view.save()
    record(SavedViewEvent.SAVED, view, actor=actor, words=discreet(view), shared=is_shared)
    return view


@transaction.atomic
def change_view(
    view: SavedView, *, actor: Actor, version: int | None = None, name: str | None = None, query: str | None = None,
    is_shared: bool | None = None,
) -> SavedView:  # fmt: skip
    """Rename a view, share it or keep it to oneself, or have it hold another filter."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    require(rules.may_change_view(actor, view))
    values = {"name": name and " ".join(name.split()), "query": query and plain_query(query), "is_shared": is_shared}
    changes = change(view, {field: value for field, value in values.items() if value is not None}, version=version)
    check_name_is_free(view)
    if changes:
        record(SavedViewEvent.CHANGED, view, actor=actor, words=discreet(view), changes=changes if view.is_shared else None)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Forget a saved view. The feedback that it showed is untouched."""
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    require(rules.may_change_view(actor, view))
    words = {"name": view.name, "query": view.query}
    record(SavedViewEvent.DELETED, view, actor=actor, words=words | discreet(view), shared=view.is_shared)
    view.delete()


def discreet(view: SavedView) -> dict[str, str]:
    """How history speaks of a view: one that is not shared is nobody else's affair, its name included."""
    return {} if view.is_shared else {"label": "a view of their own"}


def check_name_is_free(view: SavedView) -> None:
    """A person's views have names of their own."""
    if SavedView.objects.filter(owner=view.owner, name__iexact=view.name).exclude(pk=view.pk).exists():
        raise ValidationError({"name": "You have a view of this name already."})


def plain_query(query: str) -> str:
    """The known filters of an address, in one order; whatever else it carried is left out."""
    asked = QueryDict(query.lstrip("?")[:2000])
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if values := [value for value in asked.getlist(name) if value]:
            kept.setlist(name, values)
    return kept.urlencode()
