"""Saying something about a record, and what becomes of what was said."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from conversation import rules
from conversation.actions.following import begin_following, key_of
from conversation.events import ConversationEvent
from conversation.mentions import named_in
from conversation.models import Comment, Follow, Why
from conversation.topics import readers_of, topic_of
from history import clock
from history.actor import Actor
from history.models import Event, EventWords
from history.recording import record as write_down
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Person

MOST = 10_000


@transaction.atomic
def write_comment(record: Model, *, text: str, actor: Actor) -> Comment:
    """Begin a thread about a record. Who writes follows; who is mentioned with @ is told."""
    require(rules.may_comment(actor, record))
    return say(record, text, actor)


@transaction.atomic
def reply(comment: Comment, *, text: str, actor: Actor) -> Comment:
    """Answer in a thread. A thread is one level deep: an answer to an answer stands beside it."""
    thread = Comment.objects.select_for_update(of=("self",)).select_related("reply_to").get(pk=comment.pk)
    thread = thread.reply_to or thread
    record = thread.record
    require(rules.may_comment(actor, record))
    if thread.is_resolved:
        raise NotPossible("This thread is resolved. Reopen it to go on.")
    return say(record, text, actor, thread)


def say(record: Model, text: str, actor: Actor, thread: Comment | None = None) -> Comment:
    """Write it down. During a blind phase it is held back as everything said there is."""
    comment = Comment(**key_of(record), author=actor.person, reply_to=thread, text=worded(text), phase=phase_now(record))
    comment.full_clean(exclude=["author", "reply_to", "resolved_by"])
    comment.save()
    named = mention(comment, record)
    begin_following(record, [actor.person], why=Why.COMMENTED)
    Follow.objects.on(record).filter(person=actor.person).exclude(stopped_at=None).update(stopped_at=None)
    write_down(ConversationEvent.WRITTEN, comment, actor=actor, about=record, mentioned=named, reply_to=thread)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, *, text: str, actor: Actor, version: int | None = None) -> Comment:
    """Put one's own words right. History keeps them as they were before, but of what nobody else has heard yet."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    require(rules.may_change(actor, comment))
    check_there(comment)
    record = comment.record
    phase = phase_now(record)
    if phase and comment.phase != phase:
        raise NotPossible("What is said now is held back until the reveal, and this was heard already. Edit it afterwards.")
    changes = change(comment, {"text": worded(text)}, version=version)
    if not changes:
        return comment
    Comment.objects.filter(pk=comment.pk).update(edited_at=clock.now())
    before = set(comment.mentioned.values_list("pk", flat=True))
    named = [person for person in mention(comment, record) if person.pk not in before]
    told = {} if phase else changes
    write_down(ConversationEvent.EDITED, comment, actor=actor, about=record, changes=told, mentioned=named)
    return comment


@transaction.atomic
def delete_comment(comment: Comment, *, actor: Actor) -> Comment:
    """Take one's own words back. They leave the database, history's copies of them too; that there was a comment stays."""
    comment = Comment.objects.select_for_update(of=("self",)).select_related("author").get(pk=comment.pk)
    require(rules.may_change(actor, comment))
    check_there(comment)
    comment.text, comment.deleted_at, comment.version = None, clock.now(), comment.version + 1
    comment.save(update_fields=["text", "deleted_at", "version"])
    comment.mentioned.clear()
    edits = Event.objects.filter(kind=ConversationEvent.EDITED, subject_type=comment._meta.label_lower, subject_id=comment.pk)
    EventWords.objects.filter(event__in=edits).update(body=None)
    write_down(ConversationEvent.DELETED, comment, actor=actor, about=comment.record)
    return comment


@transaction.atomic
def resolve_thread(comment: Comment, *, actor: Actor) -> Comment:
    """Settle a thread: it folds up."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(rules.may_settle(actor, comment))
    check_thread(comment)
    if comment.is_resolved:
        raise NotPossible("This thread is resolved already.")
    comment.resolved_at, comment.resolved_by, comment.version = clock.now(), actor.person, comment.version + 1
    comment.save(update_fields=["resolved_at", "resolved_by", "version"])
    write_down(ConversationEvent.RESOLVED, comment, actor=actor, about=comment.record)
    return comment


@transaction.atomic
def reopen_thread(comment: Comment, *, actor: Actor) -> Comment:
    """Take a settled thread up again."""
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    require(rules.may_settle(actor, comment))
    check_thread(comment)
    if not comment.is_resolved:
        raise NotPossible("This thread is open.")
    comment.resolved_at, comment.resolved_by, comment.version = None, None, comment.version + 1
    comment.save(update_fields=["resolved_at", "resolved_by", "version"])
    write_down(ConversationEvent.REOPENED, comment, actor=actor, about=comment.record)
    return comment


def worded(text: str) -> str:
    """What was said, with line ends as everybody counts them. Nothing is no comment."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not plain:
        raise ValidationError({"text": "Write something first."})
    if len(plain) > MOST:
        raise ValidationError({"text": f"This is {len(plain):,} characters long; {MOST:,} fit."})
    return plain


def phase_now(record: Model) -> int:
    """Under which number what is said now is held back. The record is locked, so that no reveal comes between."""
    topic = topic_of(record)
    if topic.heard is None:
        return 0
    return topic.phase(topic.model._default_manager.select_for_update().get(pk=record.pk))


def mention(comment: Comment, record: Model) -> list[Person]:
    """Keep who is meant, among those who may see the record; they follow it from now on, as far as they take part."""
    named = named_in(comment.text or "", readers_of(record))
    comment.mentioned.set(named)
    talkers = [person for person in named if rules.may_follow(Actor(person=person))]
    if talkers and not comment.is_held:
        begin_following(record, talkers, why=Why.MENTIONED)
    return named


def check_there(comment: Comment) -> None:
    """What was taken back is gone."""
    if comment.is_deleted:
        raise NotPossible("This comment was deleted.")


def check_thread(comment: Comment) -> None:
    """Only what begins a thread settles it."""
    if comment.reply_to_id is not None:
        raise NotPossible("A reply is not settled by itself: settle its thread.")
