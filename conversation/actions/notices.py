"""Reading what one is told, and saying how one wants to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from conversation import mailings, rules
from conversation.events import ConversationEvent
from conversation.models import USUAL, Means, Notice, NoticeKind, Preference
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import require
from people.models import Person

MAILED = (Means.MAIL, Means.DIGEST)


@dataclass(frozen=True)
class ReadAll:
    """How much was noted as read, and at which moment: by it that is taken back."""

    count: int
    at: datetime


@transaction.atomic
def mark_read(notice: Notice, *, actor: Actor) -> Notice:
    """Note that one has read it. Read is no event of history: it concerns nobody else."""
    require(rules.may_read(actor, notice))
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    notice.refresh_from_db(fields=["read_at"])
    return notice


@transaction.atomic
def mark_unread(notice: Notice, *, actor: Actor) -> Notice:
    """Keep it for later."""
    require(rules.may_read(actor, notice))
    Notice.objects.filter(pk=notice.pk).update(read_at=None)
    notice.read_at = None
    return notice


@transaction.atomic
def mark_all_read(*, actor: Actor, kind: str = "") -> ReadAll:
    """Note that one has read everything, or everything of one kind. Says how many and when, so that it can be taken back."""
    require(rules.may_prefer(actor))
    rows, at = Notice.objects.unread().filter(person=actor.person), clock.now()
    return ReadAll((rows.filter(kind=kind) if kind else rows).update(read_at=at), at)


@transaction.atomic
def keep_all(*, at: datetime, actor: Actor) -> int:
    """Keep for later whatever one noted as read at that very moment: how many that were."""
    require(rules.may_prefer(actor))
    return Notice.objects.filter(person=actor.person, read_at=at).update(read_at=None)


@transaction.atomic
def prefer(choices: Mapping[str, str], *, actor: Actor) -> dict[str, str]:
    """Say how one wants to be told of each kind of thing."""
    require(rules.may_prefer(actor))
    for kind, means in choices.items():
        known = mailings.MEANS if kind in mailings.known() else Means.values if kind in NoticeKind.values else ()
        if means not in known:
            raise ValidationError({kind if known else "kind": "There is no such choice."})
    before = preferences_of(actor.person)  # type: ignore[arg-type]
    changed = {kind: means for kind, means in choices.items() if before[kind] != means}
    for kind, means in changed.items():
        Preference.objects.update_or_create(person=actor.person, kind=kind, defaults={"means": means})
    if changed:
        changes = {kind: [before[kind], means] for kind, means in changed.items()}
        record(ConversationEvent.PREFERRED, actor.person, actor=actor, changes=changes)  # type: ignore[arg-type]
    return before | changed


@transaction.atomic
def stop_mail(person: Person, *, actor: Actor) -> dict[str, str]:
    """No more mail to somebody: whatever came by mail is shown here only. Asked twice, it stays as it is."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    require(rules.may_stop_mail(actor, person))
    before = preferences_of(person)
    mailed = [kind for kind, means in before.items() if means in MAILED]
    for kind in mailed:
        means = Means.OFF if kind in mailings.known() else Means.APP
        Preference.objects.update_or_create(person=person, kind=kind, defaults={"means": means})
    if mailed:
        record(ConversationEvent.STOPPED, person, actor=actor, kinds=mailed)
    return before


def preferences_of(person: Person) -> dict[str, str]:
    """How somebody is told of each kind of thing."""
    said = dict(Preference.objects.filter(person=person).values_list("kind", "means"))
    usual = {kind.value: USUAL[kind].value for kind in NoticeKind} | dict.fromkeys(mailings.known(), Means.MAIL.value)
    return {kind: said.get(kind, means) for kind, means in usual.items()}
