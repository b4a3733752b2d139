"""The verbs of release notes: draft, edit, publish, withdraw, send to those who asked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from answers.actions import draft_about_idea, drop_answer, send_answer
from answers.models import Answer, AnswerState, Occasion
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from publishing import rules
from publishing.events import NotesEvent
from publishing.models import Audience, Card, ReleaseNotes
from roadmap.models import Initiative
from roadmap.past import end_of

EDITABLE = frozenset({"title", "text"})


@transaction.atomic
def draft_notes(product: Product, *, since: date, until: date, actor: Actor, title: str = "") -> ReleaseNotes:
    """Draft notes of what was completed for a product between two days and is in customers' hands.

    The draft holds the words that customers read of a card already; where there are none, its title alone, to be mended.
    """
    require(rules.may_publish(actor, product))
    title = title.strip() or f"What is new in {product}, {until:%B %Y}"
    notes = ReleaseNotes(product=product, since=since, until=until, title=title, text="…")
    notes.full_clean(exclude=["product"])
    done = Initiative.objects.filter(product=product).here().order_by("completed_at", "id")
    done = done.filter(completed_at__gt=end_of(since - timedelta(days=1)), completed_at__lte=end_of(until))
    initiatives = list(done)
    if not initiatives:
        raise ValidationError({"since": f"Nothing was completed for {product} in these days."})
    cards = Card.objects.filter(view__audience=Audience.CUSTOMERS, initiative__in=initiatives)
    words = {card.initiative_id: card for card in cards}
    notes.text = "\n\n".join(section_of(one, words.get(one.pk)) for one in initiatives)[:20_000]
    notes.save()
    notes.initiatives.set(initiatives)
    record(NotesEvent.DRAFTED, notes, actor=actor, initiatives=[one.pk for one in initiatives])
    return notes


def section_of(initiative: Initiative, card: Card | None) -> str:
    """One initiative in the draft."""
    return f"## {card.title if card else initiative.title}" + (f"\n\n{card.text}" if card and card.text else "")


@transaction.atomic
def edit_notes(notes: ReleaseNotes, *, actor: Actor, version: int | None = None, **values: Any) -> ReleaseNotes:
    """Change the words."""
    notes = held(notes, actor)
    if unknown := set(values) - EDITABLE:
        raise TypeError(f"No such field of release notes: {', '.join(sorted(unknown))}.")
    changes = change(notes, {name: value.replace("\r\n", "\n").strip() for name, value in values.items()}, version=version)
    if changes:
        record(NotesEvent.CHANGED, notes, actor=actor, changes=changes)
    return notes


@transaction.atomic
def publish_notes(notes: ReleaseNotes, *, actor: Actor) -> ReleaseNotes:
    """Let colleagues and the readers of the product's published roadmaps read them."""
    notes = held(notes, actor)
    if notes.published_at is not None:
        raise NotPossible("These notes are published already.")
    change(notes, {"published_at": clock.now(), "published_by": actor.person})
    record(NotesEvent.PUBLISHED, notes, actor=actor)
    return notes


@transaction.atomic
def withdraw_notes(notes: ReleaseNotes, *, actor: Actor) -> ReleaseNotes:
    """Take published notes back to a draft. Whoever was mailed has them."""
    notes = held(notes, actor)
    if notes.published_at is None:
        raise NotPossible("These notes are a draft.")
    change(notes, {"published_at": None, "published_by": None})
    record(NotesEvent.WITHDRAWN, notes, actor=actor)
    return notes


@transaction.atomic
def send_notes(notes: ReleaseNotes, *, actor: Actor) -> list[Answer]:
    """Mail the notes to those who asked for something in them and have not been told that it is here.

    They are answers like all others, so whoever was answered is not told again, and whoever asked for two things gets one mail.
    Who cannot be mailed keeps a draft, for the account owner.
    """
    notes = held(notes, actor)
    if notes.published_at is None:
        raise NotPossible("Publish the notes first: what is mailed should be there to be read.")
    ideas = {idea for one in notes.initiatives.all() for idea in one.ideas.all()}
    for one in notes.initiatives.all():
        for idea in one.ideas.all():
            draft_about_idea(idea, actor=actor, occasion=Occasion.SHIPPED, initiative=one)
    waiting = Answer.objects.filter(idea__in=ideas, occasion=Occasion.SHIPPED, state=AnswerState.WAITING)
    sent: dict[int, Answer] = {}
    for answer in waiting.select_related("contact__silence").order_by("made_at", "id"):
        if not answer.is_sendable or answer.contact_id is None:
            continue
        if first := sent.get(answer.contact_id):
            first.feedback.add(*answer.feedback.all())
            first.votes.add(*answer.votes.all())
            drop_answer(answer, actor=actor, reason=f"Told in one mail, “{notes.title}”.")
        else:
            text = f"Hello {answer.contact},\n\nyou asked for something that is here now.\n\n{notes.text}"[:10_000]
            sent[answer.contact_id] = send_answer(answer, actor=actor, subject=notes.title, text=text)
    change(notes, {"sent_at": clock.now()})
    record(NotesEvent.SENT, notes, actor=actor, count=len(sent))
    return list(sent.values())


def held(notes: ReleaseNotes, actor: Actor) -> ReleaseNotes:
    """The notes, locked, if the actor may speak for their product."""
    notes = ReleaseNotes.objects.select_for_update(of=("self",)).select_related("product").get(pk=notes.pk)
    require(rules.may_publish(actor, notes.product))
    return notes
