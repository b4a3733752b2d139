"""What the completed roadmap says of answers: how many of those who asked have been told."""

from __future__ import annotations

from collections import defaultdict

from answers.models import GIVEN, Answer, AnswerState, Occasion
from history.actor import Actor
from roadmap.models import Initiative
from roadmap.outcomes import Sentence, tells_outcomes


@tells_outcomes
def answered(initiatives: list[Initiative], actor: Actor) -> dict[int, list[Sentence]]:
    """Of those whose words stand behind it, how many were told that it is here, and how many wait."""
    ideas = {idea.pk for one in initiatives for idea in one.ideas.all()}
    rows = Answer.objects.visible_to(actor).filter(idea__in=ideas, occasion=Occasion.SHIPPED).exclude(state=AnswerState.DROPPED)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for idea, state in rows.values_list("idea", "state"):
        counts[idea][0] += state in GIVEN
        counts[idea][1] += 1
    told = {}
    for one in initiatives:
        given, owed = (sum(counts[idea.pk][place] for idea in one.ideas.all()) for place in (0, 1))
        if owed:
            told[one.pk] = [Sentence(f"{given} of {owed} answers to those who asked have been given")]
    return told
