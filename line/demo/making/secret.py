"""The restricted product: only those who work on it see its ideas, and what was said about it."""

from __future__ import annotations

from line.demo import unannounced
from line.demo.making.stage import Stage
from line.demo.making.talk import Spoken, hear
from line.demo.making.thoughts import lay_idea
from people import actions as people

FIRST_NUMBER = 900


def lay_secret(stage: Stage) -> None:
    """Add the product on its day; its ideas and its voices go the way of all others."""
    stage.on(unannounced.BEGUN, lambda: begin(stage), hour=9)
    for sketch in unannounced.IDEAS:
        lay_idea(stage, sketch)
    for number, (day, voice) in enumerate(unannounced.VOICES, start=FIRST_NUMBER):
        spoken = Spoken(number, voice, day, 14, "linked" if voice.excerpt else "inbox", 1.5)
        stage.on(day, lambda spoken=spoken: hear(stage, spoken), hour=spoken.hour)


def begin(stage: Stage) -> None:
    """An admin adds it, and says who may know of it."""
    stage.products[unannounced.KEY] = people.add_product(
        name=unannounced.NAME, key=unannounced.KEY, description=unannounced.ABOUT, is_restricted=True,
        members=[stage.people[key] for key in unannounced.MEMBERS], actor=stage.as_("ruth"),
    )  # fmt: skip
