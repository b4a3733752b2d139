"""What tests of experiments start from: an idea, and plans for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from experiments import actions
from roadmap.actions import create_idea

SHARES = {"hits": 56, "n": 70, "base_hits": 48, "base_n": 80}
"""Newcombe's own example: 20 points, 5.24 to 33.39."""


@pytest.fixture
def petra(cast, acting):
    """The product manager who acts."""
    return acting(cast.product_manager)


@pytest.fixture
def idea(cast, petra):
    """An idea of the open product."""
    return create_idea(product=cast.product, title="Tell the customer when the van sets off", actor=petra)


@pytest.fixture
def plan(cast, petra, idea):
    """Plan an experiment; two shares compared that must differ by five points, unless said otherwise."""

    def make(**values):
        asked = {
            "product": cast.product, "title": "Messages to half of the depots", "hypothesis": "Fewer people are out.",
            "kind": "ab_test", "metric": "Visits at which somebody was at home", "measure": "shares", "threshold": Decimal(5),
            "ideas": [idea], "actor": petra,
        }  # fmt: skip
        return actions.plan_experiment(**(asked | values))

    return make


@pytest.fixture
def running(plan, petra):
    """Plan and start one."""
    return lambda **values: actions.start_experiment(plan(**values), actor=petra)


@pytest.fixture
def ended(running, petra):
    """One that was measured and concluded as it should be."""

    def make(verdict="backs", learning="A message halves the visits to nobody.", measured=SHARES, **values):
        made = actions.enter_result(running(**values), measured=measured, actor=petra)
        return actions.conclude_experiment(made, verdict=verdict, reason="The interval says so.", learning=learning, actor=petra)

    return make
