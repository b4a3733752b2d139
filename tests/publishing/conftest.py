"""What tests of publishing start from: a product manager, a card in Now, and a view for customers that shows it."""

from __future__ import annotations

import pytest

from publishing.actions import make_view, publish_view, word_card
from roadmap.actions import create_initiative, place_initiative


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def card(cast, petra):
    """An initiative in Now."""
    made = create_initiative(
        product=cast.product, title="Kill the Acme spreadsheet", problem="Acme threatens to leave", actor=petra
    )
    return place_initiative(made, horizon="now", actor=petra)


@pytest.fixture
def view(cast, petra, card):
    """A roadmap for customers, with one card."""
    view = make_view(name="Outside", audience="customers", title="What comes", now_name="Being built", actor=petra)
    word_card(view, card, title="Exports that travel", text="Your *reports*, anywhere.", actor=petra)
    return view


@pytest.fixture
def link(view, petra):
    """The link to it."""
    return publish_view(view, actor=petra)
