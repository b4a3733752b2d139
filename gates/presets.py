"""The two presets that ship: a small team's policy, and full governance. Nothing else is built in."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gates.policy_rules import Comparator, CriterionTemplate, Gate, Kind, PolicyRules, Preset
from history.actor import Role


def measured(
    name: str, measure: str, comparator: str, threshold: str | None = None, *, help: str = "", is_fatal: bool = False
) -> CriterionTemplate:
    """A must-meet that a measure answers."""
    return CriterionTemplate(
        name=name,
        measure=measure,
        comparator=comparator,
        threshold=Decimal(threshold) if threshold else None,
        help=help,
        is_fatal=is_fatal,
    )


def judged(name: str, help: str, *, is_fatal: bool = False) -> CriterionTemplate:
    """A must-meet that people answer with yes or no."""
    return CriterionTemplate(name=name, help=help, is_fatal=is_fatal)


def scored(name: str, weight: str, low: str, middle: str, high: str) -> CriterionTemplate:
    """A should-meet, with what 0, 5 and 10 mean."""
    return CriterionTemplate(name=name, kind=Kind.SHOULD, weight=Decimal(weight), anchors=(low, middle, high))


AT_LEAST, AT_MOST, IS_TRUE = Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.IS_TRUE

STANDARD_CRITERIA: dict[str, tuple[CriterionTemplate, ...]] = {
    Gate.ENGAGEMENT.value: (
        measured(
            "Enough of them will use it",
            "engagement.share_at_assurance",
            AT_LEAST,
            "0.20",
            help="The projected share of those eligible, corrected by how earlier projections fared.",
        ),
        measured(
            "The projection stands", "engagement.is_projected", IS_TRUE, help="There is a projection, and it did not abstain."
        ),
        judged("Lawful and safe to build", "Privacy, security and law leave a way to do this.", is_fatal=True),
        scored("The pain is urgent", "3", "Nobody asked", "Some ask, few wait for it", "Customers act on it today"),
        scored("It serves an objective", "2", "None that we hold", "Indirectly", "It moves a key result of this cycle"),
        scored(
            "We can find out in a pilot", "1", "No way to observe it", "With effort", "Outcome, metric and companies are at hand"
        ),
    ),
    Gate.PILOT.value: (
        measured(
            "Customers reach their outcome",
            "pilot.probability",
            AT_LEAST,
            "0.80",
            help="The probability that the true share of companies reaching their outcome is at least θ.",
        ),
        measured(
            "Enough companies took part",
            "pilot.enrolled",
            AT_LEAST,
            "6",
            help="Companies enrolled after the outcomes were locked.",
        ),
        measured(
            "The verdict does not hang on who dropped out",
            "pilot.is_robust",
            IS_TRUE,
            help="Counting everybody, only those who stayed, and the best case give the same verdict.",
        ),
        judged("No customer was harmed", "Nothing happened in the pilot that we would not answer for.", is_fatal=True),
        scored("What customers said", "2", "Polite at best", "Content", "They would be very disappointed without it"),
        scored("Ready to run", "1", "Only by hand", "With close support", "Support, pricing and operations can carry it"),
    ),
    Gate.VIABILITY.value: (
        measured("Enough salespeople assessed it", "viability.assessors", AT_LEAST, "3"),
        measured("From enough segments", "viability.segments", AT_LEAST, "2"),
        measured("The market is covered", "viability.coverage", AT_LEAST, "0.70"),
        measured(
            "The target is likely",
            "viability.probability",
            AT_LEAST,
            "0.50",
            help="The probability that expansion reaches its target.",
        ),
        measured(
            "It hangs on no single account",
            "viability.top_account",
            AT_MOST,
            "0.40",
            help="The largest account's part of what we expect.",
        ),
        judged("We may sell it", "Contracts, pricing and law leave a way to sell this.", is_fatal=True),
        scored("It sells with what we have", "2", "Needs a new motion", "Some enablement", "Every seller can tell the story"),
        scored("It makes us harder to replace", "1", "No effect", "For some", "For the segments that matter most"),
    ),
}

SMALL_TEAM = PolicyRules(criteria=STANDARD_CRITERIA)
FULL_GOVERNANCE = replace(SMALL_TEAM, quorum=3, is_blind=True, voices=(Role.SALES.value, Role.SUCCESS.value))

PRESETS: dict[str, PolicyRules] = {Preset.SMALL_TEAM: SMALL_TEAM, Preset.FULL_GOVERNANCE: FULL_GOVERNANCE}
"""One gatekeeper and nothing blind; or a quorum of three, blind until the reveal, commercial and customer voices heard."""


def preset_of(rules: PolicyRules) -> str:
    """Which preset the rules are, unchanged; or our own."""
    return next((name for name, preset in PRESETS.items() if preset.as_json() == rules.as_json()), Preset.OWN)
