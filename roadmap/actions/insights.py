"""The verbs that tie customers' words to ideas.

History keeps them under the feedback, about the idea, so that both pages tell them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache, partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from feedback.actions import reopen_feedback, review_feedback
from feedback.actions.moving import Step, Stepping, check_same_wall, listed, locked, one_or_many, write
from feedback.models import Feedback, FeedbackState
from feedback.rules import may_triage
from history import clock
from history.actor import Actor
from history.models import Event
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change
from people.models import Product
from roadmap import rules
from roadmap.actions.ideas import archive_idea, create_idea
from roadmap.events import IdeaEvent, InsightEvent
from roadmap.models import Idea, IdeaState, Importance, Insight


@transaction.atomic
def link_insight(
    feedback: Feedback, idea: Idea, *, actor: Actor, start: int | None = None, end: int | None = None,
    importance: int = Importance.IMPORTANT,
) -> Insight:  # fmt: skip
    """Link the words from ``start`` to ``end`` of a feedback to an idea; without them, all its words. It is reviewed then."""
    feedback = locked(feedback)
    steps = linking(idea, actor=actor, importance=importance)(feedback, start, end)
    write(steps, actor=actor)
    return insight_of(steps)


@one_or_many("insights")
def link_whole(*, actor: Actor, idea: Idea, importance: int = Importance.IMPORTANT) -> Stepping:
    """Link all the words of a feedback to an idea, once: one among many, so a refusal names it."""
    linked = linking(idea, actor=actor, importance=importance)

    def step(feedback: Feedback) -> list[Step]:
        if supports(feedback, idea, 0, len(feedback.text)):
            raise NotPossible(f"{feedback.key} supports {idea.key} with all its words already.")
        return linked(feedback, None, None)

    return step


def linking(idea: Idea, *, actor: Actor, importance: int) -> Callable[[Feedback, int | None, int | None], list[Step]]:
    """What it takes to link words of feedback to an idea, which is held from here on."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("product").get(pk=idea.pk)
    may_link, reviewed = rules.may_make_insight(actor, idea), review_feedback.verb(actor=actor)

    def steps(feedback: Feedback, start: int | None, end: int | None) -> list[Step]:
        require(may_triage(actor, feedback))
        require(may_link)
        if idea.state == IdeaState.ARCHIVED:
            raise NotPossible(f"{idea.key} is archived. Bring it back first, or choose another.")
        check_same_wall(feedback.product, idea.product)
        check_open(feedback)
        start, end = span(feedback, start, end)
        insight = Insight(
            feedback=feedback, idea=idea, excerpt=feedback.text[start:end], start=start, end=end, importance=importance,
            made_by=actor.person, made_at=clock.now(),
        )  # fmt: skip
        insight.clean_fields(exclude=["feedback", "idea", "made_by"])  # rows in our hands
        if supports(feedback, idea, start, end):
            raise ValidationError({NON_FIELD_ERRORS: ["These words support this idea already."]})
        facts = {"insight": insight, "importance": importance, "start": start, "end": end}
        return [*listed(reviewed(feedback)), Step(InsightEvent.MADE, feedback, facts=facts, about=idea, also=insight)]

    return steps


def supports(feedback: Feedback, idea: Idea, start: int, end: int) -> bool:
    """Whether just these words of a feedback support an idea already."""
    return any(
        (one.idea_id, one.start, one.end, one.withdrawn_at) == (idea.pk, start, end, None) for one in feedback.insights.all()
    )


def insight_of(steps: Sequence[Step]) -> Insight:
    """The insight that steps made or changed."""
    return next(step.also for step in steps if isinstance(step.also, Insight))


@transaction.atomic
def link_to_new_idea(
    feedback: Feedback, *, actor: Actor, product: Product, title: str, problem: str = "", start: int | None = None,
    end: int | None = None, importance: int = Importance.IMPORTANT,
) -> Insight:  # fmt: skip
    """Write down a new idea and link a feedback's words to it, in one step."""
    idea = create_idea(product=product, title=title, problem=problem, owner=actor.person, actor=actor)
    return link_insight(feedback, idea, actor=actor, start=start, end=end, importance=importance)


@transaction.atomic
def idea_for_many(
    *, actor: Actor, count: int, product: Product, title: str, problem: str = "", importance: int = Importance.IMPORTANT
) -> dict[str, Any]:
    """Write down the idea that many feedback are about to be linked to, each with all its words."""
    idea = create_idea(product=product, title=title, problem=problem, owner=actor.person, actor=actor)
    record(IdeaEvent.GATHERED, idea, actor=actor, count=count)
    return {"idea": idea, "importance": importance}


def put_emptied_away(steps: Sequence[Step], *, actor: Actor) -> None:
    """The last link takes the idea along that was made for those linked to it, if nothing else came of it."""
    ideas = {step.about.pk for step in steps if step.kind == InsightEvent.WITHDRAWN and step.about is not None}
    for idea in Idea.objects.select_for_update().filter(pk__in=ideas).order_by("pk"):
        if is_only_gathered(idea):
            archive_idea(idea, actor=actor, reason="Undone: it was made for feedback that is no longer linked to it.")


@one_or_many("insights__idea__product", "set_asides", after=put_emptied_away)
def unlink_gathered(*, actor: Actor, insights: Collection[int]) -> Stepping:
    """Take back the one of these insights that is the feedback's: one link of many."""
    withdrawn = withdrawing(actor=actor)
    return lambda feedback: withdrawn(feedback, next(one for one in feedback.insights.all() if one.pk in insights))


def is_only_gathered(idea: Idea) -> bool:
    """Whether an idea was made to gather feedback, holds none any more, and nothing else ever happened to it."""
    if idea.is_archived or idea.insights.standing().exists() or idea.initiatives.exists():
        return False
    happened = set(Event.objects.of(idea).order_by().values_list("kind", flat=True).distinct())
    passing = {IdeaEvent.CREATED, IdeaEvent.GATHERED, InsightEvent.MADE, InsightEvent.WITHDRAWN}
    return IdeaEvent.GATHERED in happened and happened <= {str(kind) for kind in passing}


@transaction.atomic
def change_importance(insight: Insight, *, actor: Actor, importance: int, version: int | None = None) -> Insight:
    """Say anew how much it matters to this customer."""
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    require(rules.may_make_insight(actor, insight.idea))
    check_standing(insight)
    changes = change(insight, {"importance": importance}, version=version)
    if changes:
        record(InsightEvent.CHANGED, insight.feedback, actor=actor, about=insight.idea, changes=changes, insight=insight)
    return insight


@transaction.atomic
def withdraw_insight(insight: Insight, *, actor: Actor) -> Insight:
    """Take an insight back. A feedback that supports no idea any more, and is not set aside, waits in the inbox again."""
    feedback = locked(insight.feedback)
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    steps = withdrawing(actor=actor)(feedback, insight)
    write(steps, actor=actor)
    return insight_of(steps)


def withdrawing(*, actor: Actor) -> Callable[[Feedback, Insight], list[Step]]:
    """What it takes to take an insight back from feedback that is held."""
    reopened, may_take = reopen_feedback.verb(actor=actor), cache(partial(rules.may_make_insight, actor))

    def steps(feedback: Feedback, insight: Insight) -> list[Step]:
        require(may_triage(actor, feedback))
        require(may_take(insight.idea))
        check_standing(insight)
        insight.withdrawn_at, insight.version = clock.now(), insight.version + 1
        taken = Step(
            InsightEvent.WITHDRAWN, feedback, facts={"insight": insight}, about=insight.idea, also=insight,
            also_changed=("withdrawn_at", "version"),
        )  # fmt: skip
        return [taken, *(listed(reopened(feedback)) if is_loose(feedback, without=insight) else [])]

    return steps


@transaction.atomic
def restore_insight(insight: Insight, *, actor: Actor) -> Insight:
    """Let an insight that was taken back stand again; its feedback is reviewed again."""
    feedback = Feedback.objects.select_for_update().get(pk=insight.feedback_id)
    insight = Insight.objects.select_for_update().get(pk=insight.pk)
    require(may_triage(actor, feedback))
    require(rules.may_make_insight(actor, insight.idea))
    if insight.withdrawn_at is None:
        raise NotPossible("This insight stands already.")
    check_open(feedback)
    insight.withdrawn_at = None
    insight.version += 1
    insight.full_clean(exclude=["made_by"])
    insight.save(update_fields=["withdrawn_at", "version"])
    review_feedback(feedback, actor=actor)
    record(InsightEvent.RESTORED, feedback, actor=actor, about=insight.idea, insight=insight)
    return insight


def span(feedback: Feedback, start: int | None, end: int | None) -> tuple[int, int]:
    """Where the words are, counted in characters of the feedback's text; all of it when nothing is named."""
    if start is None and end is None:
        return 0, len(feedback.text)
    if start is None or end is None or not 0 <= start < end <= len(feedback.text):
        raise ValidationError({"start": "These words are not in the feedback. Highlight them again."})
    if not feedback.text[start:end].strip():
        raise ValidationError({"start": "Only blank space is highlighted. Highlight some words."})
    return start, end


def check_open(feedback: Feedback) -> None:
    """Words are linked while the feedback is at hand and stands for itself."""
    if feedback.state == FeedbackState.ARCHIVED:
        raise NotPossible(f"{feedback.key} is archived. Bring it back first.")
    if feedback.merged_into_id is not None:
        raise NotPossible(f"{feedback.key} is merged into F-{feedback.merged_into_id}. Link that one's words.")


def check_standing(insight: Insight) -> None:
    """What was taken back is changed no more."""
    if insight.withdrawn_at is not None:
        raise NotPossible("This insight was taken back.")


def is_loose(feedback: Feedback, *, without: Insight) -> bool:
    """Whether a reviewed feedback has neither a reason for being set aside nor another insight left."""
    return (
        feedback.state == FeedbackState.REVIEWED
        and feedback.merged_into_id is None
        and not any(one.withdrawn_at is None and one.pk != without.pk for one in feedback.insights.all())
        and not any(one.undone_at is None for one in feedback.set_asides.all())
    )
