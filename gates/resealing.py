"""A sealed value read under other rules: whether it would have been out of date, and what a pilot comes to by other bars."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from gates.evidence.pilots import plan_of
from gates.evidence_measures import exact, strictest
from gates.figures.pilots.achievement import INCONCLUSIVE
from gates.figures.pilots.attrition import Standing as Place
from gates.figures.pilots.attrition import attrition_views
from gates.figures.pilots.looks import Plan
from gates.measures import Measured, Standing
from gates.models.pilots import Pilot
from gates.policy_rules import PolicyRules
from gates.sealed import number

KEPT_FRESH = {
    "engagement.": "projection_days", "pilot.probability": "outcome_days", "pilot.is_robust": "outcome_days",
    "viability.assessors": "vote_days", "viability.segments": "vote_days", "viability.": "pipeline_days",
}  # fmt: skip
"""By how a measure's name begins, the rule that says when it is out of date. The first that fits counts."""
BY_THE_BARS = ("pilot.probability", "pilot.is_robust")
"""What hangs on the share of companies, the fewest of them, and the looks."""


def measured_under(
    sealed: dict[str, Any], body: dict[str, Any], at: datetime, rules: PolicyRules, pilots: dict[int, Pilot]
) -> Measured | None:
    """A sealed value as it would have been measured under other rules at the same moment; None where nobody can say."""
    before = PolicyRules.from_json(body["policy"]["rules"]) if body["policy"] else rules
    if sealed["measure"] in BY_THE_BARS and sealed["value"] is not None and bars_of(before) != bars_of(rules):
        found = pilot_again(sealed, at, rules, pilots)
        return found and aged(found, sealed, at, before, rules)
    kept = Measured(number(sealed["value"]), sealed["standing"], moment_of(sealed), sealed["source"], "")
    return aged(kept, sealed, at, before, rules)


def bars_of(rules: PolicyRules) -> tuple[Any, ...]:
    """What a pilot is judged by, beside its own plan."""
    return rules.theta, rules.least_companies


def pilot_again(sealed: dict[str, Any], at: datetime, rules: PolicyRules, pilots: dict[int, Pilot]) -> Measured | None:
    """The pilot's counts held against other bars; None where the counts are not in the packet.

    A running pilot is judged at its looks: between two of them nobody can say who was settled at the one before.
    """
    details = sealed["details"]
    pilot = pilots.get(details.get("pilot", 0))
    if pilot is None or "counts" not in details:
        return None
    is_closing = pilot.closed_at is not None and pilot.closed_at <= at
    plan = strictest(plan_of(pilot), rules)
    if not is_closing and plan.looks[0] <= details["settled"] < plan.looks[-1] and details["settled"] not in plan.looks:
        return None
    again = probability_again if sealed["measure"] == "pilot.probability" else robust_again
    value, standing = again(details, plan, is_closing)
    return Measured(value, standing, moment_of(sealed), sealed["source"], "")


def probability_again(details: dict[str, Any], plan: Plan, is_closing: bool) -> tuple[Any, str]:
    """How likely enough companies reach their outcome, by other bars."""
    verdict = plan.verdict(details["achieved"], details["settled"], closing=is_closing)
    standing = Standing.INCONCLUSIVE if verdict.outcome == INCONCLUSIVE else Standing.KNOWN
    return exact(verdict.probability), standing


def robust_again(details: dict[str, Any], plan: Plan, is_closing: bool) -> tuple[Any, str]:
    """Whether the verdict hangs on who dropped out, by other bars."""
    places = [Place(name) for name, count in details["counts"].items() for _ in range(count)]
    views = attrition_views(places, plan.rule_at(details["settled"], closing=is_closing))
    return not views.is_sensitive, Standing.KNOWN


def aged(found: Measured, sealed: dict[str, Any], at: datetime, before: PolicyRules, rules: PolicyRules) -> Measured:
    """The value, out of date or not as the rules say. What was so although it was young had a newer model: that stays."""
    name = next((name for start, name in KEPT_FRESH.items() if sealed["measure"].startswith(start)), "")
    if not name or found.standing not in (Standing.KNOWN, Standing.STALE):
        return found
    is_old, was_old = (is_older(sealed, at, getattr(some, name)) for some in (rules, before))
    had_newer_model = sealed["standing"] == Standing.STALE and not was_old
    standing = Standing.STALE if is_old or had_newer_model else Standing.KNOWN
    return Measured(found.value, standing, found.as_of, found.source, found.words)


def is_older(sealed: dict[str, Any], at: datetime, days: int) -> bool:
    """Whether a value was older than so many days. A projection is as old as its origin, the rest as what was last learned."""
    if origin := sealed["details"].get("origin"):
        return at.date() - date.fromisoformat(origin) > timedelta(days=days)
    as_of = moment_of(sealed)
    return as_of is not None and at - as_of > timedelta(days=days)


def moment_of(sealed: dict[str, Any]) -> datetime | None:
    """As of when a value was sealed."""
    return parse_datetime(sealed["as_of"]) if sealed["as_of"] else None
