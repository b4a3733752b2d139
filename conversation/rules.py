"""Who may take part in a conversation."""

from __future__ import annotations

from django.db.models import Model

from conversation.models import Comment, Follow, Notice
from conversation.topics import topic_of
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Person

TALKERS = (Role.SALES, Role.SUCCESS, Role.PRODUCT, Role.LEADERSHIP, Role.ADMIN)


def sees(actor: Actor, record: Model) -> bool | Denied:
    """Whether the record is one that the actor may see."""
    seen = topic_of(record).visible_to(actor).filter(pk=record.pk).exists()
    return True if seen else Denied("There is no such record, or you may not see it.")


def may_talk(actor: Actor) -> bool | Denied:
    """Everybody who takes part in the work; a viewer reads."""
    if actor.person is None or not actor.has(*TALKERS):
        return Denied("Viewers read comments. To write some, ask an admin for another role.")
    return True


def may_comment(actor: Actor, record: Model) -> bool | Denied:
    """Who takes part, on what they may see."""
    return may_talk(actor) and sees(actor, record)


def may_follow(actor: Actor) -> bool | Denied:
    """Everybody who takes part in the work."""
    if actor.person is None or not actor.has(*TALKERS):
        return Denied("Viewers cannot follow. Ask an admin for another role.")
    return True


def may_stop(actor: Actor, follow: Follow) -> bool | Denied:
    """Everybody for themselves."""
    return may_follow(actor) if actor.is_person(follow.person) else Denied("One stops following for oneself.")


def may_change(actor: Actor, comment: Comment) -> bool | Denied:
    """Its author alone: nobody puts words into another's mouth, or takes them out."""
    if not actor.is_person(comment.author):
        return Denied("Only its author may change a comment.")
    return may_talk(actor)


def may_settle(actor: Actor, comment: Comment) -> bool | Denied:
    """A thread is settled, and taken up again, by anybody who could write in it."""
    return may_talk(actor) and sees(actor, comment.record)


def may_read(actor: Actor, notice: Notice) -> bool | Denied:
    """One's own."""
    return True if actor.is_person(notice.person) else Denied("These are another's notifications.")


def may_prefer(actor: Actor) -> bool | Denied:
    """Everybody who may sign in, for themselves."""
    return True if actor.person is not None and actor.roles else Denied("Sign in first.")


def may_stop_mail(actor: Actor, person: Person) -> bool | Denied:
    """Whoever gets the mail: signed in, or by the signed link in it."""
    return True if actor.is_system or actor.is_person(person) else Denied("Everybody decides on their own mail.")
