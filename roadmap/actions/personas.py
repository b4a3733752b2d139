"""The verbs of personas and jobs to be done, and of saying which of them an idea serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history.actor import Actor
from history.recording import record
from people.models import Product
from roadmap.actions import kept
from roadmap.actions.ideas import held
from roadmap.actions.links import relink
from roadmap.events import IdeaEvent, JobToBeDoneEvent, PersonaEvent
from roadmap.models import Idea, JobToBeDone, Kept, Persona


@transaction.atomic
def add_persona(
    *, name: str, actor: Actor, product: Product | None = None, does: str = "", goals: str = "", pains: str = ""
) -> Persona:  # fmt: skip
    """Describe a kind of person whom a product, or every product, serves."""
    persona = Persona(name=name.strip(), product=product, does=does.strip(), goals=goals.strip(), pains=pains.strip())
    return kept.add(persona, PersonaEvent.ADDED, actor=actor)


@transaction.atomic
def change_persona(persona: Persona, *, actor: Actor, version: int | None = None, **values: Any) -> Persona:
    """Change what is known of a persona."""
    only(values, "name", "does", "goals", "pains")
    return kept.alter(persona, values, PersonaEvent.CHANGED, actor=actor, version=version)


@transaction.atomic
def archive_persona(persona: Persona, *, actor: Actor) -> Persona:
    """Put a persona away. Ideas that serve it go on saying so."""
    return kept.put_away(persona, PersonaEvent.ARCHIVED, actor=actor)


@transaction.atomic
def restore_persona(persona: Persona, *, actor: Actor) -> Persona:
    """Bring an archived persona back."""
    return kept.bring_back(persona, PersonaEvent.RESTORED, actor=actor)


@transaction.atomic
def add_job(*, when: str, want: str, actor: Actor, so_that: str = "", product: Product | None = None) -> JobToBeDone:
    """Write down what somebody is trying to get done."""
    job = JobToBeDone(product=product, when=when.strip(), want=want.strip(), so_that=so_that.strip())
    return kept.add(job, JobToBeDoneEvent.ADDED, actor=actor)


@transaction.atomic
def change_job(job: JobToBeDone, *, actor: Actor, version: int | None = None, **values: Any) -> JobToBeDone:
    """Word a job anew."""
    only(values, "when", "want", "so_that")
    return kept.alter(job, values, JobToBeDoneEvent.CHANGED, actor=actor, version=version)


@transaction.atomic
def archive_job(job: JobToBeDone, *, actor: Actor) -> JobToBeDone:
    """Put a job away. Ideas that serve it go on saying so."""
    return kept.put_away(job, JobToBeDoneEvent.ARCHIVED, actor=actor)


@transaction.atomic
def restore_job(job: JobToBeDone, *, actor: Actor) -> JobToBeDone:
    """Bring an archived job back."""
    return kept.bring_back(job, JobToBeDoneEvent.RESTORED, actor=actor)


@transaction.atomic
def say_served(
    idea: Idea, *, actor: Actor, personas: Iterable[Persona] | None = None, jobs: Iterable[JobToBeDone] | None = None,
    version: int | None = None,
) -> Idea:  # fmt: skip
    """Say which personas and jobs an idea serves, and no others; what is not given stays."""
    idea = held(idea, actor)
    given: dict[str, list[Kept]] = {
        name: list(rows) for name, rows in (("personas", personas), ("jobs", jobs)) if rows is not None
    }
    for name, rows in given.items():
        had = set(getattr(idea, name).values_list("pk", flat=True))
        for row in rows:
            if row.product_id not in (None, idea.product_id):
                raise ValidationError({name: f"“{row}” belongs to another product."})
            if row.is_archived and row.pk not in had:
                raise ValidationError({name: f"“{row}” is archived."})
    if changes := relink(idea, given, version=version):
        record(IdeaEvent.SERVES, idea, actor=actor, changes=changes)
    return idea


def only(values: dict[str, Any], *names: str) -> None:
    """Nothing else can be changed."""
    if unknown := sorted(set(values) - set(names)):
        raise ValidationError({unknown[0]: "This stays as it was."})
