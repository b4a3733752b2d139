"""What an upper floor demands before an idea moves to a stage: the gates say here which of them are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from history.refusals import Denied
from roadmap.models import Idea

Guard = Callable[[Idea], bool | Denied]
_guards: dict[str, list[Guard]] = defaultdict(list)


def guards_stage(*stages: str) -> Callable[[Guard], Guard]:
    """Ask ``f(idea) -> True | Denied("why")`` before an idea moves to one of the stages."""

    def subscribe(guard: Guard) -> Guard:
        for stage in stages:
            _guards[str(stage)].append(guard)
        return guard

    return subscribe


def may_enter(idea: Idea, stage: str) -> bool | Denied:
    """Whether every guard lets the idea in; else all their reasons in one sentence each."""
    refusals = [str(answer) for guard in _guards[str(stage)] if not (answer := guard(idea))]
    return Denied(" ".join(refusals)) if refusals else True
