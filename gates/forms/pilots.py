"""What is asked for a pilot, its outcomes, and the customer's answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from customers import segments
from customers.models import Company, Contact
from doors.forms import ActorForm, VersionField, VisibleChoice
from gates.forms.shares import LooksField, PercentField
from gates.models.outcomes import Direction, UsageMeasure
from history import clock
from usage.models import Feature

DAY = {"type": "date"}


class PilotForm(ActorForm):
    """A pilot's design."""

    name = forms.CharField(max_length=120)
    purpose = forms.CharField(
        label="What it should show", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    segment = forms.ChoiceField(label="Target segment", required=False)
    theta = PercentField(
        label="Rate to reach",
        initial=60,
        min_value=5,
        max_value=95,
        help_text="The share of companies that has to achieve its outcome.",
    )
    fewest = forms.IntegerField(
        label="Fewest companies", initial=6, min_value=3, max_value=200, help_text="Below so many there is no verdict."
    )
    looks = LooksField(
        label="Looks",
        initial=[6, 9, 12],
        max_length=100,
        help_text="At how many companies one looks. Before the last, the bar is higher.",
    )
    is_randomised = forms.BooleanField(
        label="A lot decides who has it",
        required=False,
        help_text="Only then may a difference to other companies be called an effect.",
    )
    prior_mean = PercentField(
        label="Expected rate",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Only if you know something; else leave it empty.",
    )
    prior_weight = forms.DecimalField(
        label="Which counts as", required=False, min_value=Decimal("0.1"), max_value=4, max_digits=2, decimal_places=1
    )
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = segments.choices_with(self.initial.get("segment", ""))
        self.fields["segment"].choices = [("", "Any"), *offered]  # type: ignore[attr-defined]


class EnrolForm(ActorForm):
    """A company for the pilot."""

    company = VisibleChoice(Company, empty_label="Choose a company")

    def __init__(self, *args: Any, enrolled: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        field.queryset = field.queryset.filter(archived_at=None).exclude(pk__in=enrolled)


class OutcomeForm(ActorForm):
    """The one outcome that a company is promised."""

    metric = forms.CharField(max_length=160, help_text="What is measured, in the customer's own terms.")
    unit = forms.CharField(max_length=40, required=False, help_text="Such as hours, %, tickets a week.")
    direction = forms.ChoiceField(label="It should", choices=Direction.choices, initial=Direction.DOWN, widget=forms.RadioSelect)
    baseline = forms.DecimalField(max_digits=16, decimal_places=4, help_text="Measured before they have the feature.")
    target = forms.DecimalField(max_digits=16, decimal_places=4)
    tolerance = forms.DecimalField(
        label="Give or take", max_digits=16, decimal_places=4, required=False, help_text="Only where it should stay where it is."
    )
    minimum_change = forms.DecimalField(
        label="Smallest change that matters", max_digits=16, decimal_places=4, required=False, help_text="To the customer."
    )
    due_on = forms.DateField(label="Due", widget=forms.DateInput(attrs=DAY))
    measured_how = forms.CharField(label="How it is measured", max_length=300, required=False)
    feature = VisibleChoice(
        Feature, required=False, empty_label="By hand", label="Counted from the usage of",
        help_text="Then the outcome measures itself, from the days on which the company’s users used it.",
    )  # fmt: skip
    usage = forms.ChoiceField(label="What counts", choices=[("", "Choose"), *UsageMeasure.choices], required=False)
    usage_days = forms.IntegerField(label="Over", min_value=1, max_value=365, initial=28, required=False)
    contact = VisibleChoice(Contact, required=False, empty_label="Not named yet", label="Who confirms it there")
    version = VersionField()

    def __init__(self, *args: Any, company: Company, product_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feature"].queryset = self.fields["feature"].queryset.filter(product=product_id, archived_at=None)
        self.fields["contact"].queryset = self.fields["contact"].queryset.filter(company=company)

    def clean_usage_days(self) -> int:
        """Four weeks unless said otherwise."""
        return self.cleaned_data["usage_days"] or 28


class ValueForm(ActorForm):
    """What came of it."""

    value = forms.DecimalField(label="Value reached", max_digits=16, decimal_places=4)
    measured_on = forms.DateField(label="Measured on", widget=forms.DateInput(attrs=DAY), initial=clock.today)
    note = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Where the number comes from."
    )


class AskForm(ActorForm):
    """Whom to ask for confirmation."""

    email = forms.EmailField(
        label="Send the link to", required=False, help_text="Empty: you get the link once, to pass it on yourself."
    )


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """What the customer answers. Nobody is signed in here."""

    agrees = forms.TypedChoiceField(
        label="Is that so?", choices=[("yes", "Yes, that is so"), ("no", "No, that is not so")],
        coerce=lambda answer: answer == "yes", empty_value=None, widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label="In your words", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it changed for you, or what is not so.",
    )  # fmt: skip
    name = forms.CharField(label="Your name", max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
