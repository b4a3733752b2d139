"""What is suggested for a feedback: ideas, duplicates, tags, a company. Only of what the actor may see; nothing is encoded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from numpy.typing import NDArray

from customers.models import Company, CompanyDomain
from doors.search import alike
from feedback.models import Feedback, FeedbackState
from history.actor import Actor
from matching import shelves
from matching.models import Embedding, Kind, Refusal
from matching.text import embedder
from matching.text.lexical import counted, likeness, shared_words
from matching.text.scoring import SOME_LINKS, Candidate, nearest_of, scored
from matching.text.vectors import unpacked
from roadmap.models import Idea, Insight

MOST_IDEAS, MOST_DUPLICATES, MOST_TAGS = 5, 5, 3
LOOKED_AT, NEIGHBOURS = 400, 200
TAG_FROM = 0.5
E_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Suggestion:
    """An idea that a feedback may support, and why: the words they share, and the nearest quote that was linked to it."""

    idea: Idea
    words: list[str]
    quote: Insight | None = None
    score: float | None = None


@dataclass(frozen=True)
class Duplicate:
    """Feedback that may say the same; ``is_likely`` from where nearly all do."""

    feedback: Feedback
    words: list[str]
    cosine: float | None = None
    is_likely: bool = False


@dataclass
class Suggestions:
    """Everything suggested for a feedback. ``by``: meaning, words while it is being read (reading), or words for good (words)."""

    by: str
    ideas: list[Suggestion] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    company: Company | None = None
    refused: list[Idea] = field(default_factory=list)


def suggest(feedback: Feedback, *, actor: Actor) -> Suggestions:
    """All that is suggested for a feedback."""
    around = shelves.feedback.around(Kind.FEEDBACK, feedback.pk, NEIGHBOURS) if embedder.model_id() else None
    found = Suggestions(by="meaning" if around is not None else "words" if embedder.missing() else "reading")
    visible = Idea.objects.visible_to(actor)
    found.refused = list(visible.filter(refusals__in=feedback.refusals.standing()).order_by("id"))
    refused = {idea.pk for idea in found.refused}
    found.company = company_for(feedback, actor)
    if around is None:
        found.ideas, found.duplicates = ideas_by_words(feedback, visible, refused), duplicates_by_words(feedback, actor)
        return found
    vector, hits = around
    found.ideas = ideas_by_meaning(feedback, vector, actor, refused)
    near = neighbours(feedback, hits, actor)
    found.duplicates, found.tags = duplicates_among(feedback, near), tags_among(feedback, near)
    return found


def supported(feedback: Feedback) -> Exists:
    """Whether a feedback supports an idea already."""
    return Exists(feedback.insights.standing().filter(idea=OuterRef("pk")))


def ideas_by_meaning(feedback: Feedback, vector: Vector, actor: Actor, refused: set[int]) -> list[Suggestion]:
    """The ideas nearest to a feedback: by their own words, and by the quotes that people linked to them."""
    floor = embedder.thresholds().near
    hits = [hit for hit in shelves.ideas.nearest(vector, LOOKED_AT) if hit[1] >= floor]
    cosines = dict(hits)
    quotes = Insight.objects.visible_to(actor).standing().exclude(feedback=feedback)
    heard = (
        quotes.filter(pk__in=[pk for kind, pk in cosines if kind == Kind.INSIGHT]).select_related("feedback__company").in_bulk()
    )
    by_hit = [
        (pk if kind == Kind.IDEA else heard[pk].idea_id, near) for (kind, pk), near in hits if kind == Kind.IDEA or pk in heard
    ]
    ids = {pk for pk, _ in by_hit}
    family = Idea.objects.visible_to(actor).current().filter(Q(pk__in=ids) | Q(duplicates__in=ids)).select_related("product")
    family = family.annotate(is_supported=supported(feedback)).distinct()
    rows = {row.pk: row for row in family if same_wall(feedback, row)}
    heads = {pk: row.duplicate_of_id or pk for pk, row in rows.items()}  # what speaks for a duplicate speaks for its original
    near = nearest_of((heads[pk], cosine) for pk, cosine in by_hit if heads.get(pk) in rows)
    near = {pk: cosine for pk, cosine in near.items() if pk not in refused and not rows[pk].is_supported}
    best: dict[int, tuple[float, Insight]] = {}
    for (kind, pk), cosine in hits:
        if kind == Kind.INSIGHT and pk in heard:
            best.setdefault(heads.get(heard[pk].idea_id, 0), (cosine, heard[pk]))
    turned_down = refusals_near(vector, near, feedback)
    candidates = [
        Candidate(
            pk, counted(rows[pk].title, f"{rows[pk].problem} {rows[pk].value}"), cosines.get((Kind.IDEA, pk), -1.0),
            max(best[pk][0] if pk in best else -1.0, cosine), turned_down.get(pk, -1.0),
        )
        for pk, cosine in near.items()
    ]  # fmt: skip
    links = Insight.objects.standing()[:SOME_LINKS].count()
    ranked = scored(counted(feedback.title, feedback.text), candidates, links=links, alike=embedder.thresholds().flagged)
    return [explained(feedback, rows[one.candidate.key], best.get(one.candidate.key), one.score) for one in ranked[:MOST_IDEAS]]


def explained(feedback: Feedback, idea: Idea, best: tuple[float, Insight] | None, score: float) -> Suggestion:
    """A suggestion with its reason."""
    quote = best[1] if best else None
    words = shared_words(
        f"{feedback.title} {feedback.text}", idea.title, idea.problem, idea.value, quote.excerpt if quote else ""
    )
    return Suggestion(idea, words, quote, round(score, 4))


def refusals_near(vector: Vector, ideas: Any, feedback: Feedback) -> dict[int, float]:
    """For each idea, how near the nearest other feedback is for which somebody refused it."""
    rows = Refusal.objects.standing().filter(idea__in=list(ideas)).exclude(feedback=feedback)
    kept = Embedding.objects.of_model(embedder.model_id()).filter(kind=Kind.FEEDBACK, object_id=OuterRef("feedback"))
    pairs = rows.order_by("-id").values_list("idea_id", Subquery(kept.values("vector")[:1]))[:LOOKED_AT]
    found: dict[int, float] = {}
    for idea, data in pairs:
        found[idea] = max(found.get(idea, -1.0), float(unpacked(data) @ vector) if data is not None else -1.0)
    return found


def ideas_by_words(feedback: Feedback, visible: Any, refused: set[int]) -> list[Suggestion]:
    """Ideas that share telling words with a feedback, where nothing is known of its meaning."""
    text = f"{feedback.title} {feedback.text}"
    order = [pk for pk, _ in alike(Idea, text, limit=MOST_IDEAS * 2) if pk not in refused]
    rows = visible.current().filter(~supported(feedback), duplicate_of=None).select_related("product").in_bulk(order)
    near = [rows[pk] for pk in order if pk in rows and same_wall(feedback, rows[pk])]
    return [Suggestion(idea, shared_words(text, idea.title, idea.problem, idea.value)) for idea in near[:MOST_IDEAS]]


def duplicates_by_words(feedback: Feedback, actor: Actor) -> list[Duplicate]:
    """Feedback that shares telling words, as long as nothing more is known."""
    text = f"{feedback.title} {feedback.text}"
    order = [pk for pk, _ in alike(Feedback, text, limit=MOST_DUPLICATES * 2) if pk != feedback.pk]
    rows = Feedback.objects.visible_to(actor).select_related("company", "product").filter(merged_into=None)
    found = rows.exclude(state=FeedbackState.ARCHIVED).in_bulk(order)
    near = [found[pk] for pk in order if pk in found and same_wall(feedback, found[pk])]
    return [Duplicate(row, shared_words(text, f"{row.title} {row.text}")) for row in near[:MOST_DUPLICATES]]


def neighbours(feedback: Feedback, around: Sequence[tuple[tuple[str, int], float]], actor: Actor) -> list[tuple[Feedback, float]]:
    """The nearest other feedback that the actor may see, with its tags; those of the feedback itself are read along."""
    hits = {pk: cosine for (_, pk), cosine in around if cosine >= TAG_FROM}
    rows = Feedback.objects.visible_to(actor).filter(pk__in=hits).exclude(pk=feedback.pk).exclude(merged_into=feedback)
    found = list(rows.select_related("company", "product"))
    prefetch_related_objects([feedback, *found], "tags")
    return sorted(((row, hits[row.pk]) for row in found), key=lambda pair: -pair[1])


def duplicates_among(feedback: Feedback, near: Sequence[tuple[Feedback, float]]) -> list[Duplicate]:
    """Those of the neighbours that may say the same and could be merged with it, words counting a little."""
    limits = embedder.thresholds()
    open_ones = [
        (row, cosine)
        for row, cosine in near
        if cosine >= limits.listed
        and row.merged_into_id is None
        and row.state != FeedbackState.ARCHIVED
        and same_wall(feedback, row)
    ]
    texts = [f"{row.title} {row.text}" for row, _ in open_ones]
    shared = likeness(counted(feedback.title, feedback.text), [counted("", text) for text in texts])
    order = sorted(zip(open_ones, shared, strict=True), key=lambda pair: -(pair[0][1] + 0.1 * pair[1]))
    own = f"{feedback.title} {feedback.text}"
    return [
        Duplicate(row, shared_words(own, f"{row.title} {row.text}"), round(cosine, 4), cosine >= limits.flagged)
        for (row, cosine), _ in order[:MOST_DUPLICATES]
    ]


def same_wall(one: Feedback, other: Feedback | Idea) -> bool:
    """Whether the two may be tied together: what belongs to a restricted product stays within it."""
    walled = any(row.product is not None and row.product.is_restricted for row in (one, other))
    return one.product_id == other.product_id or not walled or None in (one.product_id, other.product_id)


def tags_among(feedback: Feedback, near: Sequence[tuple[Feedback, float]]) -> list[str]:
    """The tags that several neighbours carry, or one that says the same."""
    own = {tag.name for tag in feedback.tags.all()}
    weights: Counter[str] = Counter()
    carriers: Counter[str] = Counter()
    for row, cosine in near[:20]:
        sure = 2 if cosine >= embedder.thresholds().flagged else 1
        for tag in row.tags.all():
            weights[tag.name] += cosine  # type: ignore[assignment]
            carriers[tag.name] += sure
    return [name for name, _ in weights.most_common() if carriers[name] > 1 and name not in own][:MOST_TAGS]


def company_for(feedback: Feedback, actor: Actor) -> Company | None:
    """The company whose domain stands in the contact's e-mail address or in the words, where none is named yet."""
    if feedback.company_id is not None:
        return None
    said = f"{feedback.contact.email if feedback.contact else ''} {feedback.text}"
    domains = [domain.lower() for domain in E_MAIL.findall(said[:20_000])][:20]
    if not domains:
        return None
    rows = CompanyDomain.objects.filter(domain__in=domains, company__in=Company.objects.visible_to(actor).current())
    known = {row.domain: row.company for row in rows.select_related("company")}
    return next((known[domain] for domain in domains if domain in known), None)
