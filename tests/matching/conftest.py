"""What tests of matching start from: a model that goes by words, and shelves without yesterday's vectors."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedback import actions
from feedback.models import Channel, Feedback
from history.actor import Actor
from matching import shelves, tasks
from roadmap.actions import create_idea
from roadmap.models import Idea
from tests.cast import Cast
from tests.matching.stage import WordBag


@pytest.fixture(autouse=True)
def empty_shelves():
    for shelf in (shelves.ideas, shelves.feedback):
        shelf.clear()
    yield
    for shelf in (shelves.ideas, shelves.feedback):
        shelf.clear()


@pytest.fixture
def bag(monkeypatch) -> WordBag:
    """Texts are near when they share words."""
    model = WordBag()
    monkeypatch.setattr(tasks, "at_work", lambda: model)
    return model


@pytest.fixture
def pm(cast: Cast) -> Actor:
    """The product manager, acting."""
    return Actor(person=cast.product_manager)


@pytest.fixture
def say(cast: Cast, pm: Actor) -> Callable[..., Feedback]:
    """Bring in what a customer said."""

    def give(text: str, **more: object) -> Feedback:
        return actions.give_feedback(
            text=text, actor=pm, **{"product": cast.product, "company": cast.acme, "channel": Channel.CALL} | more
        )

    return give


@pytest.fixture
def think(cast: Cast, pm: Actor) -> Callable[..., Idea]:
    """Write an idea down."""

    def create(title: str, problem: str = "", **more: object) -> Idea:
        return create_idea(title=title, problem=problem, actor=pm, **{"product": cast.product} | more)

    return create


@pytest.fixture
def read(bag: WordBag) -> Callable[[], None]:
    """Read everything that waits to be read."""
    return tasks.read_texts
