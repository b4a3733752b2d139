"""What a conversation's tests start from: an idea, an idea that outsiders may not see, and a blind review."""

from __future__ import annotations

from datetime import timedelta

import pytest

from history import clock
from history.actor import Actor
from objectives import actions as objectives
from roadmap.actions import create_idea
from tests.gates.conftest import evidence  # noqa: F401 (a fixture)
from tests.gates.stage import GateStage


@pytest.fixture
def pm(cast):
    """The product manager, acting."""
    return Actor(person=cast.product_manager)


@pytest.fixture
def idea(cast, pm):
    """An idea that everybody sees."""
    return create_idea(product=cast.product, title="Export", owner=cast.product_manager, actor=pm)


@pytest.fixture
def secret(cast, pm):
    """An idea of the restricted product."""
    return create_idea(product=cast.restricted, title="Zugvogel", owner=cast.product_manager, actor=pm)


@pytest.fixture
def blind(cast, evidence):  # noqa: F811
    """A review under full governance, open for scoring: blind until the reveal."""
    return GateStage(cast, evidence, "full_governance")


@pytest.fixture
def objective(cast):
    """An objective of the whole company."""
    lena, today = Actor(person=cast.leader), clock.today()
    cycle = objectives.add_cycle(name="Q1", starts_on=today, ends_on=today + timedelta(days=80), actor=lena)
    return objectives.add_objective(cycle=cycle, title="Nobody retypes", actor=lena)
