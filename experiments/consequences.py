"""What an experiment can have led to: records of this floor and below, and those that floors above name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from experiments.models import Experiment
from history.actor import Actor
from roadmap.models import Idea, Initiative


@dataclass(frozen=True)
class Consequence:
    """A kind of record: ``near(ideas)`` gives those that have to do with some ideas, ``says`` names one in a line."""

    slug: str
    model: type[Model]
    near: Callable[[QuerySet[Idea]], QuerySet[Any]]
    says: Callable[[Any], str]

    def candidates(self, experiment: Experiment, actor: Actor) -> QuerySet[Any]:
        """Those that the experiment may have led to, of what the actor may see."""
        seen = self.model._default_manager.visible_to(actor).values("pk")  # type: ignore[attr-defined]
        return self.near(experiment.ideas.all()).filter(pk__in=seen)


_kinds: dict[str, Consequence] = {}
MOST = 50


def leads_to(kind: Consequence) -> Consequence:
    """Let experiments have led to records of this kind."""
    _kinds[kind.slug] = kind
    return kind


def kind_of(record: Model) -> Consequence | None:
    """The kind of a record, if experiments can have led to it."""
    return next((kind for kind in _kinds.values() if isinstance(record, kind.model)), None)


def choices(experiment: Experiment, actor: Actor) -> list[tuple[str, str]]:
    """What can be chosen: "idea:4" with its words."""
    found = []
    for kind in _kinds.values():
        rows = kind.candidates(experiment, actor).order_by("-pk")[:MOST]
        found += [(f"{kind.slug}:{one.pk}", kind.says(one)) for one in rows]
    return found


def chosen(experiment: Experiment, said: str, actor: Actor) -> Any:
    """The record that "idea:4" names, if it is one of the experiment's and may be seen."""
    slug, _, pk = said.partition(":")
    kind = _kinds.get(slug)
    if kind is None or not pk.isdigit() or len(pk) > 18:
        return None
    return kind.candidates(experiment, actor).filter(pk=int(pk)).first()


def led_to(experiment: Experiment, actor: Actor) -> tuple[Any, str] | None:
    """What it led to, with its words, if the actor may see it."""
    kind = _kinds.get(experiment.led_to_kind)
    if kind is None:
        return None
    found = kind.model._default_manager.visible_to(actor).filter(pk=experiment.led_to_id).first()  # type: ignore[attr-defined]
    return (found, kind.says(found)) if found is not None else None


leads_to(
    Consequence(
        "idea", Idea, lambda ideas: Idea.objects.filter(pk__in=ideas.values("pk")),
        lambda one: f"{one.key} {one} is in {one.get_stage_display().lower()}",
    )
)  # fmt: skip
leads_to(
    Consequence(
        "initiative", Initiative, lambda ideas: Initiative.objects.filter(ideas__in=ideas.values("pk")).distinct(),
        lambda one: f"{one.key} {one}",
    )
)  # fmt: skip
