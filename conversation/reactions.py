"""What follows by itself from what happens to a record: who made or owns it follows it, and who follows it is told."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from conversation.actions import begin_following, begin_following_each
from conversation.events import ConversationEvent
from conversation.models import Comment, NoticeKind, Why
from conversation.rules import may_follow
from conversation.telling import Tidings, followers_of_each, tell, tell_all, tell_of_comment
from conversation.topics import Topic, is_news, listens, topic_of_kind
from history.actor import Actor
from history.models import Event
from history.reactions import Happened, on


@listens
def follow_what_one_made_or_owns(happened: Happened, actor: Actor) -> None:
    """Who made a record follows it; who answers for it from now on does too, and is told."""
    follows, tidings = [], []
    for event, subject in happened:
        topic, owners = topic_of_kind(event.subject_type), set()
        if topic is None:
            continue
        if event.kind in topic.made_by:
            owners = owners_of(subject, topic.owners)
            follows += [(subject, actor.person, Why.MADE)] if topic.follows_own(subject) else []
        elif changed := owners_changed(event, topic.owners):
            owners = owners_of(subject, changed)
        follows += [(subject, pk, Why.OWNS) for pk in sorted(owners)]
        tidings.append(Tidings(event, (event.subject_type, event.subject_id), owners, subject))
    begin_following_each(follows)
    tell_all(tidings, kind=NoticeKind.MINE)


@listens
def tell_followers(happened: Happened, actor: Actor) -> None:
    """Who follows the record, or the larger one that it belongs to, hears what became of it."""
    by_kind: dict[str, list[tuple[Event, int, Any]]] = defaultdict(list)
    for event, subject in happened:
        for kind, pk in ((event.subject_type, event.subject_id), (event.about_type, event.about_id)):
            topic = topic_of_kind(kind)
            if topic is not None and pk is not None and is_news(event.kind, topic):
                by_kind[kind].append((event, pk, subject))
    for kind, news in by_kind.items():
        topic = topic_of_kind(kind)
        assert topic is not None  # noqa: S101 (found above)
        people = followers_of_each(topic, {pk: event.product_id for event, pk, _ in news})
        tell_all([Tidings(event, (kind, pk), people[pk], subject) for event, pk, subject in news], kind=NoticeKind.CHANGE)


@listens
def unveil(happened: Happened, actor: Actor) -> None:
    """What was held back in a blind phase is heard from now on: those whom it concerns are told now."""
    for event, subject in happened:
        topic = topic_of_kind(event.subject_type)
        for comment in held_until_now(topic, event) if topic is not None and event.kind in topic.unveiled_by else []:
            said = Event.objects.filter(kind=ConversationEvent.WRITTEN, subject_type=comment._meta.label_lower)
            named = list(comment.mentioned.all())
            begin_following(subject, (one for one in named if may_follow(Actor(person=one))), why=Why.MENTIONED)
            tell_of_comment(comment, said.get(subject_id=comment.pk), [one.pk for one in named])


def held_until_now(topic: Topic, event: Event) -> list[Comment]:
    """The comments on a record that nobody was told of yet."""
    rows = Comment.objects.filter(subject_type=topic.kind, subject_id=event.subject_id, phase__gt=0, deleted_at=None)
    return list(rows.filter(notices=None).order_by("id"))


@on(ConversationEvent.WRITTEN)
def tell_of_a_comment(event: Event, subject: Comment, actor: Actor) -> None:
    """A comment is news to those it mentions and to who follows; a held one is not, before it may be heard."""
    if not subject.is_held:
        tell_of_comment(subject, event, event.facts["mentioned"])


@on(ConversationEvent.EDITED)
def tell_who_is_mentioned_now(event: Event, subject: Comment, actor: Actor) -> None:
    """Whom an edit mentions for the first time is told."""
    if event.facts["mentioned"] and Comment.objects.heard().filter(pk=subject.pk).exists():
        about = (subject.subject_type, subject.subject_id)
        tell(event, about, event.facts["mentioned"], kind=NoticeKind.MENTION, comment=subject)


def owners_of(subject: Any, fields: tuple[str, ...]) -> set[int]:
    """The ids of those whom the fields name."""
    return {getattr(subject, f"{name}_id") for name in fields} - {None}


def owners_changed(event: Event, fields: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the fields the event gave another value."""
    changes = (event.words.body or {}).get("changes", {})
    return tuple(name for name in fields if name in changes)
