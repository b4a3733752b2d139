"""What the criteria, fixed beforehand, recommend. People decide; this says what the evidence says.

The rules are tried worst first, and the first that fires is the answer:

1. a fatal must-meet failed → Kill
2. a repairable must-meet failed, or the should-meet score lies under its hurdle → Recycle
3. something is unknown, stale or inconclusive → Hold
4. a minor gap, or a valid waiver → Conditional go; at gate 3, which knows no conditions, Hold
5. else → Go
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from figures.explanations import Figure

LAST_GATE = 3


class Outcome(StrEnum):
    """What may be recommended, and decided."""

    GO = "go"
    CONDITIONAL_GO = "conditional_go"
    HOLD = "hold"
    RECYCLE = "recycle"
    KILL = "kill"


class Result(StrEnum):
    """What the evidence says of one must-meet criterion."""

    MET = "met"
    FAILED_FATAL = "failed_fatal"
    FAILED_REPAIRABLE = "failed_repairable"
    UNKNOWN = "unknown"
    STALE = "stale"
    INCONCLUSIVE = "inconclusive"
    WAIVED = "waived"


class Rule(StrEnum):
    """Which rule fired."""

    FATAL = "fatal_failed"
    REPAIRABLE = "repairable_failed"
    UNDER_HURDLE = "under_hurdle"
    UNSETTLED = "unsettled"
    MINOR_GAP = "minor_gap"
    WAIVER = "waiver"
    ALL_MET = "all_met"


@dataclass(frozen=True)
class MustMeet:
    """One must-meet criterion, by its name, and what came of it. WAIVED means: by a waiver still valid."""

    name: str
    result: Result


@dataclass(frozen=True)
class ShouldMeet:
    """The weighted score (0–10) against its hurdle. ``score`` None: asked for, but not all is scored yet.

    ``minor_gaps`` names what lies a little short without sinking the score.
    """

    hurdle: float
    score: float | None
    minor_gaps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Recommendation(Figure):
    """What is recommended, the rule that fired, and that rule in words, with the criteria concerned."""

    formula = (
        "worst first: fatal failed → kill; repairable failed or score under hurdle → recycle; unknown, "
        "stale or inconclusive → hold; minor gap or waiver → conditional go (hold at gate 3); else go"
    )
    outcome: Outcome
    rule: Rule
    because: str
    concerning: tuple[str, ...] = ()


def recommend(gate: int, must_meets: Sequence[MustMeet], should_meet: ShouldMeet | None = None) -> Recommendation:
    """Recommend a decision at *gate* (1, 2 or 3). No *should_meet*: the policy asks for no score.

    Raises ValueError for another gate, or without any criterion at all: nothing asked, nothing answered.
    """
    if gate not in {1, 2, 3}:
        raise ValueError("There are three gates.")
    if not must_meets and should_meet is None:
        raise ValueError("Without a criterion there is nothing to recommend.")
    softer = Outcome.HOLD if gate == LAST_GATE else Outcome.CONDITIONAL_GO
    tried = (
        _fatal(must_meets)
        or _repairable(must_meets)
        or _under_hurdle(should_meet)
        or _unsettled(must_meets, should_meet)
        or _minor_gap(should_meet, softer)
        or _waiver(must_meets, softer)
        or (Outcome.GO, Rule.ALL_MET, "Every criterion is met.", ())
    )
    outcome, rule, because, concerning = tried
    return Recommendation(
        outcome=outcome,
        rule=rule,
        because=because,
        concerning=concerning,
        inputs={
            "gate": gate,
            "must meet": {must.name: str(must.result) for must in must_meets},
            "score": should_meet and should_meet.score,
            "hurdle": should_meet and should_meet.hurdle,
            "minor gaps": list(should_meet.minor_gaps) if should_meet else [],
        },
    )


def _named(must_meets, *results) -> tuple[str, ...]:
    return tuple(must.name for must in must_meets if must.result in results)


def _fatal(must_meets):
    names = _named(must_meets, Result.FAILED_FATAL)
    return names and (Outcome.KILL, Rule.FATAL, f"Failed, and fatal: {_list(names)}.", names)


def _repairable(must_meets):
    names = _named(must_meets, Result.FAILED_REPAIRABLE)
    return names and (Outcome.RECYCLE, Rule.REPAIRABLE, f"Failed, but repairable: {_list(names)}.", names)


def _under_hurdle(should_meet):
    if should_meet is None or should_meet.score is None or should_meet.score >= should_meet.hurdle:
        return None
    words = f"The score of {should_meet.score:.2f} lies under the hurdle of {should_meet.hurdle:.2f}."
    return Outcome.RECYCLE, Rule.UNDER_HURDLE, words, ()


def _unsettled(must_meets, should_meet):
    open_results = (Result.UNKNOWN, Result.STALE, Result.INCONCLUSIVE)
    parts = [f"{must.name} ({must.result})" for must in must_meets if must.result in open_results]
    if should_meet is not None and should_meet.score is None:
        parts.append("the score (unknown)")
    names = _named(must_meets, *open_results)
    return parts and (Outcome.HOLD, Rule.UNSETTLED, f"Not settled yet: {_list(parts)}.", names)


def _minor_gap(should_meet, softer):
    gaps = should_meet.minor_gaps if should_meet else ()
    return gaps and (softer, Rule.MINOR_GAP, f"A little short: {_list(gaps)}.{_no_conditions(softer)}", gaps)


def _waiver(must_meets, softer):
    names = _named(must_meets, Result.WAIVED)
    return names and (softer, Rule.WAIVER, f"Waived: {_list(names)}.{_no_conditions(softer)}", names)


def _no_conditions(softer) -> str:
    return " The last gate knows no conditions." if softer is Outcome.HOLD else ""


def _list(names) -> str:
    return "; ".join(names)


def weighted_score(scores: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """The should-meet score, 0–10, weighted; None while a weighted criterion has no score.

    Raises ValueError for a score outside 0–10, one without a weight, or weights that are negative or
    come to nothing.
    """
    if unknown := set(scores) - set(weights):
        raise ValueError(f"There is no weight for {', '.join(sorted(unknown))}.")
    if min(weights.values(), default=0) < 0 or not sum(weights.values()):
        raise ValueError("Weights are not negative and come to more than nothing.")
    if any(score is not None and not 0 <= score <= 10 for score in scores.values()):
        raise ValueError("A score lies between 0 and 10.")
    given = {name: float(score) for name, score in scores.items() if score is not None}
    if set(given) != set(weights):
        return None
    return sum(given[name] * float(weight) for name, weight in weights.items()) / float(sum(weights.values()))


SEVERITY = (Outcome.GO, Outcome.CONDITIONAL_GO, Outcome.HOLD, Outcome.RECYCLE, Outcome.KILL)
"""From the mildest to the severest."""


def is_override(recommended: Outcome | str, decided: Outcome | str) -> bool:
    """Whether a decision is unlike what was recommended."""
    return Outcome(recommended) != Outcome(decided)


def is_milder(recommended: Outcome | str, decided: Outcome | str) -> bool:
    """Whether a decision is milder than what was recommended: it then needs a second signer."""
    return SEVERITY.index(Outcome(decided)) < SEVERITY.index(Outcome(recommended))
