"""What may be said of an idea, and what not."""

from __future__ import annotations

from django.db import transaction

from answers import rules
from answers.events import WordingEvent
from answers.models import Wording
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from roadmap.models import Idea


@transaction.atomic
def approve_wording(idea: Idea, *, actor: Actor, may_say: str, must_not_say: str = "", version: int | None = None) -> Wording:
    """Approve what sales may say of an idea to customers, and what not. Drafts made from now on say so too."""
    idea = Idea.objects.select_for_update().get(pk=idea.pk)
    require(rules.may_word(actor, idea))
    if actor.person is None:
        raise NotPossible("A person approves what is said.")
    by = {"approved_by": actor.person, "approved_at": clock.now()}
    words = {"may_say": may_say.strip(), "must_not_say": must_not_say.strip()}
    wording = Wording.objects.filter(idea=idea).first()
    if wording is None:
        wording = Wording(idea=idea, **words, **by)
        wording.full_clean(exclude=["idea", "approved_by"])
        wording.save()
        changes = {name: ["", text] for name, text in words.items() if text}
    else:
        changes = change(wording, words | by, version=version)
        changes = {name: changes[name] for name in words if name in changes}
    record(WordingEvent.APPROVED, wording, actor=actor, about=idea, changes=changes)
    return wording
