"""What gates say of completed initiatives: the decision that ended an idea of it, and how a launch did against its projection."""

from __future__ import annotations

from collections import defaultdict

from django.urls import reverse

from doors.formats import day, percent
from gates.models import Decision, LaunchReview
from gates.models.scores import Outcome
from gates.policy_rules import Gate
from history.actor import Actor
from roadmap.models import Idea, Initiative
from roadmap.outcomes import Sentence, Told, tells_outcomes


@tells_outcomes
def judged(initiatives: list[Initiative], actor: Actor) -> Told:
    """The record of each kill, and of each launch that was looked back at."""
    ideas = {idea.pk: idea for one in initiatives for idea in one.ideas.all()}
    said: dict[int, list[Sentence]] = defaultdict(list)
    kills = Decision.objects.visible_to(actor).standing().filter(review__idea__in=ideas, outcome=Outcome.KILL)
    for decision in kills.select_related("review").order_by("id"):
        said[decision.review.idea_id].append(kill_of(decision, ideas[decision.review.idea_id]))
    launches = LaunchReview.objects.visible_to(actor).standing().filter(idea__in=ideas)
    for launch in launches.select_related("projection").order_by("id"):
        said[launch.idea_id].append(launch_of(launch, ideas[launch.idea_id]))
    return {one.pk: [sentence for idea in one.ideas.all() for sentence in said[idea.pk]] for one in initiatives}


def kill_of(decision: Decision, idea: Idea) -> Sentence:
    """Which gate ended an idea, when and why, with the record of it."""
    gate = decision.review.gate
    why = f": {decision.get_kill_reason_display().lower()}" if decision.kill_reason else ""
    words = f"Gate {gate} {Gate(str(gate)).label} killed {idea.key} on {day(decision.decided_at)}{why}"
    return Sentence(words, reverse("gates:decision", args=[decision.pk]), "gavel")


def launch_of(launch: LaunchReview, idea: Idea) -> Sentence:
    """How a launch did, with its review."""
    how = "reached what was aimed at" if launch.succeeded else "fell short of what was aimed at"
    share = f": {percent(launch.share)} used it" if launch.share is not None else ""
    return Sentence(f"The launch of {idea.key} {how}{share}", reverse("gates:launch_review", args=[launch.pk]), "rocket")
