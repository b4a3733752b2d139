"""What came of the quarter that was closed, what of it goes on, and a number that had to be put right."""

from typing import NamedTuple


class Judgement(NamedTuple):
    """What somebody makes of a key result, beside its numbers."""

    judged: str
    reason: str


class Correction(NamedTuple):
    """A check-in as it should have been; ``day`` is when that was noticed."""

    day: int
    value: float
    confidence: int
    comment: str
    reason: str


# By the key of the key result; what is not here keeps the grade that its numbers give.
JUDGEMENTS = {
    "nps-dispatch": Judgement("0.95", "Two points short with 58 answers is no difference. We meant to be liked, and we are."),
    "onboarding-days": Judgement("0.90", "An average over nineteen people, and two of them had done the job for ten years."),
    "ledger-companies": Judgement(
        "0.50", "The three that came by themselves would have come anyway. What we built brought four."
    ),
}

# The objective that is carried over, with the key results that go along.
CARRIED = {"Finance trusts what Ledger says": ("ledger-companies",)}

# What was said of the carried key results since, by their first key.
SINCE = {
    "ledger-companies": (
        (-34, 28, 5, "One more. The two groups still wait for several legal entities."),
        (-7, 29, 6, "Pellworth sends from Ledger since Monday."),
    ),
}

# By the key of the key result, of the check-in that was the last one then.
CORRECTIONS = {
    "expansion": Correction(
        -22, 138000, 6, "Brightwater's board paper names self-booking as an assumption.",
        "Three thousand of it was a renewal at the old price, which is no expansion.",
    ),
}  # fmt: skip
