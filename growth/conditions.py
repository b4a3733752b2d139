"""How companies are doing: milestones, time to the first of them, and health with its parts visible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone

from customers.models import Company
from customers.segments import in_segment
from customers.signals import signals
from feedback.models import CLOSED_DEALS, FeedbackState, Request
from figures.survival import REACHED, WAITING, TimeTo, kaplan_meier
from growth import usage_reading as usage
from growth.figures.health import BANDS, Health, health, open_part, share_part, trend_part
from growth.models import HealthWord, Milestone, MilestoneMark
from growth.models.settings import WEIGHTS
from history import clock
from history.actor import Actor
from people.models import Product
from usage.adoption import nth_days

SPAN = 28
"""The usage trend compares the last 28 whole days with the 28 before."""
WORD_VALUES = {"good": 1.0, "fair": 0.5, "poor": 0.0}
WORD_DAYS = 90
"""After so many days a word on how a customer is doing is too old to count."""


@dataclass(frozen=True)
class Part:
    """One part of a company's health: its value from 0 to 1, None where nothing is known; and what it says."""

    value: float | None
    says: str


@dataclass
class Condition:
    """How one company is doing with a product."""

    company: Company
    parts: dict[str, Part]
    health: Health | None
    reached: dict[int, date] = field(default_factory=dict)
    first_seen: date | None = None

    @property
    def word(self) -> str:
        """Its health in a word."""
        return BANDS[self.health.band] if self.health else ""

    @property
    def tone(self) -> str:
        """The tone of that word."""
        return {"good": "good", "fair": "warn", "poor": "bad"}[self.health.band] if self.health else ""

    @property
    def shown(self) -> list[Part]:
        """The parts in their order."""
        return [self.parts[name] for name in WEIGHTS]

    @property
    def first_milestone(self) -> date | None:
        """When it reached the first of the milestones."""
        return min(self.reached.values(), default=None)

    @property
    def days_to_first(self) -> int | None:
        """How many days after it was first seen that was."""
        if self.first_milestone is None or self.first_seen is None:
            return None
        return max(0, (self.first_milestone - self.first_seen).days)


def weights_of(product: Product) -> Mapping[str, int]:
    """What the parts of health weigh for a product."""
    agreed = getattr(product, "growth", None)
    return WEIGHTS | (agreed.weights if agreed is not None else {})


def conditions(product: Product, companies: Sequence[Company], actor: Actor) -> list[Condition]:
    """How these companies are doing with a product, in their order; one look at each source for all of them."""
    ids = [company.pk for company in companies]
    milestones = list(Milestone.objects.filter(product=product).current())
    weights = weights_of(product)
    reached = milestones_reached(milestones, ids)
    trends, words, late = trends_of(product, ids), words_of(product, ids), late_requests(product, ids, actor)
    scores, seen = signals("survey", ids, product, actor), first_seen(product, companies)
    found = []
    for company in companies:
        pk = company.pk
        parts = {
            "usage": trends.get(pk, Part(None, "no use in 8 weeks")),
            "milestones": milestone_part(milestones, reached.get(pk, {})),
            "survey": Part(scores[pk].value, scores[pk].says) if pk in scores else Part(None, "no answer in half a year"),
            "requests": Part(open_part(late.get(pk, 0)), f"{late.get(pk, 0)} without an answer"),
            "owner": words.get(pk, Part(None, f"nothing said in {WORD_DAYS} days")),
        }
        made = health({name: part.value for name, part in parts.items()}, weights)
        found.append(Condition(company, parts, made, reached.get(pk, {}), seen.get(pk)))
    return found


def milestones_reached(milestones: Sequence[Milestone], companies: Sequence[int]) -> dict[int, dict[int, date]]:
    """Which company reached which milestone, and when."""
    found: dict[int, dict[int, date]] = defaultdict(dict)
    uses = usage.companies_uses({one.feature_id for one in milestones if one.feature_id}, companies)
    for one in milestones:
        for company, day in nth_days(uses.get(one.feature_id or 0, []), one.uses):
            found[company][one.pk] = day
    by_hand = [one.pk for one in milestones if one.feature_id is None]
    marks = MilestoneMark.objects.standing().filter(milestone__in=by_hand, company__in=companies)
    for company, milestone, day in marks.values_list("company", "milestone", "reached_on"):
        found[company][milestone] = day
    return dict(found)


def milestone_part(milestones: Sequence[Milestone], reached: Mapping[int, date]) -> Part:
    """The share of the milestones that it reached."""
    says = f"{len(reached)} of {len(milestones)} reached" if milestones else "no milestone is defined"
    return Part(share_part(len(reached), len(milestones)), says)


def trends_of(product: Product, companies: Sequence[int]) -> dict[int, Part]:
    """How usage went, company by company: the days on which their people came, of four weeks against the four before."""
    last = clock.today() - timedelta(days=1)
    middle = last - timedelta(days=SPAN)
    return {
        pk: Part(trend_part(now, then), f"{now} days of use in 4 weeks, {then} in the 4 before")
        for pk, (now, then) in usage.company_activity(product, middle, last, companies).items()
    }


def words_of(product: Product, companies: Sequence[int]) -> dict[int, Part]:
    """What was said last of each company, if it is not too old."""
    since = clock.now() - timedelta(days=WORD_DAYS)
    found: dict[int, Part] = {}
    rows = HealthWord.objects.filter(product=product, company__in=companies, at__gte=since).select_related("by").order_by("id")
    for said in rows:
        found[said.company_id] = Part(
            WORD_VALUES[said.word], f"“{said.get_word_display()}”, {said.by or 'somebody'}: {said.reason}"
        )
    return found


def late_requests(product: Product, companies: Sequence[int], actor: Actor) -> dict[int, int]:
    """How many requests of each company for this product nobody has answered, of those the actor may see."""
    rows = Request.objects.visible_to(actor).filter(feedback__product=product, feedback__company__in=companies)
    rows = rows.exclude(feedback__state=FeedbackState.ARCHIVED).exclude(stage__in=CLOSED_DEALS).filter(feedback__merged_into=None)
    counts: dict[int, int] = defaultdict(int)
    for company in rows.values_list("feedback__company", flat=True):
        counts[company] += 1
    return dict(counts)


def time_to_first(found: Sequence[Condition]) -> TimeTo | None:
    """How long it takes companies from being first seen to their first milestone (Kaplan–Meier)."""
    today, units = clock.today(), []
    for one in found:
        if one.first_seen is not None:
            days = one.days_to_first
            units.append((float((today - one.first_seen).days), WAITING) if days is None else (float(days), REACHED))
    return kaplan_meier([(max(0.0, days), end) for days, end in units])


def companies_to_look_at(product: Product, segment: str = "", motion: str = "") -> Any:
    """The companies that use a product and are customers or try it, each with when somebody of theirs was first seen in it."""
    among = Q(motion=motion) if motion else Q()
    among = among & in_segment(segment) if segment else among
    rows = Company.objects.filter(among, merged_into=None, archived_at=None, product_users__product=product)
    return rows.annotate(seen_at=Min("product_users__first_seen_at")).select_related("owner")


def first_seen(product: Product, companies: Sequence[Company]) -> dict[int, date]:
    """The day on which somebody of each company was first seen in a product; read where the companies do not bring it along."""
    if not all(hasattr(company, "seen_at") for company in companies):
        return usage.companies_seen(product, Q(company__in=[company.pk for company in companies]))
    here = timezone.get_current_timezone()
    return {company.pk: company.seen_at.astimezone(here).date() for company in companies}  # type: ignore[attr-defined]
