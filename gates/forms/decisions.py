"""The shapes that deciding takes: the votes say the outcome, so a form asks only for what that outcome needs."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoice
from gates.asking import LEAST_WORDS, override_of, suggested_tripwires
from gates.asks import Ask
from gates.findings import Findings
from gates.forms.reviews import WORDS, DayField, ReasonForm, area
from gates.forms.rows import PRESS, ConditionRows, TripwireRows, shown, typed_rows
from gates.forms.shares import ProbabilityField
from gates.models.decisions import KillReason, Override, OverrideReason
from gates.models.scores import Outcome
from people.models import Person


class DecideForm(ActorForm):
    """The decision that the votes made."""

    rationale = forms.CharField(
        max_length=WORDS, widget=area(5), label="Rationale", help_text="For somebody who reads this in two years."
    )
    probability = ProbabilityField(label="Probability of success", help_text="It is held against what happens.")
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, findings: Findings, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.outcome = findings, outcome
        self.fields |= self.for_outcome() | self.for_override()
        self.pressed: dict[str, Any] | None = None
        if self.is_bound and PRESS in self.data:
            self.pressed, self.is_bound = self.data, False
            self.initial |= {name: self.pressed.get(name, "") for name in self.fields}
        self.conditions = self.rows(ConditionRows, "conditions", [{}], days=findings.rules.condition_days)
        self.tripwires = self.rows(TripwireRows, "tripwires", [shown(one) for one in suggested_tripwires(outcome, findings)])

    def rows(self, kind: Any, prefix: str, first: list[dict[str, Any]], **more: Any) -> Any:
        """The rows of a kind: as sent, as typed before a row was added or taken away, or as a new form has them."""
        make = partial(kind, prefix=prefix, form_kwargs={"actor": self.actor, **more})
        if self.is_bound:
            return make(self.data) if f"{prefix}-TOTAL_FORMS" in self.data else None
        if self.pressed is not None:
            first = typed_rows(prefix, self.pressed, tuple(kind.form.base_fields))
        return make(initial=first)

    def is_valid(self) -> bool:
        """The form and every row of it."""
        rows = [one for one in (self.tripwires, self.conditions if self.has_conditions else None) if one is not None]
        return all([super().is_valid(), *(one.is_valid() for one in rows)])

    @property
    def has_conditions(self) -> bool:
        """Whether this outcome names conditions."""
        return self.outcome == Outcome.CONDITIONAL_GO

    def for_outcome(self) -> dict[str, forms.Field]:
        """What this outcome needs besides."""
        rules = self.findings.rules
        if self.outcome == Outcome.HOLD:
            return {"review_on": DayField(label="Look again on", help_text=f"At most {rules.hold_days} days from now.")}
        if self.outcome == Outcome.RECYCLE:
            return {"gaps": forms.CharField(max_length=WORDS, widget=area(4), label="Gaps to close", help_text="One a line.")}
        if self.outcome == Outcome.KILL:
            return {
                "kill_reason": forms.ChoiceField(choices=KillReason.choices, label="Why it ends"),
                "lessons": forms.CharField(max_length=WORDS, widget=area(4), label="What we learned"),
            }
        return {}

    def for_override(self) -> dict[str, forms.Field]:
        """What differing from the recommendation needs besides."""
        kind = override_of(Ask(outcome=self.outcome, rationale="", probability=Decimal(0)), self.findings)
        if kind == Override.NONE:
            return {}
        words = forms.CharField(max_length=WORDS, widget=area(3), label="Why not as recommended")
        if kind == Override.STRICTER:
            return {"override_words": words}
        words.help_text = f"At least {LEAST_WORDS} characters. A leader from outside the panel must sign this."
        return {
            "override_reason": forms.ChoiceField(choices=OverrideReason.choices, label="Reason for being milder"),
            "override_words": words,
            "forecast_metric": forms.CharField(max_length=200, label="What will show that it was right"),
            "forecast_value": forms.DecimalField(max_digits=18, decimal_places=4, label="Its value"),
            "forecast_due": DayField(label="By"),
        }

    def ask(self) -> Ask:
        """The decision as the verb takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "gaps" in said:
            said["gaps"] = tuple(line.strip() for line in said["gaps"].splitlines() if line.strip())
        conditions = self.conditions.asks() if self.has_conditions and self.conditions is not None else ()
        tripwires = None if self.tripwires is None else self.tripwires.asks()
        return Ask(outcome=self.outcome, conditions=conditions, tripwires=tripwires, **said)

    def other_fields(self) -> list[Any]:
        """The fields beside the rationale and the probability."""
        return [self[name] for name in self.fields if name not in {"rationale", "probability", "seen"}]


class FindingForm(ActorForm):
    """What somebody saw of a condition."""

    finding = forms.CharField(max_length=2000, widget=area(3), label="What you saw", help_text="The test, and how it came out.")


class CorrectForm(ReasonForm):
    """A correction of the record."""

    rationale = forms.CharField(max_length=WORDS, widget=area(5), label="Rationale, as it should read")
    probability = ProbabilityField(label="Probability of success")
    field_order = ("rationale", "probability", "reason")


class RevalidateForm(ActorForm):
    """Whether a decision stands although something changed."""

    still_stands = forms.TypedChoiceField(
        choices=[("yes", "Yes, it stands"), ("no", "No: the gate is not passed any more")], coerce=lambda said: said == "yes",
        widget=forms.RadioSelect, label="Does the decision still stand?",
    )  # fmt: skip
    answer = forms.CharField(max_length=2000, widget=area(3), label="Why")


class ReviveForm(ActorForm):
    """The new idea that a killed one comes back as."""

    title = forms.CharField(max_length=200)
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
