"""Reading texts in the background: what is unread, how it becomes vectors, and what was missed.

A verb's transaction marks its text as unread; a round every few seconds reads what is marked. Nothing is read in a request.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from feedback.models import Feedback
from history import clock
from matching.models import Embedding, Kind, Unread
from matching.text.embedder import Embedder, model_id
from matching.text.vectors import packed
from roadmap.models import Idea, Insight

AT_ONCE = 32
MISSED_AT_ONCE = 5000
MODELS: dict[str, type[Model]] = {Kind.FEEDBACK: Feedback, Kind.IDEA: Idea, Kind.INSIGHT: Insight}


def text_of(row: Any) -> str:
    """What is read of a record. An insight that quotes all words of its feedback is read as that feedback."""
    if isinstance(row, Idea):
        return f"{row.title}\n{row.problem}\n{row.value}".strip()
    if isinstance(row, Insight) and row.excerpt.strip() != row.feedback.text.strip():
        return row.excerpt.strip()
    feedback = row.feedback if isinstance(row, Insight) else row
    return f"{feedback.title}\n{feedback.text}".strip()


def mark_unread(kind: str, ids: Iterable[int]) -> None:
    """Say that these texts are new or changed, in the transaction of that change."""
    rows = [Unread(kind=kind, object_id=pk, mark=secrets.token_hex(8)) for pk in ids]
    Unread.objects.bulk_create(rows, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=["mark"])


def stand_in(feedback_of: Mapping[int, int]) -> None:
    """Let new quotes count at once, each with the vector of its whole feedback until its own words are read."""
    vectors = vectors_of(Kind.FEEDBACK, feedback_of.values())
    found = [(insight, "", vectors[pk]) for insight, pk in feedback_of.items() if pk in vectors]
    if found:
        keep(Kind.INSIGHT, found, model_id())


def vector_of(kind: str, pk: int) -> bytes | None:
    """The vector kept of a record, as the table has it."""
    return vectors_of(kind, [pk]).get(pk)


def vectors_of(kind: str, ids: Iterable[int]) -> dict[int, bytes]:
    """The vectors kept of records."""
    rows = Embedding.objects.of_model(model_id()).filter(kind=kind, object_id__in=list(ids))
    return {pk: bytes(vector) for pk, vector in rows.values_list("object_id", "vector")}


def keep(kind: str, rows: Sequence[tuple[int, str, bytes]], model: str) -> None:
    """Write vectors down, in place of what was there of the same model."""
    made = [
        Embedding(kind=kind, object_id=pk, model_id=model, content_hash=seal, vector=vector, made_at=clock.now())
        for pk, seal, vector in rows
    ]
    Embedding.objects.bulk_create(
        made, update_conflicts=True, unique_fields=["kind", "object_id", "model_id"],
        update_fields=["content_hash", "vector", "made_at"],
    )  # fmt: skip


def read_some(model: Embedder) -> int:
    """Read the next unread texts and return how many there were. The same words are read once, whoever said them."""
    waiting = list(Unread.objects.order_by("id")[:AT_ONCE])
    texts = {(row.kind, row.object_id): row for row in waiting}
    found = {key: text for kind in MODELS for key, text in texts_of(kind, texts).items()}
    seals = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in found.items()}
    known = vectors_known(set(seals.values()), model.model_id)
    new = {seals[key]: text for key, text in found.items() if seals[key] not in known}
    known |= {seal: packed(vector) for seal, vector in zip(new, model.embed(list(new.values())), strict=True)}
    with transaction.atomic():
        for kind in MODELS:
            keep(kind, [(pk, seals[k, pk], known[seals[k, pk]]) for k, pk in found if k == kind], model.model_id)
        done = Q()
        for row in waiting:
            done |= Q(pk=row.pk, mark=row.mark)
        if waiting:
            Unread.objects.filter(done).delete()
    return len(waiting)


def texts_of(kind: str, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The texts of the wanted records of one kind."""
    rows: QuerySet[Any] = MODELS[kind]._default_manager.filter(pk__in=[pk for other, pk in wanted if other == kind])
    if kind == Kind.INSIGHT:
        rows = rows.select_related("feedback")
    return {(kind, row.pk): text_of(row) for row in rows}


def vectors_known(seals: set[str], model: str) -> dict[str, bytes]:
    """Vectors of texts that were read before."""
    rows = Embedding.objects.of_model(model).filter(content_hash__in=seals).values_list("content_hash", "vector")
    return {seal: bytes(vector) for seal, vector in rows}


def mark_missed() -> int:
    """Mark what has no vector of the model at work: what came before it, and whatever slipped through."""
    marked = 0
    for kind, model in MODELS.items():
        there = Embedding.objects.of_model(model_id()).filter(kind=kind, object_id=OuterRef("pk"))
        waits = Unread.objects.filter(kind=kind, object_id=OuterRef("pk"))
        rows = model._default_manager.filter(~Exists(there), ~Exists(waits)).order_by("-pk")
        ids = list(rows.values_list("pk", flat=True)[:MISSED_AT_ONCE])
        mark_unread(kind, ids)
        marked += len(ids)
    return marked
