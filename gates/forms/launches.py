"""What is asked of a launch."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from customers.models import Company
from doors import formats
from doors.forms import ActorForm, SeveralChoice
from gates.actions.resolving import Came, is_due, named_companies, overrides_of, round_of
from gates.forms.reviews import WORDS, area
from gates.forms.shares import PercentField
from gates.models import Projection
from roadmap.models import Idea


class ProjectionChoice(forms.ModelChoiceField):
    """A projection with the day on which it was known, and whether usage answers it already."""

    def label_from_instance(self, obj: Any) -> str:
        """As people tell them apart."""
        until = "counted from usage" if obj.is_due else f"by hand until {obj.due_on:%-d %B %Y}"
        return f"{obj}, as known on {obj.origin:%-d %B %Y}: {obj.median:.0%} ({until})"


class LaunchForm(ActorForm):
    """What came of it, against which projection. Where there is none, people say whether it succeeded."""

    projection = ProjectionChoice(queryset=Projection.objects.none(), label="Held against", empty_label=None)
    share = PercentField(
        required=False,
        label="Actual share",
        help_text="Left empty where the horizon has passed: then usage says it.",
    )
    succeeded = forms.TypedChoiceField(
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        label="Did it succeed?",
    )
    note = forms.CharField(max_length=WORDS, widget=area(4), label="What happened, and what we learned")

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Projection.objects.filter(idea=idea).with_numbers().select_related("feature").order_by("-id")
        if known:
            self.fields["projection"].queryset = known  # type: ignore[attr-defined]
            self.initial.setdefault("projection", next((one for one in known if one.is_due), known[0]))
            del self.fields["succeeded"]
        else:
            del self.fields["projection"], self.fields["share"]
        self.ask_for_upsell(idea)
        self.ask_for_overrides(idea)
        self.fields["note"] = self.fields.pop("note")

    def ask_for_upsell(self, idea: Idea) -> None:
        """What salespeople gave probabilities of: the target, and who buys more."""
        asked = round_of(idea)
        if asked is None:
            return
        target = f"{formats.money(asked.target_amount)} by {asked.target_by:%-d %B %Y}"
        upsell = forms.DecimalField(
            required=False, min_value=0, max_digits=14, decimal_places=2, label="Upsell that came",
            help_text=f"ARR a year, from existing customers; asked for was {target}. Empty leaves what salespeople said open.",
        )  # fmt: skip
        upsell.unit = formats.symbol().strip()  # type: ignore[attr-defined]
        self.fields["upsell"] = upsell
        if named := named_companies(asked):
            self.fields["buyers"] = SeveralChoice(
                Company.objects.filter(pk__in=[one.pk for one in named]).order_by("name"), required=False,
                widget=forms.CheckboxSelectMultiple, label="Who bought more", help_text="Of those whom salespeople named.",
            )  # fmt: skip

    def ask_for_overrides(self, idea: Idea) -> None:
        """The number that each milder decision forecast, once its day has come."""
        for decision in filter(is_due, overrides_of(idea)):
            forecast = formats.number(decision.forecast_value)
            metric = decision.words.get("said", {}).get("forecast") or "The number forecast"
            self.fields[f"override_{decision.pk}"] = forms.DecimalField(
                required=False, max_digits=18, decimal_places=4, label=metric,
                help_text=f"{decision.key} went against the recommendation and forecast {forecast}.",
            )  # fmt: skip

    def said(self) -> dict[str, Any]:
        """What was filled in, as the verb takes it."""
        values = dict(self.cleaned_data)
        overrides = {name: values.pop(name) for name in list(values) if name.startswith("override_")}
        actuals: dict[int, Decimal] = {
            int(name.removeprefix("override_")): value for name, value in overrides.items() if value is not None
        }
        came = Came(upsell=values.pop("upsell", None), buyers=tuple(values.pop("buyers", ())), overrides=actuals)
        return values | {"came": came}
