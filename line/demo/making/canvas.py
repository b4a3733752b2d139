"""The canvas in depth: whom ideas serve, their stories, designs, files, fields, and how they hang together."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.files.base import ContentFile

from line.demo import canvas
from line.demo.ideas import IDEAS
from line.demo.making.stage import Stage
from roadmap import actions as roadmap
from roadmap.models import Idea

SET_UP, FILLED_IN = -120, -45
OWNERS = {sketch.key: sketch.owner for sketch in IDEAS}
KEEPERS = {"rounds": "tomasz", "ledger": "priya", "": "tomasz"}


def lay_canvas(stage: Stage) -> None:
    """Set up what ideas draw on one day; fill in a dozen ideas on others."""
    drawn_on: dict[str, object] = {}
    stage.on(SET_UP, lambda: set_up(stage, drawn_on), hour=10)
    for number, key in enumerate(dict.fromkeys([*canvas.SERVES, *canvas.STORIES, *canvas.VALUES])):
        stage.on(FILLED_IN + number, lambda key=key: fill_in(stage, key, drawn_on), hour=11)
    stage.on(FILLED_IN + 20, lambda: link(stage), hour=11)


def set_up(stage: Stage, drawn_on: dict[str, object]) -> None:
    """Personas, jobs, templates and fields."""
    for persona in canvas.PERSONAS:
        product, actor = stage.products.get(persona.product), stage.as_(KEEPERS[persona.product])
        told = {"does": persona.does, "goals": persona.goals, "pains": persona.pains}
        drawn_on[persona.key] = roadmap.add_persona(name=persona.name, product=product, actor=actor, **told)
    for job in canvas.JOBS:
        product, actor = stage.products.get(job.product), stage.as_(KEEPERS[job.product])
        drawn_on[job.key] = roadmap.add_job(when=job.when, want=job.want, so_that=job.so_that, product=product, actor=actor)
    roadmap.add_starters(actor=stage.as_("tomasz"))
    for product, name, kind, choices, words in canvas.FIELDS:
        of = stage.products.get(product)
        roadmap.add_idea_field(name=name, kind=kind, choices=choices, help=words, product=of, actor=stage.as_(KEEPERS[product]))


def fill_in(stage: Stage, key: str, drawn_on: dict[str, object]) -> None:
    """Everything on the canvas of one idea."""
    idea, actor = Idea.objects.get(pk=stage.ideas[key].pk), stage.as_(OWNERS[key])
    personas, jobs = canvas.SERVES.get(key, ((), ()))
    if personas or jobs:
        roadmap.say_served(idea, personas=of(drawn_on, personas), jobs=of(drawn_on, jobs), actor=actor)
    for tale in canvas.STORIES.get(key, ()):
        criteria = [text.removeprefix("+") for text in tale.criteria]
        story = roadmap.add_story(idea, role=tale.role, want=tale.want, so_that=tale.so_that, criteria=criteria, actor=actor)
        for number, text in enumerate(tale.criteria, start=1):
            if text.startswith("+"):
                roadmap.mark_criterion(story, number=number, is_met=True, actor=actor)
    for title, address in canvas.DESIGNS.get(key, ()):
        roadmap.add_design(idea, title=title, address=address, actor=actor)
    for name, text in canvas.FILES.get(key, ()):
        roadmap.add_file(idea, file=ContentFile(text.encode()), name=name, actor=actor)
    values = {"custom": canvas.VALUES[key]} if key in canvas.VALUES else {}
    if key in canvas.NOTES:
        values["notes"] = canvas.NOTES[key]
    if values:
        roadmap.edit_idea(idea, actor=actor, **values)


def of(drawn_on: dict[str, object], keys: Iterable[str]) -> list:
    """What was set up under these keys."""
    return [drawn_on[key] for key in keys]


def link(stage: Stage) -> None:
    """How ideas hang together."""
    for one, kind, other in canvas.LINKS:
        roadmap.link_ideas(stage.ideas[one], to=stage.ideas[other], kind=kind, actor=stage.as_(OWNERS[one]))
