"""Ideas in order: what each factor is, where it is from, and the score that the product's method makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from doors.formats import money, number
from feedback.models import Feedback
from history import clock
from history.actor import Actor
from priorities.methods import Method, Source, faded, normalised, score_of
from priorities.models import Estimate, Factor, Scheme, plainly
from priorities.reach import companies_using
from roadmap.models import Idea, Insight, Vote
from roadmap.tally import tally_ideas

FIGURES = {
    Source.COMPANIES: "company_count", Source.ARR: "arr", Source.IMPORTANCE: "weight", Source.DEALS: "deal_amount",
}  # fmt: skip


@dataclass
class Part:
    """A factor of an idea. ``value`` is what counts; ``base`` what it was before it fell with age."""

    factor: Factor
    value: float | None = None
    base: float | None = None
    estimate: Estimate | None = None
    normal: float | None = None

    @property
    def is_faded(self) -> bool:
        """Whether age has taken something away."""
        return self.base is not None and self.value is not None and self.value < self.base

    @property
    def says(self) -> str:
        """The value as people read it."""
        return said(self.factor, self.value)

    @property
    def field_name(self) -> str:
        """What the field for an estimate is called."""
        return f"factor-{self.factor.code}"

    @property
    def typed(self) -> str:
        """The estimate as it stands in its field; empty where it is counted."""
        return "" if self.estimate is None else plainly(self.estimate.value)


@dataclass
class Ranked:
    """An idea with its parts, its score, and its place."""

    idea: Idea
    parts: list[Part] = field(default_factory=list)
    score: float | None = None
    place: int | None = None
    share: float = 0.0

    @property
    def missing(self) -> list[Factor]:
        """What keeps it from having a score."""
        return [part.factor for part in self.parts if part.value is None]

    @property
    def says(self) -> str:
        """The score as people read it."""
        return score_text(self.score)


def score_text(score: float | None) -> str:
    """A score with as many places as tell ideas apart."""
    if score is None:
        return "–"
    return f"{score:,.0f}" if score >= 100 else f"{score:.1f}" if score >= 10 else f"{score:.2f}"


def said(factor: Factor, value: float | None) -> str:
    """A factor's value with its unit."""
    if value is None:
        return "–"
    if factor.source in (Source.ARR, Source.DEALS):
        return str(money(Decimal(value)))
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value < 100 else number(round(value))
    return f"{text}%" if factor.unit == "%" else text


def rank(scheme: Scheme, ideas: Iterable[Idea], actor: Actor, factors: list[Factor] | None = None) -> list[Ranked]:
    """Ideas of one product in the order of their scores, those without one last.

    A factor without an upper end is normalised against the most that any of these ideas has: give the whole backlog.
    ``factors`` are the scheme's, where the caller has them already; figures that the ideas carry are not counted again.
    """
    factors = scheme.factors_in_use() if factors is None else factors
    rows = list(ideas)
    if not all(hasattr(one, name) for one in rows for name in FIGURES.values()):
        rows = tally_ideas(rows, actor)
    estimates = estimates_of(rows, factors)
    uses = companies_using(rows) if any(one.source == Source.USERS for one in factors) else {}
    newest = newest_evidence(rows, actor) if any(one.fades for one in factors) else {}
    ranked = [Ranked(idea, [part(one, idea, estimates, uses, newest) for one in factors]) for idea in rows]
    for place, factor in enumerate(factors):
        values = [one.parts[place].value for one in ranked]
        most = float(factor.most) if factor.most is not None else max((value for value in values if value is not None), default=0)
        for one in ranked:
            mine = one.parts[place]
            mine.normal = normalised(mine.value, float(factor.least), most, is_cost=factor.is_cost)
            if mine.normal is None and mine.value is not None:
                mine.normal = 0.0  # nobody on the list has any of it
    for one in ranked:
        values_by_code = {mine.factor.code: mine.value for mine in one.parts}
        weights = {mine.factor.code: (mine.normal, float(mine.factor.weight)) for mine in one.parts}
        one.score = score_of(scheme.method, values_by_code, weights)
    ranked.sort(key=lambda one: (one.score is None, -(one.score or 0), one.idea.pk))
    best = max((one.score or 0 for one in ranked), default=0)
    whole = 100.0 if scheme.method == Method.WEIGHTED else best
    for place, one in enumerate(ranked, 1):
        if one.score is not None:
            one.place, one.share = place, 100 * one.score / whole if whole else 0.0
    return ranked


def part(
    factor: Factor, idea: Any, estimates: Mapping[tuple[int, int], Estimate], uses: Mapping[int, int], newest: Mapping[int, date]
) -> Part:  # fmt: skip
    """One factor of one idea: somebody's estimate before what is counted."""
    made = estimates.get((idea.pk, factor.pk))
    base: float | None = None
    if made is not None:
        base = float(made.value)
    elif factor.source == Source.USERS:
        base = float(uses[idea.pk]) if idea.pk in uses else None
    elif factor.source in FIGURES:
        base = float(getattr(idea, FIGURES[Source(factor.source)]))
    value = base
    if base is not None and factor.fades:
        days = [
            day for day in (newest.get(idea.pk), timezone.localdate(made.at) if made is not None else None) if day is not None
        ]
        value = faded(base, max(days, default=None), clock.today())
    return Part(factor, value, base, made)


def estimates_of(ideas: list[Idea], factors: list[Factor]) -> dict[tuple[int, int], Estimate]:
    """Every estimate of these ideas, by idea and factor."""
    rows = Estimate.objects.filter(idea__in=[one.pk for one in ideas], factor__in=factors).select_related("by")
    return {(one.idea_id, one.factor_id): one for one in rows}


def newest_evidence(ideas: list[Idea], actor: Actor) -> dict[int, date]:
    """The day on which somebody last said anything for an idea, or voted, as far as the actor may see."""
    pks = [one.pk for one in ideas]
    heard = Insight.objects.standing().filter(idea__in=pks, feedback__in=Feedback.objects.visible_to(actor)).order_by()
    voted = Vote.objects.standing().filter(idea__in=pks).order_by()
    days: dict[int, date] = {}
    last_heard = heard.values_list("idea").annotate(last=Max("feedback__said_at"))
    for pk, moment in last_heard.union(voted.values_list("idea").annotate(last=Max("at")), all=True):
        day = timezone.localdate(moment)
        days[pk] = max(day, days.get(pk, day))
    return days
