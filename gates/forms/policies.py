"""The shape of a policy's form: every number and switch, with its bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from doors.forms import ActorForm
from gates.policy_rules import BOUNDS, DECIMALS, GATES, Gate, PolicyRules
from history.actor import Role

LABELS = {
    "quorum": "Quorum of gatekeepers",
    "hurdle": "Hurdle of the should-meet score",
    "minor_gap_below": "A score below this is a minor gap",
    "theta": "Rate that a pilot must reach (θ)",
    "least_companies": "Fewest companies in a pilot",
    "projection_days": "Projection goes stale after",
    "outcome_days": "Outcomes go stale after",
    "pipeline_days": "Pipeline goes stale after",
    "vote_days": "Votes go stale after",
    "condition_days": "Longest day of a condition",
    "hold_days": "Longest hold",
    "most_holds": "Most holds at a gate",
    "most_recycles": "Most recycles at a gate",
    "waiver_days": "Longest waiver",
    "scoring_days": "Days to score",
}
GROUPS = (
    ("Judging", ("quorum", "hurdle", "minor_gap_below", "scoring_days")),
    ("The pilot", ("theta", "least_companies")),
    ("Staleness, in days", ("projection_days", "outcome_days", "pipeline_days", "vote_days")),
    ("Limits", ("condition_days", "hold_days", "most_holds", "most_recycles", "waiver_days")),
)
GATE_CHOICES = [(str(gate), Gate(str(gate)).label) for gate in GATES]
VOICES = [(Role.SALES.value, "Sales"), (Role.SUCCESS.value, "Customer success"), (Role.PRODUCT.value, "Product")]


def gates_field(label: str) -> forms.TypedMultipleChoiceField:
    """Which gates."""
    return forms.TypedMultipleChoiceField(
        choices=GATE_CHOICES, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=label
    )


class PolicyForm(ActorForm):
    """A policy, but for its criteria."""

    before_delivery = gates_field("Gates before delivery")
    before_launch = gates_field("Gates before launch")
    is_blind = forms.BooleanField(required=False, label="Scores are blind until all are revealed at once")
    voices = forms.MultipleChoiceField(
        choices=VOICES, required=False, widget=forms.CheckboxSelectMultiple, label="Voices on each panel"
    )
    looks = forms.CharField(max_length=100, label="Looks at a pilot", help_text="After how many companies: 6, 9, 12.")
    why = forms.CharField(max_length=500, required=False, label="Why it changes")

    def __init__(self, *args: Any, rules: PolicyRules, **kwargs: Any) -> None:
        self.rules = rules
        initial = {name: getattr(rules, name) for name in (*LABELS, "is_blind", "voices")}
        initial |= {
            "before_delivery": [str(one) for one in rules.before_delivery],
            "before_launch": [str(one) for one in rules.before_launch],
        }
        super().__init__(*args, initial=initial | {"looks": ", ".join(map(str, rules.looks))}, **kwargs)
        for name, label in LABELS.items():
            low, high = BOUNDS[name]
            kind = forms.DecimalField if name in DECIMALS else forms.IntegerField
            self.fields[name] = kind(label=label, min_value=low, max_value=high)

    def clean_looks(self) -> tuple[int, ...]:
        """Numbers, set apart by commas."""
        parts = [part.strip() for part in self.cleaned_data["looks"].split(",") if part.strip()]
        if not parts or not all(part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError("Numbers of companies, set apart by commas: 6, 9, 12.")
        return tuple(int(part) for part in parts)

    def new_rules(self) -> PolicyRules:
        """The rules as they were filled in; the criteria stay."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "why"}
        return replace(self.rules, **said | {name: tuple(said[name]) for name in ("before_delivery", "before_launch", "voices")})

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The numbers, group by group, for the page."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]
