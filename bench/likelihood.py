"""How long learning who is likely takes, and how much memory: 100,000 users with 20 features each, trained and scored."""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from gates.figures.likelihood import Launch, learn

USERS, FEATURES, LAUNCHES = 100_000, 20, 10
HORIZON = timedelta(weeks=26)


def launches() -> list[Launch]:
    """Ten launches of 10,000 users each, who adopt by a few of their features and by chance."""
    rng = np.random.default_rng(7)
    weights = rng.normal(0, 0.6, FEATURES) * (np.arange(FEATURES) < 8)
    found = []
    for number in range(LAUNCHES):
        rows = rng.normal(size=(USERS // LAUNCHES, FEATURES))
        chance = 1 / (1 + np.exp(1.8 - rows @ weights - 0.5 * rows[:, 0] * rows[:, 1]))
        at = date(2020, 1, 6) + number * timedelta(weeks=20)
        keys = rng.permutation(4 * USERS)[: len(rows)].astype(np.int64)
        found.append(Launch(at, at + HORIZON, keys, rows, (rng.random(len(rows)) < chance).astype(np.int8)))
    return found


def main() -> None:
    """Train, score, and say what it took of the processor."""
    rows = launches()
    began = time.process_time()
    learned = learn(rows, [f"feature {place}" for place in range(FEATURES)], origin=date(2026, 1, 5), purge=HORIZON)
    trained = time.process_time() - began
    everybody = np.vstack([one.features for one in rows])
    began = time.process_time()
    learned.probabilities(everybody)
    scored = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{learned.model}: Brier {learned.brier:.4f}; base rate {learned.base_brier:.4f}, other model {learned.others_brier:.4f}"
    )
    print(f"trained in {trained:.1f} s, scored {len(everybody):,} in {scored:.2f} s of the processor, at most {peak:.0f} MiB")


if __name__ == "__main__":
    main()
