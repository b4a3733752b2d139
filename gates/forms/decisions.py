"""The shapes that deciding takes: the votes say the outcome, so a form asks only for what that outcome needs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoice
from gates.asking import LEAST_WORDS, override_of
from gates.asks import Ask, ConditionAsk
from gates.findings import Findings
from gates.forms.reviews import WORDS, DayField, ReasonForm, area
from gates.models.decisions import KillReason, Override, OverrideReason
from gates.models.scores import Outcome
from history import clock
from people.models import Person

CONDITION_ROWS = 4


class PercentField(forms.IntegerField):
    """A probability, asked for in per cent and given as a share of one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=100, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        percent = super().clean(value)
        return None if percent is None else Decimal(percent) / 100


class DecideForm(ActorForm):
    """The decision that the votes made."""

    rationale = forms.CharField(
        max_length=WORDS, widget=area(5), label="Rationale", help_text="For somebody who reads this in two years."
    )
    probability = PercentField(label="Probability of success", help_text="In per cent. It is held against what happens.")
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, findings: Findings, outcome: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.findings, self.outcome = findings, outcome
        self.fields |= self.for_outcome() | self.for_override()
        for field in self.fields.values():
            if isinstance(field, VisibleChoice):
                field.narrow(self.actor)

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
        if self.outcome == Outcome.CONDITIONAL_GO:
            return {name: field for number in range(CONDITION_ROWS) for name, field in condition_fields(number).items()}
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
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen" and not name.startswith("condition_")}
        if "gaps" in said:
            said["gaps"] = tuple(line.strip() for line in said["gaps"].splitlines() if line.strip())
        return Ask(outcome=self.outcome, conditions=self.conditions(), **said)

    def conditions(self) -> tuple[ConditionAsk, ...]:
        """The rows that were filled in; a row begun is a row asked for."""
        rows = [self.row(number) for number in range(CONDITION_ROWS)] if self.outcome == Outcome.CONDITIONAL_GO else []
        return tuple(
            ConditionAsk(
                words=row["words"] or "",
                test=row["test"] or "",
                owner_id=row["owner"].pk if row["owner"] else 0,
                due=row["due"] or clock.today(),
            )
            for row in rows
            if any(row.values())
        )

    def row(self, number: int) -> dict[str, Any]:
        """One row of conditions as it was filled in."""
        return {part: self.cleaned_data.get(f"condition_{number}_{part}") for part in ("words", "test", "owner", "due")}

    def condition_rows(self) -> list[list[Any]]:
        """The rows' fields, for the page."""
        if self.outcome != Outcome.CONDITIONAL_GO:
            return []
        return [
            [self[f"condition_{number}_{part}"] for part in ("words", "test", "owner", "due")] for number in range(CONDITION_ROWS)
        ]

    def other_fields(self) -> list[Any]:
        """The fields beside the rationale, the probability, and the rows of conditions."""
        own = {"rationale", "probability", "seen"}
        return [self[name] for name in self.fields if name not in own and not name.startswith("condition_")]


def condition_fields(number: int) -> dict[str, forms.Field]:
    """One row of conditions."""
    return {
        f"condition_{number}_words": forms.CharField(max_length=300, required=False, label="Condition"),
        f"condition_{number}_test": forms.CharField(max_length=500, required=False, label="Test"),
        f"condition_{number}_owner": VisibleChoice(Person, required=False, label="Owner", empty_label="Who?"),
        f"condition_{number}_due": DayField(required=False, label="Due"),
    }


class FindingForm(ActorForm):
    """What somebody saw of a condition."""

    finding = forms.CharField(max_length=2000, widget=area(3), label="What you saw", help_text="The test, and how it came out.")


class CorrectForm(ReasonForm):
    """A correction of the record."""

    rationale = forms.CharField(max_length=WORDS, widget=area(5), label="Rationale, as it should read")
    probability = PercentField(label="Probability of success, in per cent")
    field_order = ("rationale", "probability", "reason")


class ReviveForm(ActorForm):
    """The new idea that a killed one comes back as."""

    title = forms.CharField(max_length=200)
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
