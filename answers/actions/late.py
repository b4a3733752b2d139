"""Drafts to those who ask for what was told already: who votes or speaks late, and who asked for an idea that became another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from answers import rules
from answers.actions.drafts import SUPERSEDED, draft_news, withdraw
from answers.asking import askers_of, words_behind
from answers.models import Answer, AnswerState, Occasion
from answers.news import news_of
from answers.owing import standing
from history.actor import Actor
from history.refusals import require
from roadmap.models import Idea, Vote

TWICE = "They are told this once, of the idea that the two became."


@transaction.atomic
def draft_to_late_voter(vote: Vote, *, actor: Actor) -> list[Answer]:
    """Draft to whoever votes for an idea of which the others were told something already. Runs again without harm."""
    require(rules.may_answer(actor))
    Idea.objects.select_for_update().get(pk=vote.idea_id)
    vote = Vote.objects.select_related("idea__duplicate_of").get(pk=vote.pk)
    idea = Idea.objects.select_related("product", "owner").get(pk=vote.idea.duplicate_of_id or vote.idea_id)
    occasion, initiative = news_of(idea)
    if occasion is None or vote.withdrawn_at is not None:
        return []
    theirs = [asker for asker in askers_of(idea) if vote in asker.votes]
    return draft_news(theirs, idea, actor=actor, occasion=occasion, initiative=initiative)


@transaction.atomic
def draft_to_late_askers(idea: Idea, feedback: Collection[int], *, actor: Actor) -> list[Answer]:
    """Draft to whoever said these words, or words merged into them, that were linked to an idea of which the others were told
    something already. Runs again without harm."""
    require(rules.may_answer(actor))
    Idea.objects.select_for_update().get(pk=idea.pk)
    idea = Idea.objects.select_related("product", "owner", "duplicate_of__product", "duplicate_of__owner").get(pk=idea.pk)
    idea = idea.duplicate_of or idea
    occasion, initiative = news_of(idea)
    if occasion is None:
        return []
    late = [asker for asker in askers_of(idea) if any({row.pk, row.merged_into_id} & {*feedback} for row in asker.feedback)]
    return draft_news(late, idea, actor=actor, occasion=occasion, initiative=initiative)


@transaction.atomic
def withdraw_drafts_to_unlinked(idea: Idea, feedback: Collection[int], *, actor: Actor) -> int:
    """Take the waiting drafts about an idea away from those whose words do not support it any more; what answers other words
    or votes of theirs as well goes on without these."""
    require(rules.may_answer(actor))
    Idea.objects.select_for_update().get(pk=idea.pk)
    head = idea.duplicate_of or idea
    theirs = Q(feedback__in=feedback) | Q(feedback__merged_into__in=feedback)
    about = Answer.objects.filter(theirs, Q(idea=head) | Q(idea__duplicate_of=head), state=AnswerState.WAITING)
    waiting = list(Answer.objects.select_for_update(of=("self",)).filter(pk__in=about.values("pk")).order_by("pk"))
    standing_words = [row.pk for row in words_behind(head)]
    for answer in waiting:
        answer.feedback.remove(*answer.feedback.exclude(pk__in=standing_words))
    emptied = [one for one in waiting if not one.feedback.exists() and not one.votes.standing().exists()]
    return withdraw(emptied, actor=actor, why="Their words support it no more.")


@transaction.atomic
def draft_after_merge(idea: Idea, *, actor: Actor) -> list[Answer]:
    """Of two ideas that became one, or two again: whoever waits for the same news twice waits for it once, and who has not
    heard what can be told today gets a draft. Runs again without harm."""
    require(rules.may_answer(actor))
    Idea.objects.select_for_update().get(pk=idea.pk)
    idea = Idea.objects.select_related("product", "owner").get(pk=idea.pk)
    told = standing().filter(Q(idea=idea) | Q(idea__duplicate_of=idea)).exclude(occasion=Occasion.BY_HAND).order_by("pk")
    told = told.select_for_update(of=("self",))
    same: dict[tuple[str, int | None, int | None], list[Answer]] = defaultdict(list)
    for one in told:
        same[one.occasion, one.contact_id, None if one.contact_id else one.company_id].append(one)
    for rows in same.values():
        keep_one(rows, actor=actor)
    occasion, initiative = news_of(idea)
    if occasion is None:
        return []
    older = told.filter(idea=idea, state=AnswerState.WAITING).exclude(occasion=occasion)
    withdraw(older, actor=actor, why=SUPERSEDED)
    return draft_news(askers_of(idea), idea, actor=actor, occasion=occasion, initiative=initiative)


def keep_one(rows: list[Answer], *, actor: Actor) -> None:
    """Of several answers with the same news to the same person, leave what was given or handed over, else the first draft."""
    waiting = [one for one in rows if one.state == AnswerState.WAITING]
    kept = next((one for one in rows if one.state != AnswerState.WAITING), None) or waiting.pop(0)
    for one in waiting:
        if kept.is_open:
            kept.feedback.add(*one.feedback.all())
            kept.votes.add(*one.votes.all())
    withdraw(waiting, actor=actor, why=TWICE)
