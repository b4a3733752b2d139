"""The verbs of publishing: what customers read of an idea."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from portal import rules
from portal.actions.portals import tidied
from portal.actions.statuses import set_status
from portal.events import PublicationEvent
from portal.models import Publication
from portal.statuses import derived
from roadmap.models import Idea

EDITABLE = ("title", "text", "overruled")


@transaction.atomic
def publish_idea(idea: Idea, *, actor: Actor, title: str, text: str = "", overruled: str = "") -> Publication:
    """Let customers read of an idea, in words meant for them. Its status follows the roadmap unless it is overruled."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("product").get(pk=idea.pk)
    require(rules.may_publish(actor, idea))
    if Publication.objects.filter(idea=idea).exists():
        raise NotPossible(f"{idea.key} was published before. Edit that, or put it on the portal again.")
    if idea.is_archived:
        raise NotPossible(f"{idea.key} is archived. Bring it back first.")
    status = overruled or derived([idea])[idea.pk]
    words = tidied({"title": title, "text": text, "overruled": overruled})
    publication = Publication(idea=idea, status=status, told_status=status, published_by=actor.person, **words)
    publication.full_clean(exclude=["idea", "published_by"])
    publication.save()
    record(PublicationEvent.PUBLISHED, publication, actor=actor, about=idea, status=str(status))
    return publication


@transaction.atomic
def edit_publication(publication: Publication, *, actor: Actor, version: int | None = None, **values: Any) -> Publication:
    """Change the public words, or say that the status is another than the roadmap tells."""
    publication = held(publication, actor)
    if unknown := set(values) - set(EDITABLE):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be edited."))
    changes = change(publication, tidied(values), version=version)
    if changes:
        record(PublicationEvent.CHANGED, publication, actor=actor, about=publication.idea, changes=changes)
    set_status(publication, publication.overruled or derived([publication.idea])[publication.idea_id], actor=actor)
    return publication


@transaction.atomic
def withdraw_publication(publication: Publication, *, actor: Actor) -> Publication:
    """Take it off the portal. Votes and followers stay, in case it comes back."""
    publication = held(publication, actor)
    if not publication.is_standing:
        raise NotPossible("This is not on the portal.")
    publication.withdrawn_at, publication.version = clock.now(), publication.version + 1
    publication.save(update_fields=["withdrawn_at", "version"])
    record(PublicationEvent.WITHDRAWN, publication, actor=actor, about=publication.idea)
    return publication


@transaction.atomic
def publish_again(publication: Publication, *, actor: Actor) -> Publication:
    """Put what was taken off on the portal again, where the roadmap stands now."""
    publication = held(publication, actor)
    if publication.is_standing:
        raise NotPossible("This is on the portal already.")
    publication.withdrawn_at, publication.version = None, publication.version + 1
    publication.save(update_fields=["withdrawn_at", "version"])
    record(PublicationEvent.PUBLISHED_AGAIN, publication, actor=actor, about=publication.idea)
    set_status(publication, publication.overruled or derived([publication.idea])[publication.idea_id], actor=actor)
    return publication


def held(publication: Publication, actor: Actor) -> Publication:
    """The publication, locked, if the actor may say what customers read of the idea."""
    rows = Publication.objects.select_for_update(of=("self",)).select_related("idea__product")
    publication = rows.get(pk=publication.pk)
    require(rules.may_publish(actor, publication.idea))
    return publication
