"""What the tests of objectives start from: a running cycle, a company objective, and one of a product."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from history import clock
from history.actor import Actor
from objectives import actions
from objectives.models import Cycle, KeyResult, Objective


@dataclass
class Quarter:
    """A cycle with something in it."""

    cycle: Cycle
    company: Objective
    product: Objective
    restricted: Objective
    churn: KeyResult
    secret: KeyResult


@pytest.fixture
def quarter(cast, acting) -> Quarter:
    """A quarter that began thirty days ago."""
    actor: Actor = acting(cast.leader)
    begun = clock.now() - timedelta(days=30)
    with clock.at(begun):
        today = clock.today()
        cycle = actions.add_cycle(name="Q3", starts_on=today, ends_on=today + timedelta(days=90), actor=actor)
        actions.start_cycle(cycle, actor=actor)
        company = actions.add_objective(cycle=cycle, title="Customers stay", actor=actor)
        product = actions.add_objective(cycle=cycle, title="Relay never drops", product=cast.product, parent=company, actor=actor)
        restricted = actions.add_objective(cycle=cycle, title="Nightjar flies", product=cast.restricted, actor=actor)
        churn = actions.add_key_result(
            company,
            title="Churn a month",
            unit="percent",
            baseline=Decimal(4),
            target=Decimal(2),
            owner=cast.success,
            actor=actor,
        )
        secret = actions.add_key_result(restricted, title="Secret flights", target=Decimal(10), actor=actor)
    return Quarter(cycle, company, product, restricted, churn, secret)
