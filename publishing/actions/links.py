"""The verbs of the link: publish, change its password, end and frames, revoke."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from portal.codes import hashed
from publishing.actions.views import held
from publishing.events import ViewEvent
from publishing.models import Link, RoadmapView

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
MOST_ORIGINS = 10
SHORTEST = 6


@transaction.atomic
def publish_view(
    view: RoadmapView, *, actor: Actor, password: str = "", expires_on: date | None = None, frame_origins: Iterable[str] = ()
) -> Link:
    """Publish a view by a new link. There is one at a time; only a view for customers has one."""
    view = held(view, actor)
    if not view.is_for_customers:
        raise NotPossible("Only a roadmap for customers has a link: the others hold words that are ours alone.")
    if view.links.filter(revoked_at=None).exists():
        raise NotPossible("This view has a link already. Revoke it first, or change it.")
    link = Link(view=view, nonce=get_random_string(40), made_by=actor.person)
    put(link, password=password, expires_on=expires_on, frame_origins=frame_origins)
    link.secret_hash = hashed(link.secret)
    link.save()
    record(ViewEvent.PUBLISHED, view, actor=actor, link=link, has_password=link.has_password, expires_on=expires_on)
    return link


@transaction.atomic
def change_link(
    view: RoadmapView, *, actor: Actor, password: str | None = None, expires_on: date | None = None,
    frame_origins: Iterable[str] = (),
) -> Link:  # fmt: skip
    """Change how long a link lasts, who may frame it, and its password: None keeps it, an empty one asks for none any more."""
    view = held(view, actor)
    link = open_link(view)
    put(link, password=password, expires_on=expires_on, frame_origins=frame_origins)
    link.save()
    record(ViewEvent.LINK_CHANGED, view, actor=actor, link=link, has_password=link.has_password, expires_on=expires_on)
    return link


@transaction.atomic
def revoke_link(view: RoadmapView, *, actor: Actor) -> Link:
    """Revoke the link: its address, its frames and its feed show nothing from now on, and never again."""
    view = held(view, actor)
    link = open_link(view)
    link.revoked_at = clock.now()
    link.save(update_fields=["revoked_at"])
    record(ViewEvent.REVOKED, view, actor=actor, link=link)
    return link


def open_link(view: RoadmapView) -> Link:
    """The view's link."""
    link = Link.objects.select_for_update().filter(view=view, revoked_at=None).first()
    if link is None:
        raise NotPossible("This view has no link.")
    return link


def put(link: Link, *, password: str | None, expires_on: date | None, frame_origins: Iterable[str]) -> None:
    """Set what a link asks for, how long it lasts, and which sites may show it in a frame."""
    if password and len(password) < SHORTEST:
        raise ValidationError({"password": f"Take at least {SHORTEST} characters."})
    if expires_on is not None and expires_on < clock.today():
        raise ValidationError({"expires_on": "This day has passed."})
    origins = [origin.strip().lower().rstrip("/") for origin in frame_origins if origin.strip()]
    if wrong := [origin for origin in origins if not ORIGIN.fullmatch(origin)]:
        raise ValidationError({"frame_origins": f"“{wrong[0]}” is no address of a site, such as https://www.example.com."})
    if len(origins) > MOST_ORIGINS:
        raise ValidationError({"frame_origins": f"At most {MOST_ORIGINS} sites."})
    if password is not None:
        link.password = make_password(password) if password else ""
    link.expires_on, link.frame_origins = expires_on, origins
