"""What is asked of companies to compare with, and of what a pilot was worth."""

from __future__ import annotations

from typing import Any

from django import forms

from customers.models import Company
from doors.forms import ActorForm, VisibleChoice
from gates.models.outcomes import PilotOutcome
from gates.models.pilots import Pilot
from history import clock

DAY = {"type": "date"}
NUMBER = {"max_digits": 16, "decimal_places": 4}


class ControlForm(ActorForm):
    """A company that will not have the feature."""

    company = VisibleChoice(Company, empty_label="Choose a company", help_text="One much like the pilot's, without the feature.")
    metric = forms.ChoiceField(help_text="The same as at the pilot's companies.")
    before = forms.DecimalField(label="Baseline", **NUMBER)

    def __init__(self, *args: Any, pilot: Pilot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        taken = [*pilot.companies.values_list("company", flat=True), *pilot.controls.standing().values_list("company", flat=True)]
        field.queryset = field.queryset.filter(archived_at=None).exclude(pk__in=taken)
        metrics = PilotOutcome.objects.filter(place__pilot=pilot).order_by("metric").values_list("metric", flat=True).distinct()
        self.fields["metric"].choices = [(metric, metric) for metric in metrics]


class ControlValueForm(ActorForm):
    """What it came to there."""

    after = forms.DecimalField(label="Came to", **NUMBER)
    measured_on = forms.DateField(label="Measured on", widget=forms.DateInput(attrs=DAY), initial=clock.today)


class WorthForm(ActorForm):
    """What it cost the company, and what one month was worth to it."""

    cost = forms.DecimalField(
        label="What it cost them", required=False, min_value=0, max_digits=14, decimal_places=2,
        help_text="Licence, hours, training: once.",
    )  # fmt: skip
    month = forms.DateField(required=False, widget=forms.DateInput(attrs=DAY), help_text="Any day of it.")
    amount = forms.DecimalField(label="Worth to them", required=False, min_value=0, max_digits=14, decimal_places=2)
    words = forms.CharField(
        label="Where the number comes from", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """A month with its amount, or neither."""
        values = super().clean() or {}
        if (values.get("month") is None) != (values.get("amount") is None):
            missing = "amount" if values.get("month") else "month"
            if missing not in self.errors:
                self.add_error(missing, "A month and its amount go together.")
        return values
