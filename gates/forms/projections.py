"""What is asked for a projection."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoice
from gates.forms.shares import PercentField
from gates.models.projections import ProbeKind, ProbeSelection
from history import clock
from roadmap.models import Idea
from usage.models import CountedUnit, Feature


class ProjectionForm(ActorForm):
    """Which feature, counted how, until when, against which share."""

    feature = VisibleChoice(Feature, help_text="Its usage events tell who uses it.")
    unit = forms.ChoiceField(label="Count", choices=CountedUnit.choices, initial=CountedUnit.COMPANY, widget=forms.RadioSelect)
    threshold = PercentField(label="Share that it has to reach", initial=Decimal(20))
    horizon = forms.IntegerField(label="By week", min_value=2, max_value=104, initial=12, help_text="Weeks of having it.")
    origin = forms.DateField(
        label="As known on", widget=forms.DateInput(attrs={"type": "date"}), help_text="Nothing after this day enters."
    )
    probe_kind = forms.ChoiceField(
        label="The feature's own trial", choices=ProbeKind.choices, initial=ProbeKind.RELEASED, widget=forms.RadioSelect
    )
    exposure_event = forms.CharField(
        max_length=120, required=False, label="Event that tells who met it", help_text="For a trial, such as “Beta shown”."
    )
    exposure_weeks = forms.IntegerField(
        min_value=1,
        max_value=103,
        initial=4,
        required=False,
        label="Weeks of trial that count",
        help_text="Each one's own first weeks.",
    )
    probe_selection = forms.ChoiceField(
        label="How they came to be in the trial", choices=ProbeSelection.choices, initial=ProbeSelection.RANDOM, required=False
    )

    kept_weeks = forms.IntegerField(
        min_value=1, max_value=103, initial=4, required=False, label="Kept using means: again within the last",
        help_text="Weeks before the horizon.",
    )  # fmt: skip

    is_renewed = forms.BooleanField(
        required=False, label="Make it anew each week", help_text="While a review of the idea is open.",
    )  # fmt: skip

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].initial = clock.today
        self.fields["feature"].queryset = self.fields["feature"].queryset.filter(product=idea.product_id, archived_at=None)

    def question(self) -> dict[str, Any]:
        """What was asked, as the verb takes it."""
        values = dict(self.cleaned_data)
        values["exposure_weeks"] = values["exposure_weeks"] or 4
        values["probe_selection"] = values["probe_selection"] or ProbeSelection.RANDOM
        return values
