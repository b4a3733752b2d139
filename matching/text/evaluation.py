"""How well matching does on requests whose idea is known."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.text.clusters import agreement, groups_of
from matching.text.embedder import Embedder, Vectors
from matching.text.lexical import counted, likeness
from matching.text.scoring import MOST_CANDIDATES, Candidate, scored

ORDERS = 10


@dataclass(frozen=True)
class Text:
    """A feedback or an idea of a file; ``idea`` is what a feedback is known to support."""

    key: str
    title: str
    body: str
    idea: str | None = None

    @property
    def whole(self) -> str:
        """All of it, as it is embedded."""
        return f"{self.title}\n{self.body}".strip()

    @property
    def words(self) -> Counter[str]:
        """Its stems, counted."""
        return counted(self.title, self.body)


class Trial:
    """One set of feedback against one set of ideas. Without an embedder it goes by words alone."""

    def __init__(self, feedback: Sequence[Text], ideas: Sequence[Text], embedder: Embedder | None) -> None:
        self.feedback, self.ideas, self.model = feedback, ideas, embedder
        self.place = {idea.key: n for n, idea in enumerate(ideas)}
        self.words = [idea.words for idea in ideas]
        self.linked = [n for n, one in enumerate(feedback) if one.idea in self.place]
        if embedder is not None:
            self.vectors: Vectors = embedder.embed([one.whole for one in feedback], "query")
            self.own = self.vectors @ embedder.embed([idea.whole for idea in ideas]).T
            self.between = self.vectors @ self.vectors.T

    def ranking(self, n: int, links: dict[int, list[int]]) -> list[int]:
        """The places of ideas for a feedback, the best first, when some feedback is linked already."""
        asked = self.feedback[n].words
        if self.model is None:
            alike = likeness(asked, self.words)
            return sorted(range(len(self.ideas)), key=lambda place: -alike[place])
        near = self.own[n].copy()
        for place, known in links.items():
            near[place] = max(near[place], self.between[n, known].max())
        order = [int(place) for place in np.argsort(-near, kind="stable")]
        few = [Candidate(place, self.words[place], float(near[place])) for place in order[:MOST_CANDIDATES]]
        best = scored(asked, few, links=sum(map(len, links.values())), alike=self.model.thresholds.flagged)
        return [one.candidate.key for one in best] + order[MOST_CANDIDATES:]

    def rank_of(self, n: int, links: dict[int, list[int]]) -> int:
        """At which place the right idea comes."""
        return self.ranking(n, links).index(self.place[self.feedback[n].idea or ""]) + 1

    def cold(self) -> dict[str, float]:
        """Nothing is linked yet."""
        return figures([self.rank_of(n, {}) for n in self.linked])

    def replayed(self, orders: int = ORDERS) -> dict[str, float]:
        """Feedback comes one after another, and each is linked rightly before the next: in the file's order, and in others."""
        ranks: list[int] = []
        for seed in range(orders + 1):
            order, links = list(self.linked), defaultdict[int, list[int]](list)
            if seed:
                random.Random(seed).shuffle(order)  # noqa: S311 (an order, not a secret)
            for n in order:
                ranks.append(self.rank_of(n, links))
                links[self.place[self.feedback[n].idea or ""]].append(n)
        return figures(ranks) | {"orders": orders + 1}

    def duplicates(self) -> dict[str, Any]:
        """How well likeness tells pairs that support the same idea from all other pairs."""
        total = len(self.feedback)
        pairs = [(i, j) for i in range(total) for j in range(i)]
        same = np.array([self.feedback[i].idea is not None and self.feedback[i].idea == self.feedback[j].idea for i, j in pairs])
        if self.model is None:
            words = [one.words for one in self.feedback]
            alike = [likeness(one, words) for one in words]
            values = np.array([(alike[i][j] + alike[j][i]) / 2 for i, j in pairs])
            return {"duplicate_ap": average_precision(values, same)}
        values = np.array([self.between[i, j] for i, j in pairs])
        flagged = values >= self.model.thresholds.flagged
        precision = round(float(same[flagged].mean()), 4) if flagged.any() else None
        return {"duplicate_ap": average_precision(values, same), "flagged": int(flagged.sum()), "flagged_precision": precision}

    def abstention(self) -> dict[str, Any]:
        """How often nothing is near enough to be suggested: for feedback without an idea, and for feedback that has one.

        ``separation`` is how often one with an idea lies nearer to its nearest idea than one without does to its own: at 1 a
        threshold could tell them apart, at 0.5 none can.
        """
        if self.model is None:
            return {}
        nearest = self.own.max(axis=1)
        near = nearest < self.model.thresholds.near
        none = sorted(set(range(len(self.feedback))) - set(self.linked))
        rightly, wrongly = int(near[none].sum()), int(near[self.linked].sum())
        told: dict[str, Any] = {"without_idea": len(none), "abstained_rightly": rightly, "abstained_wrongly": wrongly}
        if none and self.linked:
            told["separation"] = round(float((nearest[self.linked][:, None] > nearest[none][None, :]).mean()), 4)
        return told

    def themes(self) -> dict[str, float]:
        """How well the groups that themes come from agree with the ideas that feedback is known to support."""
        if self.model is None or len(self.linked) < 2:
            return {}
        groups = groups_of(self.vectors[self.linked], self.model.thresholds.theme, least=1)
        found = {place: n for n, group in enumerate(groups) for place in group}
        return agreement([self.feedback[n].idea for n in self.linked], [found[place] for place in range(len(self.linked))])

    def report(self) -> dict[str, Any]:
        """Everything."""
        name = self.model.model_id if self.model else "words only"
        return {
            "n": len(self.linked), **self.cold(), **self.duplicates(), "model_id": name,
            "ideas": len(self.ideas), "replayed": self.replayed(), "abstention": self.abstention(),
            "themes": self.themes(),
        }  # fmt: skip


def figures(ranks: Sequence[int]) -> dict[str, float]:
    """Recall at one and at five, and the mean reciprocal rank."""
    if not ranks:
        return {"recall@1": 0.0, "recall@5": 0.0, "mrr": 0.0}
    found = np.array(ranks)
    return {
        "recall@1": round(float((found == 1).mean()), 4), "recall@5": round(float((found <= 5).mean()), 4),
        "mrr": round(float((1 / found).mean()), 4),
    }  # fmt: skip


def average_precision(values: NDArray[np.floating], same: NDArray[np.bool_]) -> float | None:
    """The mean precision at each pair that is one; nothing where there is none."""
    right = same[np.argsort(-values, kind="stable")]
    if not right.any():
        return None
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return round(float(precision[right].mean()), 4)


def texts_of(rows: Iterable[dict[str, Any]], key: str) -> list[Text]:
    """Rows of a file as texts."""
    return [
        Text(str(row[key]), str(row.get("title") or ""), str(row.get("text") or ""), str(row.get("idea_id") or "") or None)
        for row in rows
    ]
