"""What an upper floor demands before an idea moves to a stage, or is merged away: the gates say here what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from history.refusals import Denied
from roadmap.models import PATH, Idea

Guard = Callable[[Idea], bool | Denied]
_guards: dict[str, list[Guard]] = defaultdict(list)
_of_merges: list[Guard] = []


def guards_stage(*stages: str) -> Callable[[Guard], Guard]:
    """Ask ``f(idea) -> True | Denied("why")`` before an idea moves to one of the stages."""

    def subscribe(guard: Guard) -> Guard:
        for stage in stages:
            _guards[str(stage)].append(guard)
        return guard

    return subscribe


def may_enter(idea: Idea, stage: str) -> bool | Denied:
    """Whether the guards let the idea in, those of stages skipped on the way too; else what each of them misses."""
    asked = dict.fromkeys(guard for one in on_the_way(idea.stage, stage) for guard in _guards[one])
    refusals = [str(answer) for guard in asked if not (answer := guard(idea))]
    return Denied(" ".join(refusals)) if refusals else True


def guards_merge(guard: Guard) -> Guard:
    """Ask ``f(idea) -> True | Denied("why")`` before an idea is merged into another."""
    _of_merges.append(guard)
    return guard


def may_merge(idea: Idea) -> bool | Denied:
    """Whether the guards let the idea be merged into another; else what each of them says."""
    refusals = [str(answer) for guard in _of_merges if not (answer := guard(idea))]
    return Denied(" ".join(refusals)) if refusals else True


def on_the_way(here: str, there: str) -> list[str]:
    """The stages entered when going from one to another; going back, or aside, enters only the last."""
    steps = [str(step) for step in PATH]
    if there not in steps:
        return [str(there)]
    start = steps.index(here) + 1 if here in steps else 0
    return steps[start : steps.index(there) + 1] or [str(there)]
