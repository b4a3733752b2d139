"""What tests of the roadmap start from: a product manager with an idea and a card."""

from __future__ import annotations

import pytest

from roadmap.actions import create_idea, create_initiative


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def idea(cast, petra):
    """An unsorted idea of the open product."""
    return create_idea(product=cast.product, title="Export to Excel", problem="They retype it.", actor=petra)


@pytest.fixture
def card(cast, petra):
    """A candidate of the open product."""
    return create_initiative(product=cast.product, title="Reports that travel", actor=petra)
