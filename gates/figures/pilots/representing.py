"""Does the pilot look like those it speaks for? How its companies are made up, beside the whole target segment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from figures.explanations import Figure

DRAWS = 10_000
SEED = 20260101
LOPSIDED = 0.05
"""Less often than this would companies picked by lot be as far from the target."""


@dataclass(frozen=True)
class Part:
    """One part of the target, such as a plan: how many companies of it there are, and how many the pilot has."""

    name: str
    target: int
    target_share: float
    enrolled: int
    share: float


@dataclass(frozen=True, kw_only=True)
class MakeUp(Figure):
    """How the pilot's companies are made up. ``distance`` is the share of them that would have to be other ones.

    ``chance`` is how often as many companies picked by lot from the target would be at least as far from it; None where
    the target has too few to pick from. ``is_lopsided`` when that is rare.
    """

    formula = "distance = ½ Σ |share in the pilot − share in the target|; chance by drawing as many from the target"
    parts: tuple[Part, ...]
    distance: float
    chance: float | None
    is_lopsided: bool


def make_up(target: Mapping[str, int], enrolled: Mapping[str, int], seed: int = SEED) -> MakeUp | None:
    """Hold how many companies are *enrolled* of each part against how many the *target* has; None where a side is empty.

    Raises ValueError for a negative count.
    """
    names = sorted(set(target) | set(enrolled), key=lambda name: (-target.get(name, 0), name))
    whole, ours = (np.array([side.get(name, 0) for name in names], dtype=int) for side in (target, enrolled))
    if whole.min(initial=0) < 0 or ours.min(initial=0) < 0:
        raise ValueError("A count of companies is not negative.")
    if not whole.sum() or not ours.sum():
        return None
    distance = float(apart(whole, ours[None, :])[0])
    chance = chance_of(whole, int(ours.sum()), distance, seed)
    shares, mine = whole / whole.sum(), ours / ours.sum()
    rows = zip(names, whole.tolist(), shares.tolist(), ours.tolist(), mine.tolist(), strict=True)
    return MakeUp(
        parts=tuple(Part(*row) for row in rows), distance=distance, chance=chance,
        is_lopsided=chance is not None and chance < LOPSIDED,
        inputs={"target": dict(target), "enrolled": dict(enrolled), "draws": DRAWS, "seed": seed},
    )  # fmt: skip


def chance_of(whole: np.ndarray, size: int, distance: float, seed: int) -> float | None:
    """How often so many picked by lot would be at least as far away; None where there are not so many."""
    if size > whole.sum():
        return None
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(whole, size, size=DRAWS)
    return (1 + int((apart(whole, drawn) >= distance - 1e-9).sum())) / (DRAWS + 1)


def apart(whole: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """How far each row's shares are from those of the whole: half the sum of their differences."""
    return np.abs(rows / rows.sum(axis=1, keepdims=True) - whole / whole.sum()).sum(axis=1) / 2
