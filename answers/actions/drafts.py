"""Drafts: made when something came of somebody's words, taken away when it did not come to pass."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from answers import rules
from answers.asking import Asker, askers_of, who_said, who_said_it
from answers.drafting import UNANSWERED_REASONS, subject_of, text_of
from answers.events import AnswerEvent
from answers.models import Answer, AnswerState, Occasion
from feedback.models import Feedback, SetAside
from feedback.rules import may_see_product
from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from people.models import Person
from roadmap.models import Idea, Initiative, Vote

REFERRED = ("product", "idea", "initiative", "set_aside", "contact", "company", "owner", "settled_by")
SUPERSEDED = "Something newer came of it before this was sent."


@transaction.atomic
def draft_about_idea(idea: Idea, *, actor: Actor, occasion: str, initiative: Initiative | None = None) -> list[Answer]:
    """Draft an answer to everybody who asked for an idea, by words or by a vote, each once. Runs again without harm.

    Waiting drafts about the same idea give way to the newer ones.
    """
    require(rules.may_answer(actor))
    Idea.objects.select_for_update().get(pk=idea.pk)
    idea = Idea.objects.select_related("product", "owner").get(pk=idea.pk)
    older = Answer.objects.select_for_update().filter(idea=idea, state=AnswerState.WAITING).exclude(occasion=occasion)
    withdraw(older, actor=actor, why=SUPERSEDED)
    return draft_news(askers_of(idea), idea, actor=actor, occasion=occasion, initiative=initiative)


def draft_news(
    askers: Iterable[Asker], idea: Idea, *, actor: Actor, occasion: str, initiative: Initiative | None
) -> list[Answer]:
    """Draft what came of an idea to each of these."""
    made = []
    for asker in askers:
        made += draft(f"idea:{idea.pk} {occasion}", asker, actor=actor, occasion=occasion, idea=idea, initiative=initiative)
    return made


@transaction.atomic
def draft_about_set_aside(aside: SetAside, *, actor: Actor) -> list[Answer]:
    """Draft the reasoned no to whoever said what was set aside, and to each whose words were merged into it. Spam is not
    answered. Runs again without harm."""
    require(rules.may_answer(actor))
    aside = SetAside.objects.select_related("feedback").get(pk=aside.pk)
    if aside.undone_at is not None or aside.reason in UNANSWERED_REASONS:
        return []
    refused = Answer.objects.filter(occasion=Occasion.SET_ASIDE, feedback__merged_into=aside.feedback).exclude(set_aside=aside)
    told_before = refused.exclude(state=AnswerState.DROPPED, settled_by=None).values_list("feedback", flat=True)
    made = []
    for asker in who_said_it(aside.feedback, without=told_before):
        made += draft(
            f"set_aside:{aside.pk}", asker, actor=actor, occasion=Occasion.SET_ASIDE, set_aside=aside, asked=aside.by
        )  # fmt: skip
    return made


@transaction.atomic
def draft_by_hand(feedback: Feedback, *, actor: Actor) -> Answer:
    """Begin an answer to somebody that nothing else called for. It answers their votes for what their words support as well."""
    feedback = Feedback.objects.select_for_update().get(pk=feedback.pk)
    require(rules.may_answer(actor))
    asker = who_said(feedback)
    if asker is None:
        raise NotPossible(f"{feedback.key} names neither a contact nor a company: nobody can be answered.")
    number = feedback.answers.filter(occasion=Occasion.BY_HAND).count() + 1
    waiting = feedback.answers.open().first()
    if waiting is not None:
        raise NotPossible(f"An answer to {feedback.key} waits already: “{waiting}”.")
    asker.feedback = [feedback]
    if asker.contact is not None:
        supported = feedback.insights.standing().values("idea")
        asker.votes = list(asker.contact.votes.standing().filter(idea__in=supported).select_related("idea"))
    return draft(f"feedback:{feedback.pk} by_hand:{number}", asker, actor=actor, occasion=Occasion.BY_HAND, asked=actor.person)[0]


@transaction.atomic
def draft_to_voter(vote: Vote, *, actor: Actor) -> Answer:
    """Begin an answer to somebody who voted, that nothing else called for. It answers their words behind the idea as well."""
    vote = Vote.objects.select_for_update(of=("self",)).select_related("idea__duplicate_of", "idea__product").get(pk=vote.pk)
    require(rules.may_answer(actor) and may_see_product(actor, vote.idea.product))
    idea = vote.idea.duplicate_of or vote.idea
    if vote.withdrawn_at is not None:
        raise NotPossible("This vote was withdrawn.")
    asker = next(one for one in askers_of(idea) if vote in one.votes)
    waiting = Answer.objects.open().filter(idea=idea, **asker.named).first()
    if waiting is not None:
        raise NotPossible(f"An answer to {waiting.recipient} about {idea.key} waits already: “{waiting}”.")
    number = vote.answers.filter(occasion=Occasion.BY_HAND).count() + 1
    return draft(f"vote:{vote.pk} by_hand:{number}", asker, actor=actor, occasion=Occasion.BY_HAND, idea=idea)[0]


def draft(
    occurrence: str,
    asker: Asker,
    *,
    actor: Actor,
    occasion: str,
    idea: Idea | None = None,
    initiative: Initiative | None = None,
    set_aside: SetAside | None = None,
    asked: Person | None = None,
) -> list[Answer]:
    """One draft, unless that very thing was answered, waits, or was declined by a person; one that we withdrew comes back.

    What was told of an idea that turned out to be the same one counts.
    """
    name = f"{occurrence} {asker.name}"
    which = Q(occurrence=name)
    if idea is not None and occasion != Occasion.BY_HAND:
        which |= Q(occasion=occasion, **asker.named) & (Q(idea=idea) | Q(idea__duplicate_of=idea))
    same = list(Answer.objects.select_for_update(of=("self",)).filter(which).order_by("pk"))
    if standing := [one for one in same if one.state != AnswerState.DROPPED or one.settled_by_id is not None]:
        for one in standing:
            if one.is_open:  # it answers what they said since as well
                one.feedback.add(*asker.feedback)
                one.votes.add(*asker.votes)
        return []
    there = next((one for one in same if one.occurrence == name), None)
    sender = (idea.owner if idea is not None else asked) or (actor.person if actor.person else None)
    words = {
        "subject": subject_of(occasion, idea, asker),
        "text": text_of(
            occasion, asker, idea=idea, initiative=initiative, set_aside=set_aside, sender=str(sender) if sender else ""
        ),
    }  # fmt: skip
    if there is None:
        product = idea.product if idea is not None else asker.feedback[0].product
        there = Answer(
            occurrence=name, occasion=occasion, product=product, idea=idea, initiative=initiative, set_aside=set_aside,
            contact=asker.contact, company=asker.company, owner=sender, **words,
        )  # fmt: skip
        there.clean_fields(exclude=REFERRED)  # what it refers to was read a moment ago
    else:
        there.state, there.note, there.settled_at, there.version = AnswerState.WAITING, "", None, there.version + 1
        there.subject, there.text, there.made_at = words["subject"], words["text"], clock.now()
    there.save()
    there.feedback.add(*asker.feedback)
    there.votes.add(*asker.votes)
    record(AnswerEvent.DRAFTED, there, actor=actor, about=idea or asker.feedback[0], occasion=occasion)
    return [there]


@transaction.atomic
def withdraw_drafts(
    *, actor: Actor, why: str, idea: Idea | None = None, occasions: Iterable[str] = (), feedback: Iterable[int] = ()
) -> int:
    """Take waiting drafts away because what they tell of did not come to pass: about an idea, or about a set-aside."""
    require(rules.may_answer(actor))
    waiting = Answer.objects.select_for_update().filter(state=AnswerState.WAITING)
    if idea is not None:
        waiting = waiting.filter(idea=idea, occasion__in=list(occasions))
    else:
        waiting = waiting.filter(set_aside__feedback__in=list(feedback))
    return withdraw(waiting, actor=actor, why=why)


@transaction.atomic
def withdraw_drafts_to_separated(feedback: Feedback, *, actor: Actor) -> int:
    """Take the waiting no to whoever said a duplicate away, for it stands for itself again; what answers other words of theirs
    as well goes on without these."""
    require(rules.may_answer(actor))
    theirs = Answer.objects.filter(feedback=feedback, set_aside__isnull=False, state=AnswerState.WAITING)
    waiting = list(Answer.objects.select_for_update().filter(pk__in=theirs.exclude(set_aside__feedback=feedback).values("pk")))
    for answer in waiting:
        answer.feedback.remove(feedback)
    emptied = [answer for answer in waiting if not answer.feedback.exists()]
    return withdraw(emptied, actor=actor, why="It stands for itself again.")


@transaction.atomic
def withdraw_drafts_to_voter(vote: Vote, *, actor: Actor) -> int:
    """Take the waiting drafts away of somebody who took their vote back, where nothing else of theirs calls for an answer."""
    require(rules.may_answer(actor))
    mine = Answer.objects.filter(votes=vote, state=AnswerState.WAITING, feedback=None).values("pk")
    others = Exists(Vote.objects.standing().filter(answers=OuterRef("pk")))
    waiting = Answer.objects.select_for_update().filter(pk__in=mine).exclude(others)
    return withdraw(waiting, actor=actor, why="They took their vote back.")


def withdraw(rows: Iterable[Answer], *, actor: Actor, why: str) -> int:
    """Drop drafts for the house, not for a person: so they may come back."""
    count = 0
    for answer in rows:
        answer.state, answer.note, answer.settled_at, answer.version = AnswerState.DROPPED, why, clock.now(), answer.version + 1
        answer.save(update_fields=["state", "note", "settled_at", "version"])
        record(AnswerEvent.DROPPED, answer, actor=actor, about=answer.idea, reason=why)
        count += 1
    return count
