"""Rules that one looks at before they are in force: a version, a preset, or a draft that nobody has adopted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from gates.models.policies import GatePolicy, standing_policy
from gates.policy_rules import PolicyRules, Preset
from gates.presets import PRESETS
from people.models import Product

LONGEST_DRAFT = 200_000
IN_FORCE = "in_force"


@dataclass(frozen=True)
class Candidate:
    """Rules with their name. ``code`` finds them again: a version's number or a preset; a draft has none."""

    name: str
    rules: PolicyRules
    code: str = ""

    @property
    def as_text(self) -> str:
        """The rules as text, so that a draft can be carried from page to page."""
        return json.dumps(self.rules.as_json())


def candidates_of(product: Product) -> list[Candidate]:
    """The versions of a product's policy, newest first, and the presets."""
    versions = GatePolicy.objects.filter(product=product).order_by("-number")[:50]
    found = [Candidate(f"Version {one.number}", one.rules, str(one.number)) for one in versions]
    return found + [Candidate(f"Preset {Preset(name).label}", rules, str(name)) for name, rules in PRESETS.items()]


def in_force(product: Product) -> Candidate:
    """The rules in force."""
    standing = standing_policy(product.pk)
    name = f"Version {standing.number}, in force" if standing.number else "Small team, in force"
    return Candidate(name, standing.rules, str(standing.number) if standing.number else str(Preset.SMALL_TEAM))


def candidate_named(product: Product, code: str) -> Candidate | None:
    """The version or preset of that code; None where there is none."""
    return next((one for one in candidates_of(product) if one.code == code), None)


def draft_of(text: str) -> Candidate:
    """A draft from its text. Raises ValidationError for what cannot be rules."""
    if len(text) > LONGEST_DRAFT:
        raise ValidationError({"rules": "These rules are too long."})
    try:
        stored: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError({"rules": "These rules cannot be read."}) from error
    if not isinstance(stored, dict):
        raise ValidationError({"rules": "These rules cannot be read."})
    return Candidate("The draft", PolicyRules.from_json(stored))
