"""A packet read again: what the deciders saw, as it was sealed, and what is otherwise now.

A record that took another's place (conditions met or lapsed, a correction) was sealed later. What the deciders saw is in the
first record of its review, so that one is read.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.dateparse import parse_datetime

from gates.figures.recommendation import Result
from gates.findings import Findings, Judged
from gates.measures import Measured, measure_named
from gates.models import GateReview
from gates.models.decisions import RULES, Basis
from gates.models.scores import Outcome
from gates.scope import SCOPE, scope_of
from gates.scope import label_of as scope_label
from gates.words import amount

RULES_BY_NAME = {rule.value: words for rule, words in RULES.items()}


class Sealed:
    """What the deciders of a review had before them."""

    def __init__(self, review: GateReview) -> None:
        self.review = review
        self.decision = review.decisions.select_related("packet__words", "decided_by", "second_signer").get(basis=Basis.PANEL)
        self.body: dict[str, Any] = self.decision.packet.body  # type: ignore[attr-defined]
        self.words: dict[str, Any] = self.decision.words

    @property
    def because(self) -> str:
        """Why the criteria recommended what they did; the rule alone, once the words were erased."""
        return self.words.get("because") or f"{RULES_BY_NAME.get(self.decision.rule, self.decision.rule)}."

    @cached_property
    def verdict(self) -> dict[str, Any]:
        """What the criteria in force said then."""
        return self.body["verdicts"][-1]

    @cached_property
    def measured(self) -> dict[str, Measured]:
        """The measured values as they were sealed."""
        told = self.words.get("evidence", {})
        return {
            one["measure"]: Measured(
                value=number(one["value"]),
                standing=one["standing"],
                as_of=parse_datetime(one["as_of"]) if one["as_of"] else None,
                source=one["source"],
                words=told.get(one["measure"], ""),
            )
            for one in self.body["evidence"]
        }

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The measured values with their names, for a table."""
        return [
            {"label": label_of(name), "shown": amount(name, one.value), "words": one.words, "measured": one}
            for name, one in self.measured.items()
        ]

    def judged(self) -> list[Judged]:
        """Each criterion with what came of it then."""
        version = self.review.criteria_sets.prefetch_related("criteria").get(number=self.verdict["version"])
        return [self.judged_one(one) for one in version.criteria.all()]

    def judged_one(self, criterion: Any) -> Judged:
        """One criterion with what came of it then."""
        found = self.verdict["results"].get(criterion.key)
        if not criterion.is_must:
            mean = float(found) if found is not None else None
            return Judged(criterion, mean=mean, is_gap=mean is not None and mean < float(self.review.rules.minor_gap_below))
        said = self.answers.get(criterion.key, [])
        return Judged(criterion, Result(found), self.measured.get(criterion.measure), yes=said.count(True), no=said.count(False))

    @cached_property
    def answers(self) -> dict[str, list[Any]]:
        """What those who counted said of each criterion, in their newest scorecard."""
        return answers_in(self.body)

    @property
    def ballots(self) -> list[dict[str, Any]]:
        """The votes of the last round, with names and words as far as they are still there."""
        people = self.words.get("people", {})
        said = {one["person"]: one["words"] for one in self.words.get("ballots", [])}
        last = max((one["round"] for one in self.body["ballots"]), default=0)
        newest = {one["person"]: one for one in self.body["ballots"] if one["round"] == last}
        return [
            {
                "name": people.get(str(pk), "somebody"),
                "outcome": Outcome(one["outcome"]),
                "probability": number(one["probability"]),
                "words": said.get(pk, ""),
                "is_dissent": one["outcome"] != self.decision.outcome,
            }
            for pk, one in newest.items()
        ]

    def later(self, findings: Findings) -> list[dict[str, Any]]:
        """What is measured otherwise now than when it was decided."""
        changed = []
        for name, then in self.measured.items():
            now = findings.measured.get(name) or findings.measure(name)
            if then.value != now.value or then.source != now.source:
                was, now_is = amount(name, then.value), amount(name, now.value)
                changed.append({"label": label_of(name), "then": was, "now": now_is, "measured": now})
        return changed

    def scope_changes(self) -> list[dict[str, str]]:
        """What of the idea is worded otherwise now; nothing to tell where the words of then were erased."""
        then, now = self.words.get("scope", {}), scope_of(self.review.idea)
        return [
            {"label": scope_label(name), "then": then[name], "now": now[name]}
            for name in SCOPE
            if then.get(name, now[name]) != now[name]
        ]

    def now(self, findings: Findings) -> Any:
        """What the criteria would say of values that came later, where that is another answer; else None.

        That evidence has merely grown old since says nothing about a decision that was made while it was fresh.
        """
        recommendation = findings.recommendation
        if recommendation is None or not self.later(findings):
            return None
        return recommendation if str(recommendation.outcome) != self.decision.recommended else None


def answers_in(body: dict[str, Any]) -> dict[str, list[Any]]:
    """What a packet says that those who counted answered of each criterion, in their newest scorecard."""
    counts = {seat["person"] for seat in body["panel"] if seat["counts"]}
    cards = sorted(body["scores"], key=lambda card: card["round"])
    newest = {card["person"]: card for card in cards if card["person"] in counts}
    given: dict[str, list[Any]] = {}
    for card in newest.values():
        for key, said in card["answers"].items():
            given.setdefault(key, []).append(said)
    return given


def label_of(measure: str) -> str:
    """A measure in words."""
    found = measure_named(measure)
    return found.label if found else measure


def number(value: Any) -> Any:
    """A sealed value as a number again; yes and no stay."""
    return value if value is None or isinstance(value, bool) else Decimal(value)
