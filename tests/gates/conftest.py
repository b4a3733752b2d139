"""A gate as tests set it up: evidence that says what the test wants, and reviews brought to any state by the verbs."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gates import conflicts, measures
from gates.measures import Measure, Measured, Standing
from history import clock
from tests.gates.stage import Evidence, GateStage

GOOD = {
    1: {"engagement.share_at_assurance": Decimal("0.31"), "engagement.is_projected": True},
    2: {"pilot.probability": Decimal("0.91"), "pilot.enrolled": Decimal(9), "pilot.is_robust": True},
    3: {
        "viability.assessors": Decimal(4), "viability.segments": Decimal(2), "viability.coverage": Decimal("0.8"),
        "viability.probability": Decimal("0.7"), "viability.top_account": Decimal("0.2"),
    },
}  # fmt: skip


@pytest.fixture
def evidence(monkeypatch) -> Evidence:
    """Evidence that says what the test wants; good at every gate to begin with."""
    said = Evidence({name: value for gate in GOOD.values() for name, value in gate.items()})

    def measure_of(name: str):
        def measured(review, rules) -> Measured:
            value = said.values.get(name)
            standing = said.standings.get(name, Standing.KNOWN if value is not None else Standing.UNKNOWN)
            return Measured(
                value=value, standing=standing, as_of=clock.now(), source=said.sources.get(name, f"test:{name}"),
                words=f"{name} is {value}.", author_ids=tuple(said.authors.get(name, ())),
            )  # fmt: skip

        return measured

    registered = {name: Measure(name, gate, name, "share", measure_of(name)) for gate, some in GOOD.items() for name in some}
    monkeypatch.setattr(measures, "_measures", registered)
    monkeypatch.setattr(measures, "_entered", {})
    monkeypatch.setattr(conflicts, "_sources", [])
    return said


@pytest.fixture
def stage(cast, evidence) -> GateStage:
    """A small team's gate on an idea."""
    return GateStage(cast, evidence)


@pytest.fixture
def full(cast, evidence) -> GateStage:
    """The same under full governance."""
    return GateStage(cast, evidence, preset="full_governance")
