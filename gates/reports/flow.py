"""How ideas flow through the gates: the funnel, time at each gate, how many end, how long a decision takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from figures.rates import Rate, wilson
from figures.survival import REACHED, WAITING, TimeTo, kaplan_meier
from gates.figures.reports import Compared, Cycle, compare_shares, cycle
from gates.models.scores import Outcome
from gates.policy_rules import GATES, Gate
from gates.reports.passages import Passage, Passages

PASSING = (Outcome.GO,)


@dataclass(frozen=True)
class Step:
    """One gate of the funnel, counted in ideas by their latest attempt."""

    gate: int
    entered: list[Passage]

    @property
    def name(self) -> str:
        """Engagement, Pilot or Viability."""
        return Gate(str(self.gate)).label

    @property
    def passed(self) -> list[Passage]:
        """Those that stand at Go."""
        return [one for one in self.entered if one.outcome in PASSING]

    @property
    def killed(self) -> list[Passage]:
        """Those that ended there."""
        return [one for one in self.entered if one.is_killed]

    @property
    def waiting(self) -> list[Passage]:
        """Those without an end: open, on hold, sent back, or waiting for conditions."""
        return [one for one in self.entered if one.outcome not in PASSING and not one.is_killed]

    @property
    def decided(self) -> list[Passage]:
        """Those of which something is decided."""
        return [one for one in self.entered if one.is_decided]

    @property
    def rate(self) -> Rate | None:
        """The share that passed, of those of which something is decided."""
        return wilson(len([one for one in self.passed if one.is_decided]), len(self.decided))


class Flow:
    """The figures of how ideas flow."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages

    @cached_property
    def steps(self) -> list[Step]:
        """The funnel, gate by gate."""
        latest = self.passages.latest
        return [Step(gate, [one for (_, at), one in latest.items() if at == gate]) for gate in GATES]

    @cached_property
    def launched(self) -> list[Passage]:
        """The latest passage of each launched idea whose launch was reviewed."""
        by_idea = {one.review.idea_id: one for (_, _), one in sorted(self.passages.latest.items(), key=lambda pair: pair[0][1])}
        return [one for idea, one in by_idea.items() if idea in self.passages.came]

    @property
    def succeeded(self) -> list[Passage]:
        """Those of them that succeeded."""
        return [one for one in self.launched if self.passages.came[one.review.idea_id]]

    @cached_property
    def success(self) -> Rate | None:
        """The share of launches that succeeded."""
        return wilson(len(self.succeeded), len(self.launched))

    def time_at(self, gate: int) -> TimeTo | None:
        """Days from lock to decision at a gate, reviews that are open being censored."""
        rows = [one for one in self.passages.all if one.review.gate == gate]
        return kaplan_meier([(one.days, REACHED if one.is_decided else WAITING) for one in rows])

    @cached_property
    def times(self) -> list[tuple[Step, TimeTo | None]]:
        """The same for each gate."""
        return [(step, self.time_at(step.gate)) for step in self.steps]

    @property
    def kills(self) -> list[Passage]:
        """Reviews that ended an idea."""
        return [one for one in self.passages.decided if one.is_killed]

    @cached_property
    def kill_rate(self) -> Rate | None:
        """Their share of all that is decided."""
        return wilson(len(self.kills), len(self.passages.decided))

    @cached_property
    def cycle(self) -> Cycle | None:
        """How long decisions took."""
        return cycle(days_of(self.passages.decided))

    @cached_property
    def cycles(self) -> list[tuple[Step, Cycle | None]]:
        """The same at each gate."""
        decided = self.passages.decided
        return [(step, cycle(days_of(one for one in decided if one.review.gate == step.gate))) for step in self.steps]

    def overridden(self, is_one: Callable[[Passage], bool]) -> list[Passage]:
        """Decided reviews unlike their recommendation."""
        return [one for one in self.passages.decided if is_one(one)]

    @cached_property
    def milder(self) -> list[Passage]:
        """Decided milder than recommended."""
        return self.overridden(lambda one: one.is_milder)

    @cached_property
    def stricter(self) -> list[Passage]:
        """Decided stricter than recommended."""
        return self.overridden(lambda one: one.is_stricter)

    @cached_property
    def override_rate(self) -> Rate | None:
        """The share of decisions that were milder than recommended."""
        return wilson(len(self.milder), len(self.passages.decided))

    @cached_property
    def turned_out(self) -> Compared | None:
        """Launched ideas that an override carried over a gate, against those that went as recommended: how many succeeded."""
        sides: dict[bool, list[bool]] = {True: [], False: []}
        carried = {one.review.idea_id for one in self.milder}
        for idea, succeeded in self.passages.came.items():
            sides[idea in carried].append(succeeded)
        ours, theirs = sides[True], sides[False]
        return compare_shares((sum(ours), len(ours)), (sum(theirs), len(theirs)))


def days_of(passages: Iterable[Passage]) -> list[float]:
    """The days from submitted to decided."""
    return [days for one in passages if (days := one.days_to_decide) is not None]
