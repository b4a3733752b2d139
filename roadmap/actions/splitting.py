"""One idea that holds two: the verbs that split it, and join the parts again."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from roadmap import rules
from roadmap.actions.ideas import archive_idea, create_idea, held
from roadmap.events import IdeaEvent
from roadmap.models import Idea, IdeaSplit, Insight, Vote

UNDONE = "The split was undone."


@transaction.atomic
def split_idea(
    idea: Idea, *, actor: Actor, title: str, insights: Collection[Insight], shared: bool = False, votes: bool = True,
    problem: str = "",
) -> IdeaSplit:  # fmt: skip
    """Make an idea of its own of some of the words that support this one. They move there; ``shared``, they support both.

    With ``votes``, so do the votes of the companies that said them.
    """
    idea = held(idea, actor)
    if idea.duplicate_of_id:
        raise NotPossible(f"{idea.key} is a duplicate of IDEA-{idea.duplicate_of_id}. Split that one.")
    said = list(idea.insights.standing().filter(pk__in=[one.pk for one in insights]).select_related("feedback").order_by("pk"))
    if not said or len(said) < len({one.pk for one in insights}):
        raise ValidationError({"insights": "Choose words that support this idea."})
    made = create_idea(
        product=idea.product, title=title, problem=problem, owner=idea.owner, state=idea.state, actor=actor
    )  # fmt: skip
    companies = {one.feedback.company_id for one in said}
    voted = list(idea.votes.standing().filter(company__in=companies).order_by("pk")) if votes else []
    take = share if shared else move
    split = IdeaSplit.objects.create(
        source=idea, made=made, shared=shared, insights=take(said, made), votes=take(voted, made), by=actor.person
    )
    record(IdeaEvent.SPLIT, idea, actor=actor, about=made, split=split, shared=shared, insights=len(said), votes=len(voted))
    return split


@transaction.atomic
def undo_split(split: IdeaSplit, *, actor: Actor) -> IdeaSplit:
    """Take a split back: the words and votes are with the first idea again. The new one is archived, unless it has its own."""
    split = IdeaSplit.objects.select_for_update().get(pk=split.pk)
    both = {row.pk: row for row in Idea.objects.select_for_update().filter(pk__in=[split.source_id, split.made_id])}
    source, made = both[split.source_id], both[split.made_id]
    require(rules.may_shape(actor, source.product))
    if split.undone_at is not None:
        raise NotPossible("This split was undone already.")
    for one in (source, made):
        if one.is_archived or one.duplicate_of_id:
            raise NotPossible(f"{one.key} is archived, or a duplicate of another by now. Bring it back first.")
    words, votes = Insight.objects.filter(pk__in=split.insights), Vote.objects.filter(pk__in=split.votes)
    for rows, name in ((words, "words"), (votes, "votes")):
        check_still_there(rows, made, name)
        if split.shared:
            rows.filter(withdrawn_at=None).update(withdrawn_at=clock.now())
        else:
            give_back(rows, source)
    split.undone_at, split.undone_by = clock.now(), actor.person
    split.save(update_fields=["undone_at", "undone_by"])
    record(IdeaEvent.SPLIT_UNDONE, source, actor=actor, about=made, split=split)
    if not has_its_own(made):
        archive_idea(made, reason=UNDONE, actor=actor)
    return split


def move(rows: Collection[Any], made: Idea) -> list[int]:
    """Let rows be of the new idea."""
    for row in rows:
        more = {"version": F("version") + 1} if isinstance(row, Insight) else {}
        type(row)._default_manager.filter(pk=row.pk).update(idea=made, **more)
    return [row.pk for row in rows]


def share(rows: Collection[Any], made: Idea) -> list[int]:
    """Let the new idea have the same rows too."""
    ids = []
    for row in rows:
        twin = copy(row)
        twin.pk, twin.idea, twin._state.adding = None, made, True
        twin.save(force_insert=True)
        ids.append(twin.pk)
    return ids


def check_still_there(rows: QuerySet[Any], made: Idea, words: str) -> None:
    """What went elsewhere since cannot come back."""
    if elsewhere := rows.exclude(idea=made).count():
        raise NotPossible(f"Of the {words} that went to {made.key}, {elsewhere} went elsewhere since. Bring them back first.")


def give_back(rows: QuerySet[Any], source: Idea) -> None:
    """Rows are of the first idea again; a vote that its company has given there since is not given twice."""
    for row in rows:
        again = source.votes.standing().filter(company=row.company_id) if isinstance(row, Vote) else same_words(source, row)
        if row.withdrawn_at is None and again.exists():
            raise NotPossible(f"{source.key} has by now what would come back to it: “{row}”. Withdraw one of the two first.")
        move([row], source)


def same_words(source: Idea, insight: Insight) -> QuerySet[Insight]:
    """The same words, as they support the first idea by now."""
    return source.insights.standing().filter(feedback=insight.feedback_id, start=insight.start, end=insight.end)


def has_its_own(made: Idea) -> bool:
    """Whether something speaks for the new idea, or is planned with it, besides what it had from the other."""
    return any(rows.exists() for rows in (made.insights.standing(), made.votes.standing(), made.initiatives, made.duplicates))
