"""Giving an answer: by mail, or through the account owner; or saying why not."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from answers import rules
from answers.events import AnswerEvent
from answers.models import Answer, AnswerState
from feedback.rules import may_see_product
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from jobs.actions import enqueue
from people.models import Person

EDITABLE = ("subject", "text")


def held(answer: Answer) -> Answer:
    """The answer under its lock, with whom it goes to."""
    Answer.objects.select_for_update().get(pk=answer.pk)
    return Answer.objects.select_related("contact__silence", "company__owner", "idea", "product", "owner").get(pk=answer.pk)


def check_move(answer: Answer, to: AnswerState) -> None:
    """Refuse what an answer's state does not allow."""
    if to not in Answer.MOVES[AnswerState(answer.state)]:
        raise NotPossible(f"This answer is {answer.get_state_display().lower()}: it cannot become {to.label.lower()}.")


def settle(answer: Answer, to: AnswerState, *, actor: Actor, **values: Any) -> dict[str, list[Any]]:
    """Move an answer to a state, with who and when where it ends there."""
    ended = to in (AnswerState.SENT, AnswerState.TOLD, AnswerState.DROPPED)
    by = {"settled_at": clock.now() if ended else None, "settled_by": actor.person if ended else None}
    changes = change(answer, {"state": to, **by, **values})
    return {name: changes[name] for name in ("state", *values) if name in changes}


@transaction.atomic
def edit_answer(answer: Answer, *, actor: Actor, version: int | None = None, **values: Any) -> Answer:
    """Change the words of an answer that has not been given."""
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    if answer.state != AnswerState.WAITING:
        raise NotPossible(f"This answer is {answer.get_state_display().lower()}: its words stay.")
    changes = change(answer, {name: values[name] for name in EDITABLE if name in values}, version=version)
    if changes:
        record(AnswerEvent.CHANGED, answer, actor=actor, about=answer.idea, changes=changes)
    return answer


@transaction.atomic
def send_answer(answer: Answer, *, actor: Actor, version: int | None = None, **values: Any) -> Answer:
    """Send an answer to the contact, with its last changes. The mail leaves through the outbox, once."""
    if values:
        answer = edit_answer(answer, actor=actor, version=version, **values)
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    check_move(answer, AnswerState.SENT)
    if not answer.is_sendable:
        why = "wants no more mail" if answer.contact and answer.contact.email else "has no e-mail address"
        raise NotPossible(f"{answer.contact or answer.company} {why}: hand this answer to the account owner.")
    changes = settle(answer, AnswerState.SENT, actor=actor)
    record(AnswerEvent.SENT, answer, actor=actor, about=answer.idea, changes=changes)
    enqueue("answers.mail_answer", answer.pk, actor=actor, title=f"Mail “{answer}”", slot=f"answer {answer.pk}")
    return answer


@transaction.atomic
def hand_over(answer: Answer, *, actor: Actor, to: Person | None = None, note: str = "") -> Answer:
    """Let the account owner, or somebody else who speaks with them, give the answer in person."""
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    check_move(answer, AnswerState.HANDED)
    owner = to or (answer.company.owner if answer.company is not None else None)
    if owner is None:
        raise ValidationError({"to": f"{answer.company or answer.contact} has no account owner. Choose somebody."})
    their = Actor(person=owner)
    if not owner.is_active or not their.has(*rules.TELLERS) or not may_see_product(their, answer.product):
        raise ValidationError({"to": f"{owner} cannot give this answer: choose somebody who deals with its customers."})
    changes = settle(answer, AnswerState.HANDED, actor=actor, owner=owner, note=note.strip())
    record(AnswerEvent.HANDED, answer, actor=actor, about=answer.idea, changes=changes)
    enqueue("answers.mail_hand_over", answer.pk, actor=actor, title=f"Tell {owner} of an answer to give")
    return answer


@transaction.atomic
def take_back(answer: Answer, *, actor: Actor) -> Answer:
    """Take an answer back from the account owner: it waits to be sent again."""
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    if answer.state != AnswerState.HANDED:
        raise NotPossible("This answer is not with an account owner.")
    changes = settle(answer, AnswerState.WAITING, actor=actor)
    record(AnswerEvent.TAKEN_BACK, answer, actor=actor, about=answer.idea, changes=changes)
    return answer


@transaction.atomic
def tell_answer(answer: Answer, *, actor: Actor, note: str = "") -> Answer:
    """Say that the answer was told in person, and how."""
    answer = held(answer)
    require(rules.may_tell(actor, answer))
    check_move(answer, AnswerState.TOLD)
    changes = settle(answer, AnswerState.TOLD, actor=actor, note=note.strip())
    record(AnswerEvent.TOLD, answer, actor=actor, about=answer.idea, changes=changes, reason=note.strip())
    return answer


@transaction.atomic
def drop_answer(answer: Answer, *, actor: Actor, reason: str) -> Answer:
    """Decide not to give an answer, and say why. The same thing is not drafted again."""
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    check_move(answer, AnswerState.DROPPED)
    if not reason.strip():
        raise ValidationError({"reason": "Say why nobody needs to hear of this."})
    changes = settle(answer, AnswerState.DROPPED, actor=actor, note=reason.strip())
    record(AnswerEvent.DROPPED, answer, actor=actor, about=answer.idea, changes=changes, reason=reason.strip())
    return answer


@transaction.atomic
def revive_answer(answer: Answer, *, actor: Actor) -> Answer:
    """Bring back an answer that was not to be given: it waits again."""
    answer = held(answer)
    require(rules.may_answer(actor, answer))
    if answer.state != AnswerState.DROPPED:
        raise NotPossible(f"This answer is {answer.get_state_display().lower()}.")
    changes = settle(answer, AnswerState.WAITING, actor=actor, note="")
    record(AnswerEvent.REVIVED, answer, actor=actor, about=answer.idea, changes=changes)
    return answer
