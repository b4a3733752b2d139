"""Sources: what key results can be counted from. An upper floor that knows how to count registers each once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from history.actor import Actor
from objectives.models import KeyResult, Objective


@dataclass(frozen=True)
class Source:
    """One way of counting. A key result names it, and with ``source_id`` the record that is counted on.

    ``choices`` offers the records that an actor may choose, ``admits`` says whether one of them may count for an objective,
    ``names`` gives the names of those an actor may see, and ``read`` counts; None means that there is nothing to say.
    """

    key: str
    label: str
    units: tuple[str, ...]
    choices: Callable[[Actor], list[tuple[int, str]]]
    admits: Callable[[int, Objective, Actor], bool]
    names: Callable[[set[int], Actor], dict[int, str]]
    read: Callable[[KeyResult], Decimal | None]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer a source."""
    _sources[source.key] = source


def named(key: str) -> Source | None:
    """The source of that name, if it is there."""
    return _sources.get(key)


def all_sources() -> list[Source]:
    """Every source."""
    return list(_sources.values())


def told(key_result: KeyResult, actor: Actor) -> str:
    """What a key result is counted from, in words, as far as the actor may see."""
    source = named(key_result.source)
    if source is None or key_result.source_id is None:
        return ""
    name = source.names({key_result.source_id}, actor).get(key_result.source_id, "something that you may not see")
    return f"{source.label}: {name}"
