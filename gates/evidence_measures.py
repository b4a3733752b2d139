"""What the evidence says, measured: each function here is a value that a criterion may name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gates.evidence import looks
from gates.evidence.latest import Evidence
from gates.evidence.pilots import OutcomeScorecard
from gates.evidence.projections import assured_share, projector
from gates.evidence.viability import Results
from gates.figures.pilots.achievement import INCONCLUSIVE
from gates.figures.pilots.attrition import attrition_views
from gates.figures.pilots.looks import Plan
from gates.measures import Measured, Standing, measure, unknown
from gates.models.projections import Projection
from gates.policy_rules import PolicyRules
from history import clock

NO_PROJECTION = "Nobody has projected yet how many will use it."
NO_PILOT = "There is no locked pilot of this idea yet."
NO_ROUND = "No assessments of this idea have been revealed yet."


def exact(value: float | None) -> Decimal | None:
    """A figure as it is sealed: six decimals."""
    return None if value is None else Decimal(f"{value:.6f}")


def by_age(as_of: datetime | None, days: int) -> str:
    """Known, or stale once it is older than the policy lets it be."""
    if as_of is not None and clock.now() - as_of > timedelta(days=days):
        return Standing.STALE
    return Standing.KNOWN


# engagement


def standing_of(projection: Projection, rules: PolicyRules) -> str:
    """Known, or stale: too old an origin, or a newer model since."""
    if not projection.has_numbers:
        return Standing.INCONCLUSIVE
    if projection.model_version != projector().model_version:
        return Standing.STALE
    return Standing.STALE if clock.today() - projection.origin > timedelta(days=rules.projection_days) else Standing.KNOWN


def of_projection(
    projection: Projection, rules: PolicyRules, value: Decimal | bool | None, words: str, **details: Any
) -> Measured:
    """A value of a projection, with where it comes from."""
    return Measured(
        value=value, standing=standing_of(projection, rules), as_of=projection.made_at, words=words,
        source=f"Projection {projection.pk} of {projection.feature.name}",
        author_ids=(projection.asked_by_id,) if projection.asked_by_id else (),
        details=details | {
            "projection": projection.pk, "model_version": projection.model_version, "input_hash": projection.input_hash,
            "status": projection.status, "origin": projection.origin.isoformat(),
        },
    )  # fmt: skip


@measure("engagement.share_at_assurance", gate=1, label="Share expected to use it, at 80% assurance", unit="share")
def share_at_assurance(evidence: Evidence, rules: PolicyRules) -> Measured:
    """The projected share corrected by how earlier projections fared: the 20th percentile of actual over projected."""
    projection = evidence.projection
    if projection is None:
        return unknown(NO_PROJECTION)
    assured = assured_share(projection)
    if assured is None:
        return of_projection(projection, rules, None, " ".join(projection.reasons))
    return of_projection(
        projection, rules, exact(assured.share), assured.words, median=exact(projection.median),
        correction=exact(assured.record.assured) if assured.record else None,
    )  # fmt: skip


@measure("engagement.is_projected", gate=1, label="There is a projection, and it did not abstain")
def is_projected(evidence: Evidence, rules: PolicyRules) -> Measured:
    """Whether the last projection says numbers."""
    projection = evidence.projection
    if projection is None:
        return unknown(NO_PROJECTION)
    words = " ".join(projection.reasons) or f"Projected for week {projection.horizon}."
    found = of_projection(projection, rules, projection.has_numbers, words)
    return found if projection.has_numbers else replace(found, standing=Standing.KNOWN)


@measure("engagement.probability", gate=1, label="Probability that the share reaches the projection's threshold", unit="share")
def engagement_probability(evidence: Evidence, rules: PolicyRules) -> Measured:
    """How likely the share reaches the threshold that the projection was asked for."""
    projection = evidence.projection
    if projection is None:
        return unknown(NO_PROJECTION)
    words = " ".join(projection.reasons) or f"How likely {projection.threshold:.0%} or more use it by week {projection.horizon}."
    return of_projection(projection, rules, exact(projection.probability), words)


# pilot


def strictest(plan: Plan, rules: PolicyRules) -> Plan:
    """The plan that was locked, never softer than the policy: the higher rate, the more companies."""
    fewest = max(plan.rule.fewest, rules.least_companies)
    rule = replace(plan.rule, theta=max(plan.rule.theta, float(rules.theta)), fewest=fewest)
    return replace(plan, rule=rule, looks=tuple(look for look in plan.looks if look >= fewest) or (fewest,))


def of_pilot(card: OutcomeScorecard, standing: str, value: Decimal | bool | None, words: str, **details: Any) -> Measured:
    """A value of a pilot, with where it comes from."""
    return Measured(
        value=value, standing=standing, as_of=card.as_of or card.pilot.locked_at, words=words, source=f"Pilot {card.pilot.name}",
        author_ids=card.author_ids,
        details=details | {
            "pilot": card.pilot.pk, "achieved": card.shown_achieved, "settled": len(card.shown), "enrolled": card.enrolled,
            "counts": {standing.value: count for standing, count in sorted(Counter(card.shown_standings).items())},
        },
    )  # fmt: skip


@measure("pilot.probability", gate=2, label="Probability that enough companies reach their outcome", unit="share")
def pilot_probability(evidence: Evidence, rules: PolicyRules) -> Measured:
    """P(true rate ≥ θ) after everybody enrolled; inconclusive until a look of the plan decides."""
    card = evidence.scorecard
    if card is None:
        return unknown(NO_PILOT)
    plan = strictest(card.plan, rules)
    verdict = looks.judged(card.rows, plan, closing=card.is_closing)
    standing = Standing.INCONCLUSIVE if verdict.outcome == INCONCLUSIVE else by_age(card.as_of, rules.outcome_days)
    words = f"{verdict.inputs['x']} of {verdict.inputs['n']} companies: {verdict.reason}" if verdict.rate else verdict.reason
    return of_pilot(card, standing, exact(verdict.probability), words, theta=exact(plan.rule.theta), verdict=verdict.outcome)


@measure("pilot.enrolled", gate=2, label="Companies enrolled", unit="count")
def pilot_enrolled(evidence: Evidence, rules: PolicyRules) -> Measured:
    """Everybody enrolled when the design was locked, or later, but for those excused before exposure."""
    card = evidence.scorecard
    if card is None:
        return unknown(NO_PILOT)
    return of_pilot(card, Standing.KNOWN, Decimal(card.enrolled), f"{card.enrolled} companies are in the denominator.")


@measure("pilot.is_robust", gate=2, label="The verdict does not hang on who dropped out")
def pilot_is_robust(evidence: Evidence, rules: PolicyRules) -> Measured:
    """Whether everybody, those who stayed, and the best case give the same verdict."""
    card = evidence.scorecard
    if card is None:
        return unknown(NO_PILOT)
    if not card.settled:
        return of_pilot(card, Standing.UNKNOWN, None, "No company has an outcome yet.")
    plan = strictest(card.plan, rules)
    counted = looks.shown(card.rows, plan, closing=card.is_closing)
    if not counted:
        return of_pilot(card, Standing.UNKNOWN, None, looks.why_nothing(card.settled, plan))
    views = attrition_views([row.standing for row in counted], plan.rule_at(len(counted), closing=card.is_closing))
    parts = {
        "everybody": views.intention_to_treat, "those who stayed": views.completers, "the best case": views.best_case,
    }  # fmt: skip
    words = "; ".join(f"{name}: {view.outcome}" for name, view in parts.items()) + "."
    standing = by_age(card.as_of, rules.outcome_days)
    return of_pilot(card, standing, not views.is_sensitive, words.capitalize())


# viability


def of_round(found: Results, days: int, value: float | int | None, words: str, **details: Any) -> Measured:
    """A value of a revealed round, with where it comes from."""
    return Measured(
        value=exact(value), standing=Standing.UNKNOWN if value is None else by_age(found.as_of, days), as_of=found.as_of,
        words=words, source=f"Viability assessments, revealed {found.round.revealed_at:%-d %B %Y}", author_ids=found.author_ids,
        details=details | {"round": found.round.pk, "target_amount": str(found.round.target_amount)},
    )  # fmt: skip


@measure("viability.assessors", gate=3, label="Salespeople who assessed it", unit="count")
def viability_assessors(evidence: Evidence, rules: PolicyRules) -> Measured:
    """How many assessed it, each alone."""
    found = evidence.results
    if found is None:
        return unknown(NO_ROUND)
    given = len(found.assessments)
    return of_round(found, rules.vote_days, given, f"{given} salespeople assessed it, each alone.")


@measure("viability.segments", gate=3, label="Segments they sell to", unit="count")
def viability_segments(evidence: Evidence, rules: PolicyRules) -> Measured:
    """From how many segments they come."""
    found = evidence.results
    if found is None:
        return unknown(NO_ROUND)
    words = f"They sell to {', '.join(found.segment_names) or 'no segment that we know'}."
    return of_round(found, rules.vote_days, len(found.segments), words)


@measure("viability.coverage", gate=3, label="Share of our customers' ARR in those segments", unit="share")
def viability_coverage(evidence: Evidence, rules: PolicyRules) -> Measured:
    """The share of the market that was heard."""
    found = evidence.results
    if found is None:
        return unknown(NO_ROUND)
    covered, whole = found.market
    words = f"{covered:,.0f} of {whole:,.0f} ARR lies in the segments that were heard." if whole else "No customer has ARR yet."
    return of_round(found, rules.pipeline_days, found.coverage, words)


@measure("viability.probability", gate=3, label="Probability that the named accounts reach the target", unit="share")
def viability_probability(evidence: Evidence, rules: PolicyRules) -> Measured:
    """How likely expansion at the named accounts reaches the round's target."""
    found = evidence.results
    if found is None:
        return unknown(NO_ROUND)
    words = f"How likely {len(found.accounts)} named accounts bring {found.round.target_amount:,.0f} or more."
    if not found.accounts:
        words = "Nobody named an account."
    return of_round(found, rules.pipeline_days, found.target_probability, words)


@measure("viability.top_account", gate=3, label="Largest account's part of the expected value", unit="share")
def viability_top_account(evidence: Evidence, rules: PolicyRules) -> Measured:
    """How far it hangs on one account."""
    found = evidence.results
    if found is None:
        return unknown(NO_ROUND)
    words = (
        f"{found.accounts[0].company} is the largest." if found.top_share is not None else "Nothing is expected of any account."
    )
    return of_round(found, rules.pipeline_days, found.top_share, words)
