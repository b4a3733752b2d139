"""What the objectives' pages ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from history.actor import Actor
from objectives.models import Cycle, CycleState, Direction, KeyResult, Level, Objective, Unit
from objectives.sources import Source, all_sources
from people.models import Person, Product, ProductLine


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
    product = VisibleChoice(
        Product, required=False, empty_label="No one product", help_text="Without product or line: the whole company's."
    )
    line = forms.ModelChoiceField(
        queryset=ProductLine.objects.none(), required=False, label="Product line", empty_label="No product line"
    )
    team = forms.CharField(max_length=60, required=False, help_text="Only if it is one team's own.")
    parent = VisibleChoice(Objective, required=False, empty_label="Nothing above it", label="Serves")
    owner = VisibleChoice(Person)
    version = VersionField()

    def __init__(self, *args: Any, cycle: Cycle | None = None, objective: Objective | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = ProductLine.objects.all()
        # An objective keeps its own cycle, closed or not: its form must not move it unasked.
        setting = Q(state__in=(CycleState.PLANNING, CycleState.RUNNING)) | Q(pk=objective.cycle_id if objective else None)
        open_cycles = self.fields["cycle"].queryset.filter(setting)
        self.fields["cycle"].queryset = open_cycles
        self.fields["product"].queryset = self.fields["product"].queryset.filter(
            Q(archived_at=None) | Q(pk=objective.product_id if objective else None)
        )
        self.fields["owner"].queryset = self.fields["owner"].queryset.filter(
            Q(is_active=True) | Q(pk=objective.owner_id if objective else None)
        )
        parents = self.fields["parent"].queryset.current().select_related("cycle").filter(cycle__in=open_cycles)
        self.fields["parent"].queryset = parents.filter(cycle=cycle) if cycle else parents
        if objective is not None:
            self.fields["parent"].queryset = self.fields["parent"].queryset.exclude(pk=objective.pk)


class KeyResultForm(ActorForm):
    """What moves, from where to where."""

    title = forms.CharField(max_length=200, label="Key result", help_text="What we measure, such as “Missed arrival windows”.")
    unit = forms.ChoiceField(choices=Unit.choices, widget=forms.RadioSelect, initial=Unit.NUMBER, label="Counted in")
    baseline = forms.DecimalField(max_digits=16, decimal_places=4, required=False, label="From", help_text="Where it stands now.")
    target = forms.DecimalField(
        max_digits=16, decimal_places=4, required=False, label="To", help_text="A lower number means that lower is better."
    )
    direction = forms.ChoiceField(
        choices=[("", "Reach the target"), (Direction.KEEP, "Keep within")], required=False, widget=forms.RadioSelect,
        label="Which is better", initial="",
    )  # fmt: skip
    tolerance = forms.DecimalField(
        max_digits=16, decimal_places=4, min_value=0, required=False, label="Give or take",
        help_text="To keep it within: how far from “To” is still good.",
    )  # fmt: skip
    counts = forms.ChoiceField(
        required=False,
        label="Counted from",
        help_text="What is counted needs nobody to type its value. From may then be left out.",
    )
    owner = VisibleChoice(Person)
    version = VersionField()

    def __init__(self, *args: Any, key_result: KeyResult | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = self.fields["owner"].queryset.filter(
            Q(is_active=True) | Q(pk=key_result.owner_id if key_result else None)
        )
        self.is_new = key_result is None
        offered = [(source.label, source_choices(source, self.actor)) for source in all_sources()]
        self.fields["counts"].choices = [
            ("", "Nothing: its owner checks in"),
            *((label, some) for label, some in offered if some),
        ]

    def clean(self) -> dict[str, Any]:
        """Yes or no needs no numbers; everything else needs both, but what is counted can begin where it stands."""
        cleaned = super().clean() or self.cleaned_data
        source, _, pk = cleaned.pop("counts", "").partition("/")
        cleaned |= {"source": source, "source_id": int(pk) if pk else None}
        if cleaned.get("unit") == Unit.YES_NO:
            return cleaned | {"baseline": Decimal(0), "target": Decimal(1)}
        wanted = ("target",) if source and self.is_new else ("baseline", "target")
        for name in wanted:
            if name not in self.errors and cleaned.get(name) is None:
                self.add_error(name, "Give a number.")
        return cleaned


def source_choices(source: Source, actor: Actor) -> list[tuple[str, str]]:
    """What a source offers, as the options of one field."""
    return [(f"{source.key}/{pk}", name) for pk, name in source.choices(actor)]


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
        if key_result.is_counted:
            del self.fields["value"]


class CorrectionForm(CheckInForm):
    """A check-in as it should have been, and what was wrong."""

    reason = forms.CharField(
        max_length=500, widget=forms.Textarea(attrs={"rows": 2}), label="What was wrong",
        help_text="Both stay on record, with this reason.",
    )  # fmt: skip


class GradeForm(ActorForm):
    """A judgement beside what the numbers give."""

    judged = forms.DecimalField(
        min_value=0, max_value=1, max_digits=3, decimal_places=2, required=False, label="Your judgement",
        widget=forms.NumberInput(attrs={"step": "0.05"}),
        help_text="Between 0 and 1. Leave it out where the numbers tell the whole story.",
    )  # fmt: skip
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Why",
        help_text="A judgement needs a reason; what was learnt belongs here, too.",
    )  # fmt: skip


class CarryOverForm(ActorForm):
    """Into which cycle, and which key results go along."""

    cycle = VisibleChoice(Cycle, empty_label=None, label="Into")
    key_results = VisibleChoices(
        KeyResult, required=False, widget=forms.CheckboxSelectMultiple, label="Key results that go along",
        help_text="Each goes on from where it stands, with the same target. What was reached stays behind.",
    )  # fmt: skip

    def __init__(self, *args: Any, objective: Objective, left: list[KeyResult], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycles = self.fields["cycle"].queryset.filter(state__in=(CycleState.PLANNING, CycleState.RUNNING))
        self.fields["cycle"].queryset = cycles.filter(starts_on__gt=objective.cycle.starts_on).order_by("starts_on")
        results = self.fields["key_results"]
        results.queryset = results.queryset.filter(pk__in=[one.pk for one in left])
        results.initial = [one.pk for one in left]
        results.label_from_instance = lambda one: f"{one}: {one.said['current']}, to {one.said['target']}"


class ObjectiveFilter(ActorForm):
    """Which cycle, and whose objectives."""

    cycle = VisibleChoice(Cycle, required=False, widget=forms.HiddenInput)
    product = VisibleChoice(
        Product, required=False, empty_label="Company and products", widget=forms.Select(attrs={"aria-label": "Product"})
    )
    level = forms.ChoiceField(
        choices=[("", "Every level"), *Level.choices], required=False, widget=forms.Select(attrs={"aria-label": "Level"})
    )
    mine = forms.BooleanField(required=False, label="Mine only")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
