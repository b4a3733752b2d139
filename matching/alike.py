"""What says the same as a feedback that was set aside, by meaning: so that enough alike ones bring it back."""

from __future__ import annotations

from feedback.alike import NEAREST, finds_alike
from feedback.models import SetAside
from matching import shelves
from matching.embedding import vector_of
from matching.models import Kind
from matching.text import embedder
from matching.text.vectors import unpacked


@finds_alike
def near_in_meaning(aside: SetAside) -> set[int]:
    """Feedback near enough to be listed as a possible duplicate. Where its words were not read, or no model is here, none."""
    kept = vector_of(Kind.FEEDBACK, aside.feedback_id) if embedder.model_id() else None
    if kept is None:
        return set()
    limit = embedder.thresholds().listed
    return {pk for (_, pk), cosine in shelves.feedback.nearest(unpacked(kept), NEAREST) if cosine >= limit}
