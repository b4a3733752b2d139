"""When an idea or initiative moves, ships or is given up, or a feedback is set aside, answers are drafted in the background."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q

from answers.models import Answer, AnswerState, Occasion
from answers.news import ENDS, news_of
from feedback.events import FeedbackEvent
from feedback.models import SetAside
from history.actor import Actor
from history.models import Event
from history.reactions import Happened, on
from jobs.actions import enqueue
from roadmap.events import IdeaEvent, InitiativeEvent, InsightEvent
from roadmap.models import NOT_HERE, Horizon, Idea, Initiative, Stage, Vote


def ask(task: str, *args: Any, event: Event, actor: Actor, about: Any) -> None:
    """Have answers drafted or withdrawn, once for each event."""
    title = f"{'Draft' if 'draft' in task else 'Withdraw'} answers about {about}"
    enqueue(f"answers.{task}", *args, actor=actor, title=title[:200], slot=f"answers.{task} {event.pk}")


@on(IdeaEvent.MOVED)
def answer_about_the_end_of_an_idea(event: Event, subject: Idea, actor: Actor) -> None:
    """An idea that we will not do, or that did not work, is told; one that comes back takes its waiting drafts away.

    What was decided in another tool before the idea came here is no news: a product manager may begin an answer where it is owed.
    """
    to, was = event.facts.get("to", ""), event.facts.get("was", "")
    if event.facts.get("is_old"):
        return
    if to in ENDS:
        ask("draft_about_idea", subject.pk, ENDS[Stage(to)], event=event, actor=actor, about=subject)
    elif was in ENDS:
        ask("withdraw_about_idea", subject.pk, [ENDS[Stage(was)]], event=event, actor=actor, about=subject)


@on(IdeaEvent.MERGED)
def answer_for_both(event: Event, subject: Idea, actor: Actor) -> None:
    """What was said of a merged idea's own end is true no more; whoever asked for it hears of the other, and nobody twice."""
    was = event.facts.get("was", "")
    if was in ENDS:
        ask("withdraw_about_idea", event.about_id, [ENDS[Stage(was)]], event=event, actor=actor, about=subject)
    ask("draft_after_merge", subject.pk, event=event, actor=actor, about=subject)


@on(IdeaEvent.SEPARATED)
def answer_for_itself(event: Event, subject: Idea, actor: Actor) -> None:
    """Two ideas that stand on their own again have their own news again."""
    ask("draft_after_merge", subject.pk, event.about_id, event=event, actor=actor, about=subject)


@on(InitiativeEvent.PLACED, InitiativeEvent.MOVED, InitiativeEvent.COMPLETED)
def answer_about_the_way_of_an_initiative(event: Event, subject: Initiative, actor: Actor) -> None:
    """Its ideas are planned, worked on, or shipped. Moving within a lane, or from one plan to another, tells nothing new."""
    occasion = occasion_of(event)
    if occasion:
        ask("draft_about_initiative", subject.pk, occasion, event=event, actor=actor, about=subject)


def occasion_of(event: Event) -> str:
    """What a move of an initiative means to those who asked."""
    if event.kind == InitiativeEvent.COMPLETED:
        return "" if event.facts.get("ending") in NOT_HERE else Occasion.SHIPPED
    horizon, was_in = event.facts.get("horizon", ""), event.facts.get("was_in", "")
    if horizon == was_in:
        return ""
    if horizon == Horizon.NOW:
        return Occasion.STARTED
    return Occasion.PLANNED if event.kind == InitiativeEvent.PLACED else ""


@on(InitiativeEvent.TAKEN_OFF, InitiativeEvent.REOPENED, InitiativeEvent.ARCHIVED)
def withdraw_about_an_initiative(event: Event, subject: Initiative, actor: Actor) -> None:
    """What was not sent yet, and is no longer so, is not sent."""
    gone = [Occasion.SHIPPED] if event.kind == InitiativeEvent.REOPENED else [Occasion.PLANNED, Occasion.STARTED]
    ask("withdraw_about_initiative", subject.pk, gone, event=event, actor=actor, about=subject)


@on(IdeaEvent.VOTE_GIVEN)
def answer_who_votes_late(event: Event, subject: Vote, actor: Actor) -> None:
    """Who asks for what is decided, planned or here already hears of it as the others did."""
    if news_of(subject.idea)[0] is not None:
        ask("draft_to_late_voter", subject.pk, event=event, actor=actor, about=subject.idea)


@on(IdeaEvent.VOTE_WITHDRAWN)
def withdraw_from_who_took_their_vote_back(event: Event, subject: Vote, actor: Actor) -> None:
    """Who does not ask any more is not told, if nothing else of theirs calls for it."""
    if subject.answers.open().exists():
        ask("withdraw_from_voter", subject.pk, event=event, actor=actor, about=subject.idea)


@on(InsightEvent.MADE, InsightEvent.RESTORED, many=True)
def answer_who_speaks_late(happened: Happened, actor: Actor) -> None:
    """Whose words are linked to what is decided, planned or here already hears of it as the others did."""
    for idea, told in by_idea(happened):
        if news_of(idea.duplicate_of or idea)[0] is not None:
            ask("draft_to_late_askers", idea.pk, *[row.pk for _, row in told], event=told[0][0], actor=actor, about=idea)


@on(InsightEvent.WITHDRAWN, many=True)
def withdraw_from_whose_words_were_taken_away(happened: Happened, actor: Actor) -> None:
    """Whose words do not support an idea any more is not told of it, if nothing else of theirs calls for it."""
    said = Q(feedback__in=[row.pk for _, row in happened]) | Q(feedback__merged_into__in=[row.pk for _, row in happened])
    if not Answer.objects.filter(said, idea__isnull=False, state=AnswerState.WAITING).exists():
        return
    for idea, told in by_idea(happened):
        ask("withdraw_from_unlinked", idea.pk, *[row.pk for _, row in told], event=told[0][0], actor=actor, about=idea)


def by_idea(happened: Happened) -> list[tuple[Idea, Happened]]:
    """What happened to words behind ideas, idea by idea."""
    told: dict[int, list[tuple[Event, Any]]] = defaultdict(list)
    for event, row in happened:
        told[event.about_id or 0].append((event, row))
    ideas = Idea.objects.select_related("duplicate_of").order_by("pk").filter(pk__in=told)
    return [(idea, told[idea.pk]) for idea in ideas]


@on(FeedbackEvent.SET_ASIDE, many=True)
def answer_set_asides(happened: Happened, actor: Actor) -> None:
    """A reasoned no is owed as well. One job drafts those that were set aside together."""
    told = [(event, row) for event, row in happened if row.contact_id or row.company_id]
    ask_for_each("draft_about_set_aside", [event.facts["set_aside"] for event, _ in told], told, actor)


@on(FeedbackEvent.SET_ASIDE_UNDONE, FeedbackEvent.REOPENED, many=True)
def withdraw_about_set_asides(happened: Happened, actor: Actor) -> None:
    """They are no longer set aside: what was not sent yet is not sent."""
    told = [(event, row) for event, row in happened if event.facts.get("set_aside")]
    ask_for_each("withdraw_about_feedback", [row.pk for _, row in told], told, actor)


@on(FeedbackEvent.MERGED, many=True)
def answer_duplicates(happened: Happened, actor: Actor) -> None:
    """What was merged into something set aside is set aside with it: whoever said it is owed the same no."""
    asides = SetAside.objects.filter(feedback__in=[event.about_id for event, _ in happened], undone_at=None)
    told = [(event, row) for event, row in happened if row.contact_id or row.company_id]
    if keys := list(asides.order_by("pk").values_list("pk", flat=True)):
        ask_for_each("draft_about_set_aside", keys, told, actor)


@on(FeedbackEvent.MERGED, many=True)
def answer_whose_words_became_behind_an_idea(happened: Happened, actor: Actor) -> None:
    """What was merged into words behind an idea is behind it with them: whoever said it hears what the others heard."""
    behind = Idea.objects.filter(insights__feedback__in=[event.about_id for event, _ in happened], insights__withdrawn_at=None)
    for idea in behind.select_related("duplicate_of").order_by("pk").distinct():
        if news_of(idea.duplicate_of or idea)[0] is not None:
            pks = [row.pk for _, row in happened]
            ask("draft_to_late_askers", idea.pk, *pks, event=happened[0][0], actor=actor, about=idea)


@on(FeedbackEvent.UNMERGED, many=True)
def withdraw_from_separated(happened: Happened, actor: Actor) -> None:
    """They stand for themselves again: the no to the one that they were merged into is not theirs."""
    pks = [row.pk for _, row in happened]
    refused = Answer.objects.filter(feedback__in=pks, set_aside__isnull=False, state=AnswerState.WAITING)
    concerned = set(refused.values_list("feedback", flat=True))
    told = [(event, row) for event, row in happened if row.pk in concerned]
    ask_for_each("withdraw_from_separated", [row.pk for _, row in told], told, actor)


def ask_for_each(task: str, keys: list[int], told: Happened, actor: Actor) -> None:
    """Have answers drafted or withdrawn for each of many, once for all that happened together."""
    if told:
        about = told[0][1] if len(told) == 1 else f"{len(told)} feedback"
        ask(task, *keys, event=told[0][0], actor=actor, about=about)
