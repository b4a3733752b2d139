"""Who wants no mail: customers by the link in each, people of ours by a switch."""

from __future__ import annotations

from django.db import transaction

from answers.events import AnswerEvent
from answers.models import Muted, Silence
from answers.rules import TELLERS
from customers.models import Contact
from history.actor import Actor
from history.recording import record
from history.refusals import Denied, NotPossible, require


@transaction.atomic
def silence(contact: Contact, *, actor: Actor) -> Silence:
    """A contact wants no more mail. Asked twice, it stays as it is."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    require(actor.has(*TELLERS) or Denied("Only who deals with customers notes this for them."))
    kept, is_new = Silence.objects.get_or_create(contact=contact)
    if is_new:
        record(AnswerEvent.SILENCED, contact, actor=actor)
    return kept


@transaction.atomic
def hear_again(contact: Contact, *, actor: Actor) -> None:
    """A contact wants mail again."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    require(actor.has(*TELLERS) or Denied("Only who deals with customers notes this for them."))
    if not Silence.objects.filter(contact=contact).delete()[0]:
        raise NotPossible(f"{contact} gets mail already.")
    record(AnswerEvent.HEARD_AGAIN, contact, actor=actor)


@transaction.atomic
def mute(*, actor: Actor) -> None:
    """Send me no mail about what becomes of my requests."""
    require(actor.person is not None or Denied("Only a person gets mail."))
    Muted.objects.get_or_create(person=actor.person)


@transaction.atomic
def unmute(*, actor: Actor) -> None:
    """Send me mail about what becomes of my requests."""
    require(actor.person is not None or Denied("Only a person gets mail."))
    Muted.objects.filter(person=actor.person).delete()
