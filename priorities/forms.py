"""What the pages of priorities ask for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from doors.forms import ActorForm, SeveralChoice, VersionField, VisibleChoice, VisibleChoices
from people.models import Person
from priorities.methods import FORMULAS, Method, Source
from priorities.models import Factor, RatingRound, Scheme
from priorities.rules import RATERS
from roadmap.models import Idea, Stage

BEFORE = "An estimate always stands before what is counted."
COUNTED = [(str(source), source.label) for source in Source]


class RankFilter(ActorForm):
    """Which ideas to put in order."""

    q = forms.CharField(
        required=False, max_length=200, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find an idea"}),
    )  # fmt: skip
    stage = forms.ChoiceField(choices=[("", "Any stage"), *Stage.choices], required=False)
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class MethodForm(ActorForm):
    """How a product's ideas are put in order."""

    method = forms.ChoiceField(
        choices=[(str(method), f"{method.label}: {FORMULAS[method]}") for method in Method], widget=forms.RadioSelect
    )
    version = VersionField()


class FactorForm(ActorForm):
    """One thing to ask about every idea."""

    name = forms.CharField(max_length=60)
    help = forms.CharField(
        max_length=200, required=False, label="What it means", help_text="And what each end of the scale stands for."
    )
    source = forms.ChoiceField(choices=COUNTED, label="Where the value is from", help_text=BEFORE)
    unit = forms.CharField(max_length=30, required=False)
    least = forms.DecimalField(max_digits=14, decimal_places=2, initial=1, label="From")
    most = forms.DecimalField(
        max_digits=14, decimal_places=2, required=False, initial=5, label="To",
        help_text="Empty: the most that any idea of the backlog has. People’s estimates need an end.",
    )  # fmt: skip
    weight = forms.DecimalField(max_digits=5, decimal_places=2, min_value=0, initial=1, help_text="Against the other factors.")
    is_cost = forms.BooleanField(required=False, label="Counts against the idea")
    fades = forms.BooleanField(required=False, label="Falls with the age of the evidence")


class SourceForm(ActorForm):
    """What may be changed of a method whose formula is fixed."""

    help = forms.CharField(max_length=200, required=False, label="What it means here")
    source = forms.ChoiceField(choices=COUNTED, label="Where the value is from", help_text=BEFORE)


class EstimatesForm(ActorForm):
    """Every factor of an idea, each empty where nobody estimates it, and why."""

    note = forms.CharField(max_length=500, required=False, label="Why", widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, factors: list[Factor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.factors = factors
        for factor in factors:
            self.fields[factor.code] = field_of(factor)
        self.order_fields([*(factor.code for factor in factors), "note"])

    def values(self) -> dict[str, Decimal | None]:
        """What was typed, by the factors' codes; of a form that sends some only, those."""
        return {one.code: self.cleaned_data[one.code] for one in self.factors if one.code in self.data}


def field_of(factor: Factor) -> forms.DecimalField:
    """A field for a factor's value."""
    counted = "" if factor.source == Source.PEOPLE else f" Empty: counted ({Source(factor.source).label.lower()})."
    return forms.DecimalField(
        max_digits=14, decimal_places=2, required=False, label=factor.name,
        help_text=f"{factor.span}. {factor.help}{counted}",
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


class RoundForm(ActorForm):
    """Who rates what until when."""

    title = forms.CharField(max_length=120, initial="Rating round")
    ideas = VisibleChoices(Idea, widget=forms.CheckboxSelectMultiple, help_text="Those in front of the list are chosen already.")
    factors = SeveralChoice(queryset=Factor.objects.none(), widget=forms.CheckboxSelectMultiple, label="What to rate")
    raters = VisibleChoices(Person, widget=forms.CheckboxSelectMultiple, label="Who rates")
    due_on = forms.DateField(required=False, label="Until", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, scheme: Scheme, offered: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ideas = self.fields["ideas"]
        ideas.queryset = ideas.queryset.filter(pk__in=offered)
        ideas.label_from_instance = lambda idea: f"{idea.key} {idea.title}"
        self.fields["factors"].queryset = scheme.factors.filter(archived_at=None, source=Source.PEOPLE)
        people = Person.objects.active().filter(held_roles__role__in=RATERS).distinct()
        if scheme.product.is_restricted:
            people = people.filter(memberships__product=scheme.product)
        self.fields["raters"].queryset = people.order_by("name")


class RateForm(ActorForm):
    """One's ratings in a round: a field for each factor of each idea."""

    def __init__(self, *args: Any, rating_round: RatingRound, ideas: list[Idea], factors: list[Factor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [(idea.pk, factor) for idea in ideas for factor in factors]
        for idea in ideas:
            for factor in factors:
                field = field_of(factor)
                field.label, field.help_text = f"{factor.name} of {idea.key}", ""
                self.fields[f"{idea.pk}-{factor.code}"] = field

    def values(self) -> dict[tuple[int, str], Decimal | None]:
        """What was typed, by idea and factor."""
        return {(idea, factor.code): self.cleaned_data.get(f"{idea}-{factor.code}") for idea, factor in self.keys}
