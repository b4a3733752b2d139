"""What tests of priorities start from: a product manager, ideas with customers behind them, and RICE."""

from __future__ import annotations

from decimal import Decimal

import pytest

from feedback.actions import give_feedback
from priorities import actions
from roadmap.actions import create_idea, link_insight, vote


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def rice(cast, petra):
    """RICE for the open product."""
    return actions.choose_method(cast.product, method="rice", actor=petra)


@pytest.fixture
def idea(cast, petra):
    """An idea that Acme spoke for and Globex voted for: a reach of two companies."""
    made = create_idea(product=cast.product, title="Dark theme", actor=petra)
    said = give_feedback(text="It blinds us at night", product=cast.product, company=cast.acme, actor=petra)
    link_insight(said, idea=made, start=0, end=9, importance=3, actor=petra)
    vote(made, company=cast.globex, actor=petra)
    return made


@pytest.fixture
def estimated(idea, rice, petra):
    """The idea with impact 2, confidence 80 %, effort 4."""
    actions.estimate(idea, values={"impact": Decimal(2), "confidence": Decimal(80), "effort": Decimal(4)}, actor=petra)
    return idea
