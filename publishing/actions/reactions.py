"""The verb of readers: a few words about a card, which are feedback at once."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from feedback.actions import give_feedback
from feedback.models import Channel
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from portal.actions.submissions import LINK
from publishing import rules
from publishing.events import ViewEvent
from publishing.models import Card, Reaction

LONGEST = 500
AN_HOUR = 60


@transaction.atomic
def react(card: Card, *, text: str, actor: Actor) -> Reaction:
    """Take in words about a card. Said twice on one day, they are there once; a view takes only so many in an hour."""
    card = Card.objects.select_related("view", "initiative__product").get(pk=card.pk)
    require(rules.may_react(card.view))
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise ValidationError({"text": f"Write a few words, at most {LONGEST} characters."})
    if actor.person is None and LINK.search(words):
        raise ValidationError({"text": "Leave the link out, please: here we take words only."})
    digest = digest_of(card, words, actor)
    if there := Reaction.objects.filter(digest=digest).first():
        return there
    lately = Reaction.objects.filter(card__view=card.view, made_at__gt=clock.now() - timedelta(hours=1))
    if lately.count() >= AN_HOUR:
        raise NotPossible("That is a lot for one hour, and we want to read it well. Come back a little later.")
    try:
        with transaction.atomic():
            channel = Channel.SALES if actor.person is not None else Channel.PORTAL
            feedback = give_feedback(
                text=words, title=f"About “{card.title}” on {card.view.title}"[:200], product=card.initiative.product,
                channel=channel, actor=actor,
            )  # fmt: skip
            reaction = Reaction.objects.create(card=card, feedback=feedback, digest=digest)
    except IntegrityError:  # the same words were sent twice at the same moment
        return Reaction.objects.get(digest=digest)
    record(ViewEvent.REACTED, feedback, about=card.initiative, actor=actor, view=card.view)
    return reaction


def digest_of(card: Card, words: str, actor: Actor) -> str:
    """By what the same words about the same card are known again, whatever their blanks and capitals."""
    who = actor.person.pk if actor.person is not None else ""
    said = f"{card.code}\n{clock.today()}\n{who}\n{' '.join(words.casefold().split())}"
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()
