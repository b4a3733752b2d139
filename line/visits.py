"""What is new since somebody was last here, and what they follow."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from conversation.models import Follow
from history import clock
from history.actor import Actor
from history.models import Event
from history.telling import Telling, tell_all
from line.models import Visit

AWAY = timedelta(hours=1)
A_MOMENT = timedelta(minutes=5)
SHOWN = 8
MOST = 99


def note_visit(actor: Actor) -> datetime | None:
    """Note that somebody is on Home; answer up to when they had seen things when they came. A second look is no second visit.

    It says nothing of the domain and concerns nobody else, so it is no event of history.
    """
    now = clock.now()
    visit = Visit.objects.filter(person=actor.person).first()
    if visit is None:
        Visit.objects.bulk_create([Visit(person=actor.person, seen_at=now)], ignore_conflicts=True)
        return None
    away = now - visit.seen_at
    if away > A_MOMENT:
        since = visit.seen_at if away > AWAY else visit.since
        Visit.objects.filter(pk=visit.pk).update(seen_at=now, since=since)
        return since
    return visit.since


def news_since(since: datetime | None, actor: Actor) -> tuple[list[Telling], int]:
    """What others did since then, newest first, and how much there was; the latest of it for who comes for the first time."""
    rows = Event.objects.visible_to(actor).exclude(actor=None).exclude(actor=actor.person).select_related("actor", "words")
    if since is not None:
        rows = rows.filter(at__gt=since)
    shown = list(rows[: MOST + 1])
    return tell_all(shown[:SHOWN], actor), len(shown)


def followed(actor: Actor) -> list[Telling]:
    """What happened last to the records that somebody follows, the latest first: one line for each of them."""
    mine = Follow.objects.visible_to(actor).filter(person=actor.person)
    to_it = Event.objects.filter(subject_type=OuterRef("subject_type"), subject_id=OuterRef("subject_id")).order_by("-id")
    in_it = Event.objects.filter(about_type=OuterRef("subject_type"), about_id=OuterRef("subject_id")).order_by("-id")
    last = [Coalesce(Subquery(rows.values("pk")[:1]), 0, output_field=BigIntegerField()) for rows in (to_it, in_it)]
    keys = mine.annotate(last=Greatest(*last)).order_by("-last").values("last")[:SHOWN]
    rows = Event.objects.visible_to(actor).filter(pk__in=keys).select_related("actor", "words")
    return tell_all(rows.order_by("-pk"), actor)
