"""What lies close to words that somebody typed: by meaning, without those that hold the words themselves."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache

from doors.search import search
from feedback.models import Feedback
from history.actor import Actor
from matching import shelves
from matching.models import Kind
from matching.text.embedder import at_work, missing, model_id, thresholds
from matching.text.vectors import packed, unpacked
from roadmap.models import Idea

LONGEST, LEAST_LETTERS = 400, 4
LOOKED_AT, KEPT_FOR = 60, 3600
MODELS: dict[str, Any] = {Kind.IDEA: Idea, Kind.FEEDBACK: Feedback}


def nearest_to(words: str, *, actor: Actor, limit: int = 6) -> list[Idea | Feedback]:
    """Ideas and feedback that the actor may see, the nearest first. Nothing where there is no model."""
    words = " ".join(words.split())[:LONGEST]
    if len(words) < LEAST_LETTERS or missing():
        return []
    vector = encoded(words)
    if vector is None:
        return []
    hits = [*shelves.ideas.nearest(vector, LOOKED_AT), *shelves.feedback.nearest(vector, LOOKED_AT)]
    near = {(kind, pk): cosine for (kind, pk), cosine in hits if kind in MODELS and cosine >= thresholds().near}
    found: list[tuple[float, Idea | Feedback]] = []
    for kind, model in MODELS.items():
        rows = model.objects.visible_to(actor).filter(pk__in=[pk for other, pk in near if other == kind])
        holding = set(search(rows, words).values_list("pk", flat=True))
        rows = rows.select_related("product" if kind == Kind.IDEA else "company")
        found += [(near[kind, row.pk], row) for row in rows if row.pk not in holding]
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])[:limit]]


def encoded(words: str) -> Any:
    """The vector of what was typed; the same words are read once an hour."""
    key = f"near:{model_id()}:{hashlib.sha256(words.lower().encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is not None:
        return unpacked(kept)
    model = at_work()
    if model is None:
        return None
    vector = model.embed([words], "query")[0]
    cache.set(key, packed(vector), KEPT_FOR)
    return vector
