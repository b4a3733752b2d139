"""Texts that say the same, found together, and the same groups found again later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import pdist

from matching.text.embedder import Vectors

LEAST = 3
MOST = 5000
SAME_FROM = 0.3


def groups_of(vectors: Vectors, distance: float, least: int = LEAST) -> list[list[int]]:
    """Places of texts that lie together: average linkage, cut at a cosine distance. The largest group comes first."""
    if len(vectors) < max(2, least):
        return []
    tree = linkage(pdist(np.asarray(vectors, dtype=np.float64), metric="cosine"), method="average")
    groups: dict[int, list[int]] = {}
    for place, group in enumerate(fcluster(tree, t=distance, criterion="distance")):
        groups.setdefault(int(group), []).append(place)
    return sorted((group for group in groups.values() if len(group) >= least), key=lambda group: (-len(group), group))


def matched(old: Sequence[set[Any]], new: Sequence[set[Any]]) -> dict[int, int]:
    """Which new group carries on which old one: the assignment with the greatest overlap in all, where it is worth the name."""
    if not old or not new:
        return {}
    overlap = np.array([[len(one & other) / len(one | other) if one | other else 0.0 for one in old] for other in new])
    rows, columns = linear_sum_assignment(-overlap)
    return {int(n): int(o) for n, o in zip(rows, columns, strict=True) if overlap[n, o] >= SAME_FROM}


def agreement(truth: Sequence[Any], found: Sequence[Any]) -> dict[str, float]:
    """How well groups found agree with those known: V-measure, and the Rand index adjusted for chance."""
    known, guess = (np.unique(np.array([str(label) for label in labels]), return_inverse=True)[1] for labels in (truth, found))
    table = np.zeros((known.max() + 1, guess.max() + 1))
    np.add.at(table, (known, guess), 1)
    total, rows, columns = table.sum(), table.sum(axis=1), table.sum(axis=0)
    shares = table[table > 0] / total
    mutual = float((shares * np.log(shares / (np.outer(rows, columns)[table > 0] / total**2))).sum())
    entropies = [float(-(part / total * np.log(part / total)).sum()) for part in (rows, columns)]
    v_measure = 2 * mutual / sum(entropies) if sum(entropies) else 1.0
    pairs, in_rows, in_columns = (float((part * (part - 1) / 2).sum()) for part in (table, rows, columns))
    chance = in_rows * in_columns / (total * (total - 1) / 2)
    most = (in_rows + in_columns) / 2
    return {"v": round(v_measure, 4), "ari": round(float((pairs - chance) / (most - chance)), 4) if most != chance else 1.0}
