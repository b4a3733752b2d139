"""What becomes of leads: a floor above or beside says how many arrived, became opportunities, were won, and after how long.

Nobody needs to answer: then nothing is shown. An answer is registered by name, such as “PQLs”.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from history.actor import Actor
from people.models import Product


@dataclass(frozen=True)
class Pipeline:
    """Leads that arrived within a period, and what became of these very leads since.

    ``days`` are the days from arriving to being won, one for each that was won.
    """

    arrived: int
    opportunities: int
    won: int
    days: tuple[float, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Whose leads: of a product, of a motion (empty: both), that arrived from ``first`` to ``last``, as ``actor`` may see."""

    product: Product
    motion: str
    first: date
    last: date
    actor: Actor


Answer = Callable[[Asked], Pipeline | None]
_answers: dict[str, Answer] = {}


def tells_pipeline(name: str) -> Callable[[Answer], Answer]:
    """Register an answer under the name that people know its leads by."""

    def register(answer: Answer) -> Answer:
        _answers[name] = answer
        return answer

    return register


def pipelines(asked: Asked) -> dict[str, Pipeline]:
    """Each kind of lead with what became of it; those that have nothing to tell are left out."""
    told = {name: answer(asked) for name, answer in _answers.items()}
    return {name: found for name, found in told.items() if found is not None}
