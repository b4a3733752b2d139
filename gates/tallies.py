"""Counting votes: a majority of the eligible decides, a tie is Hold. Pure; it knows no models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gates.figures.recommendation import SEVERITY, Outcome


@dataclass(frozen=True)
class Tally:
    """The votes counted. ``outcome`` is None while nothing is decided; ``words`` say why."""

    counts: dict[str, int]
    eligible: int
    voted: int
    outcome: str | None
    is_tie: bool
    words: str


def tally(ballots: Mapping[int, str], eligible: frozenset[int]) -> Tally:
    """Count the newest ballot of each person; votes of people who are not eligible do not count."""
    counted = Counter(outcome for person, outcome in ballots.items() if person in eligible)
    counts = {str(outcome): counted[str(outcome)] for outcome in SEVERITY if counted[str(outcome)]}
    voted = sum(counts.values())

    def answer(outcome: str | None, words: str, *, is_tie: bool = False) -> Tally:
        return Tally(counts, len(eligible), voted, outcome, is_tie, words)

    if not eligible:
        return answer(None, "Nobody on the panel may vote.")
    best = max(counts.values(), default=0)
    leading = [outcome for outcome, votes in counts.items() if votes == best]
    if best * 2 > len(eligible):
        return answer(leading[0], f"{best} of {len(eligible)} agree.")
    if voted < len(eligible):
        return answer(None, f"{voted} of {len(eligible)} have voted; {len(eligible) // 2 + 1} must agree.")
    if len(leading) > 1:
        return answer(str(Outcome.HOLD), "The votes are tied: that is Hold.", is_tie=True)
    return answer(None, f"Nobody has a majority: {len(eligible) // 2 + 1} of {len(eligible)} must agree. Talk, and vote again.")
