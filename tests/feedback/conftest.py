"""What feedback's tests start from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedback import actions
from feedback.models import Channel, Feedback
from history.actor import Actor
from tests.cast import Cast


@pytest.fixture
def pm(cast: Cast) -> Actor:
    """The product manager, acting."""
    return Actor(person=cast.product_manager)


@pytest.fixture
def say(cast: Cast) -> Callable[..., Feedback]:
    """Bring in what a customer said."""

    def give(text: str = "The export takes an hour. We need it before nine.", *, by: object = None, **more: object) -> Feedback:
        actor = Actor(person=by or cast.salesperson)
        more = {"product": cast.product, "company": cast.acme, "channel": Channel.CALL} | more
        return actions.give_feedback(text=text, actor=actor, **more)

    return give
