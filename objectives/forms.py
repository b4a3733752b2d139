"""What the objectives' pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from doors.forms import ActorForm, VersionField, VisibleChoice
from objectives.models import Cycle, CycleState, KeyResult, Objective, Unit
from people.models import Person, Product


class DayInput(forms.DateInput):
    """A day, chosen from the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CycleForm(ActorForm):
    """A cycle's name and days."""

    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"placeholder": "Q3 2026"}))
    starts_on = forms.DateField(widget=DayInput, label="First day")
    ends_on = forms.DateField(widget=DayInput, label="Last day")
    version = VersionField()


class ObjectiveForm(ActorForm):
    """An objective as people say it."""

    title = forms.CharField(
        max_length=200, label="Objective", help_text="What will be true at the end, in words that one can remember."
    )
    why = forms.CharField(
        max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Why now. Markdown."
    )
    cycle = VisibleChoice(Cycle, empty_label=None)
    product = VisibleChoice(Product, required=False, empty_label="The whole company")
    parent = VisibleChoice(Objective, required=False, empty_label="Nothing above it", label="Serves")
    owner = VisibleChoice(Person)
    version = VersionField()

    def __init__(self, *args: Any, cycle: Cycle | None = None, objective: Objective | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_cycles = self.fields["cycle"].queryset.exclude(state=CycleState.CLOSED)
        self.fields["cycle"].queryset = open_cycles
        self.fields["product"].queryset = self.fields["product"].queryset.filter(
            Q(archived_at=None) | Q(pk=objective.product_id if objective else None)
        )
        self.fields["owner"].queryset = self.fields["owner"].queryset.filter(
            Q(is_active=True) | Q(pk=objective.owner_id if objective else None)
        )
        parents = self.fields["parent"].queryset.current().filter(cycle__in=open_cycles)
        self.fields["parent"].queryset = parents.filter(cycle=cycle) if cycle else parents
        if objective is not None:
            self.fields["parent"].queryset = self.fields["parent"].queryset.exclude(pk=objective.pk)


class KeyResultForm(ActorForm):
    """What moves, from where to where."""

    title = forms.CharField(max_length=200, label="Key result", help_text="What we measure, such as “Missed arrival windows”.")
    unit = forms.ChoiceField(choices=Unit.choices, widget=forms.RadioSelect, initial=Unit.NUMBER, label="Counted in")
    baseline = forms.DecimalField(
        max_digits=16, decimal_places=4, required=False, initial=0, label="From", help_text="Where it stands now."
    )
    target = forms.DecimalField(
        max_digits=16, decimal_places=4, required=False, label="To", help_text="A lower number means that lower is better."
    )
    owner = VisibleChoice(Person)
    version = VersionField()

    def __init__(self, *args: Any, key_result: KeyResult | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = self.fields["owner"].queryset.filter(
            Q(is_active=True) | Q(pk=key_result.owner_id if key_result else None)
        )

    def clean(self) -> dict[str, Any]:
        """Yes or no needs no numbers; everything else needs both."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("unit") == Unit.YES_NO:
            return cleaned | {"baseline": 0, "target": 1}
        for name in ("baseline", "target"):
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, "Give a number.")
        return cleaned


class CheckInForm(ActorForm):
    """Where it stands, how sure one is, and why."""

    CONFIDENCE = [(number, str(number)) for number in range(11)]

    value = forms.DecimalField(max_digits=16, decimal_places=4, label="It stands at")
    confidence = forms.TypedChoiceField(
        choices=CONFIDENCE,
        coerce=int,
        widget=forms.RadioSelect,
        label="Confidence",
        help_text="0: it will not happen. 10: it is done.",
    )
    comment = forms.CharField(
        max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What happened",
        help_text="What changed since the last check-in, and what you will do about it.",
    )  # fmt: skip

    def __init__(self, *args: Any, key_result: KeyResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if key_result.unit == Unit.YES_NO:
            self.fields["value"] = forms.TypedChoiceField(
                choices=[(0, "Not done"), (1, "Done")], coerce=int, widget=forms.RadioSelect, label="It is"
            )


class ObjectiveFilter(ActorForm):
    """Which cycle, and whose objectives."""

    cycle = VisibleChoice(Cycle, required=False, widget=forms.HiddenInput)
    product = VisibleChoice(
        Product, required=False, empty_label="Company and products", widget=forms.Select(attrs={"aria-label": "Product"})
    )
    mine = forms.BooleanField(required=False, label="Mine only")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
