"""The form of a funnel: its steps as one choice each, said wrong at the very step."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField
from people.models import Product
from usage.actions.funnels import FEWEST_STEPS, MOST_STEPS, problems_of
from usage.models import CountedUnit, Feature, Funnel
from usage.overview import seen_names

FEATURE, EVENT = "feature:", "event:"


class StepField(forms.ChoiceField):
    """A feature or an event; what was a step before stays a choice."""

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or str(value).startswith((FEATURE, EVENT))


class FunnelForm(ActorForm):
    """Which steps people are meant to take, and within how many days."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    unit = forms.ChoiceField(
        choices=CountedUnit.choices, initial=CountedUnit.USER, label="Count",
        help_text="Of a company, whoever of its people takes a step.",
    )  # fmt: skip
    window_days = forms.IntegerField(
        min_value=1, max_value=365, initial=30, label="Days to go through", help_text="From the first step to the last."
    )
    version = VersionField()

    def __init__(self, *args: Any, product: Product, funnel: Funnel | None = None, **kwargs: Any) -> None:
        if funnel is not None:
            first = {name: getattr(funnel, name) for name in ("name", "description", "unit", "window_days", "version")}
            steps = {f"step_{place}": spelled(step) for place, step in enumerate(funnel.steps, 1)}
            kwargs["initial"] = first | steps | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.product, self.before = product, funnel.steps if funnel else []
        choices = choices_of(product, self.before)
        for place in range(1, MOST_STEPS + 1):
            label = f"Step {place}"
            self.fields[f"step_{place}"] = StepField(choices=choices, required=place <= FEWEST_STEPS, label=label)

    @property
    def steps(self) -> list[forms.BoundField]:
        """The fields of the steps."""
        return [self[f"step_{place}"] for place in range(1, MOST_STEPS + 1)]

    def clean(self) -> dict[str, Any]:
        """The steps in their order, gaps closed; each that cannot be says so itself."""
        cleaned = super().clean() or self.cleaned_data
        chosen = [(name, cleaned[name]) for name in (one.name for one in self.steps) if cleaned.get(name)]
        steps = [read(value) for _, value in chosen]
        for place, said in problems_of(self.product, steps, self.before).items():
            self.add_error(chosen[place][0], said)
        cleaned["steps"] = steps
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: self.cleaned_data[name] for name in ("name", "description", "unit", "window_days", "steps")}


def choices_of(product: Product, before: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """The product's features, those archived only where they were steps before, and the events that were seen."""
    features = Feature.objects.filter(product=product)
    were = {step["feature"] for step in before if "feature" in step}
    named = [(f"{FEATURE}{one.pk}", str(one)) for one in features if one.archived_at is None or one.pk in were]
    events = dict.fromkeys([one["name"] for one in seen_names(product)] + [step["event"] for step in before if "event" in step])
    return [("", "No step"), ("Features", named), ("Events", [(f"{EVENT}{name}", name) for name in events])]


def spelled(step: dict[str, Any]) -> str:
    """A step as its choice."""
    return f"{FEATURE}{step['feature']}" if "feature" in step else f"{EVENT}{step['event']}"


def read(value: str) -> dict[str, Any]:
    """A choice as a step."""
    if value.startswith(EVENT):
        return {"event": value.removeprefix(EVENT)}
    number = value.removeprefix(FEATURE)
    return {"feature": int(number) if number.isdigit() and len(number) < 19 else 0}
