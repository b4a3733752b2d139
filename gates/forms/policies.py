"""The shape of a policy's form: every number and switch, with its bounds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from doors.forms import ActorForm
from gates.forms.shares import PercentField, as_percent
from gates.policy_labels import LABELS, OTHERS, SHARES, UNITS, VOICES
from gates.policy_rules import BOUNDS, DECIMALS, GATES, Deliverable, Gate, PolicyRules, demanded

RULES = {*LABELS, *OTHERS}
GROUPS = (
    ("Judging", ("quorum", "hurdle", "minor_gap_below", "scoring_days")),
    ("The pilot", ("theta", "least_companies")),
    ("Staleness, in days", ("projection_days", "outcome_days", "pipeline_days", "vote_days")),
    ("Limits", ("condition_days", "hold_days", "most_holds", "most_recycles", "waiver_days")),
)
GATE_CHOICES = [(str(gate), Gate(str(gate)).label) for gate in GATES]


def gates_field(label: str) -> forms.TypedMultipleChoiceField:
    """Which gates."""
    return forms.TypedMultipleChoiceField(
        choices=GATE_CHOICES, coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label=label
    )


def number_field(name: str, label: str) -> forms.Field:
    """The field of one number of a policy, within its bounds and with its unit."""
    low, high = BOUNDS[name]
    if name in SHARES:
        return PercentField(label=label, min_value=low * 100, max_value=high * 100)
    field = (forms.DecimalField if name in DECIMALS else forms.IntegerField)(label=label, min_value=low, max_value=high)
    field.unit = UNITS.get(name, "")  # type: ignore[attr-defined]
    return field


class PolicyForm(ActorForm):
    """A policy, but for its criteria."""

    before_delivery = gates_field("Gates before delivery")
    before_launch = gates_field("Gates before launch")
    is_blind = forms.BooleanField(required=False, label="Scores are blind until all are revealed at once")
    weigh_assessors = forms.BooleanField(
        required=False, label="Assessors are weighed by their record", help_text="From 20 resolved forecasts on."
    )
    voices = forms.MultipleChoiceField(
        choices=list(VOICES.items()), required=False, widget=forms.CheckboxSelectMultiple, label="Voices on each panel"
    )
    looks = forms.CharField(max_length=100, label="Looks at a pilot", help_text="After how many companies: 6, 9, 12.")
    why = forms.CharField(max_length=500, required=False, label="Why it changes")

    def __init__(self, *args: Any, rules: PolicyRules, **kwargs: Any) -> None:
        self.rules = rules
        initial = {name: getattr(rules, name) for name in (*LABELS, "is_blind", "weigh_assessors", "voices")}
        initial |= {
            "before_delivery": [str(one) for one in rules.before_delivery],
            "before_launch": [str(one) for one in rules.before_launch],
        }
        initial |= {"looks": ", ".join(map(str, rules.looks)), **{name: as_percent(initial[name]) for name in SHARES}}
        super().__init__(*args, initial=initial, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = number_field(name, label)
        for gate in GATES:
            self.fields[f"deliverables_{gate}"] = forms.MultipleChoiceField(
                choices=Deliverable.choices, required=False, widget=forms.CheckboxSelectMultiple,
                label=f"Before gate {gate} {Gate(str(gate)).label} is submitted", initial=list(rules.deliverables_for(gate)),
            )  # fmt: skip

    def clean_looks(self) -> tuple[int, ...]:
        """Numbers, set apart by commas."""
        parts = [part.strip() for part in self.cleaned_data["looks"].split(",") if part.strip()]
        if not parts or not all(part.isdigit() and len(part) < 5 for part in parts):
            raise forms.ValidationError("Numbers of companies, set apart by commas: 6, 9, 12.")
        return tuple(int(part) for part in parts)

    def new_rules(self) -> PolicyRules:
        """The rules as they were filled in; the criteria stay."""
        said = {name: value for name, value in self.cleaned_data.items() if name in RULES}
        said |= {name: tuple(said[name]) for name in ("before_delivery", "before_launch", "voices")}
        asked = demanded({str(gate): self.cleaned_data[f"deliverables_{gate}"] for gate in GATES})
        return replace(self.rules, **said, deliverables=asked)

    def deliverables(self) -> list[Any]:
        """What each gate demands, gate by gate, for the page."""
        return [self[f"deliverables_{gate}"] for gate in GATES]

    def groups(self) -> list[tuple[str, list[Any]]]:
        """The numbers, group by group, for the page."""
        return [(title, [self[name] for name in names]) for title, names in GROUPS]
