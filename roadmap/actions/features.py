"""The verbs that tie one idea to one feature, told in the history of both. All at once: ``link_features``."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible
from roadmap.actions.ideas import held
from roadmap.actions.links import relink
from roadmap.events import IdeaEvent
from roadmap.models import Idea
from usage.models import Feature


@transaction.atomic
def link_feature(idea: Idea, *, feature: Feature, actor: Actor) -> Idea:
    """Say that an idea shows in a feature: its use tells whether what we shipped gets used."""
    idea = held(idea, actor)
    if feature.product_id != idea.product_id:
        raise ValidationError({"feature": "Choose a feature of the idea's own product."})
    if feature.archived_at is not None:
        raise NotPossible(f"{feature} is archived. Bring it back first.")
    linked = set(idea.features.all())
    if feature in linked:
        raise NotPossible(f"{idea.key} shows in {feature} already.")
    relink(idea, {"features": linked | {feature}})
    record(IdeaEvent.FEATURE_LINKED, idea, actor=actor, about=feature)
    return idea


@transaction.atomic
def unlink_feature(idea: Idea, *, feature: Feature, actor: Actor) -> Idea:
    """Say that an idea does not show in a feature after all."""
    idea = held(idea, actor)
    linked = set(idea.features.all())
    if feature not in linked:
        raise NotPossible(f"{idea.key} does not show in {feature}.")
    relink(idea, {"features": linked - {feature}})
    record(IdeaEvent.FEATURE_UNLINKED, idea, actor=actor, about=feature)
    return idea
