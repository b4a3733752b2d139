"""What is asked of salespeople, and by whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet, formset_factory

from customers.models import Company, Deal
from doors.forms import ActorForm, VersionField, VisibleChoices
from gates.forms.shares import ProbabilityField
from gates.models.accounts import Rung
from gates.models.viability import ANCHORS, ViabilityCriterion, usual_deadline
from history import clock
from history.actor import Role
from people.models import Person, Segment
from roadmap.models import Idea

DAY = {"type": "date"}


class RoundForm(ActorForm):
    """Whom to ask, about what, until when."""

    target_amount = forms.DecimalField(
        label="Upsell that it has to bring",
        min_value=1,
        max_digits=14,
        decimal_places=2,
        help_text="ARR a year, from existing customers.",
    )
    target_by = forms.DateField(label="By", widget=forms.DateInput(attrs=DAY))
    assessors = VisibleChoices(
        Person, label="Whom to ask", widget=forms.CheckboxSelectMultiple, help_text="Three or more, from two segments or more."
    )
    deadline = forms.DateField(
        widget=forms.DateInput(attrs=DAY),
        initial=usual_deadline,
        help_text="Then it can be revealed even if somebody is missing.",
    )
    words = forms.CharField(
        label="What they should know", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assessors"]
        people = Person.objects.with_role(Role.SALES).exclude(pk=idea.owner_id)
        if idea.product.is_restricted:
            people = people.filter(memberships__product=idea.product_id)
        field.queryset = people
        field.label_from_instance = with_segment
        self.fields["target_by"].initial = lambda: clock.today() + timedelta(days=365)


def with_segment(person: Person) -> str:
    """A salesperson and what they sell to."""
    return f"{person} · {Segment(person.segment).label}" if person.segment else f"{person} · segment not known"


class AssessmentForm(ActorForm):
    """The six anchored ratings and what one expects."""

    probability = ProbabilityField(label="How likely is the target?", help_text="0% is never, 100% is certain.")
    wrong_if = forms.CharField(
        label="What would make me wrong", max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What would you have to see to change your mind?",
    )  # fmt: skip
    objections = forms.CharField(
        label="Objections you expect", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line. After the reveal everybody finds them in the library of objections.",
    )  # fmt: skip
    to_hear = forms.CharField(
        label="What would they need to hear?", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The answer to each, in the same order, one a line.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in ViabilityCriterion:
            self.fields[criterion.value] = forms.TypedChoiceField(
                label=criterion.label, coerce=int, widget=forms.RadioSelect,
                choices=[(number, f"{number} · {words}") for number, words in enumerate(ANCHORS[criterion], 1)],
            )  # fmt: skip

    @property
    def rated(self) -> list[Any]:
        """The six fields, in their order."""
        return [self[criterion.value] for criterion in ViabilityCriterion]

    def ratings(self) -> dict[str, int]:
        """What was rated."""
        return {criterion.value: self.cleaned_data[criterion.value] for criterion in ViabilityCriterion}


class Line(forms.Form):
    """A line about a company; an empty one is passed over."""

    company = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    needed: ClassVar[tuple[str, ...]] = ("company",)

    def __init__(self, *args: Any, companies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].choices = [("", "Choose a company"), *companies]

    def clean(self) -> dict[str, Any]:
        """All of a line, or nothing of it."""
        values = super().clean() or {}
        if any(value not in (None, "") for value in values.values()):
            for name in self.needed:
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, "Fill this in, or empty the line.")
        return values


class AccountLine(Line):
    """A company that would buy more."""

    needed = ("company", "probability", "amount")
    probability = ProbabilityField(required=False)
    amount = forms.DecimalField(required=False, min_value=0, max_digits=14, decimal_places=2)
    replaces = forms.DecimalField(required=False, min_value=0, max_digits=14, decimal_places=2)
    deal = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    rung = forms.ChoiceField(choices=Rung.choices, required=False)
    evidence = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, deals: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deal"].choices = [("", "No deal yet"), *deals]  # type: ignore[attr-defined]


class RiskLine(Line):
    """A customer who may leave."""

    needed = ("company", "without", "with_feature")
    without = ProbabilityField(required=False)
    with_feature = ProbabilityField(required=False)


class Lines(BaseFormSet):
    """The lines of one kind; each company once."""

    def clean(self) -> None:
        """Each company once."""
        named = [form.cleaned_data.get("company") for form in self.forms if hasattr(form, "cleaned_data")]
        named = [pk for pk in named if pk]
        if len(named) != len(set(named)):
            raise forms.ValidationError("Name each company once.")

    def rows(self) -> list[dict[str, Any]]:
        """The lines that say something, with their companies."""
        found = [form.cleaned_data for form in self.forms if form.cleaned_data.get("company")]
        companies = Company.objects.in_bulk([row["company"] for row in found])
        rows = [{**row, "company": companies[row["company"]]} for row in found]
        deals = Deal.objects.in_bulk([row["deal"] for row in found if row.get("deal")])
        for row in rows:
            if "deal" in row:
                row |= {"deal": deals.get(row["deal"]), "replaces": row["replaces"] or 0}
        return rows


AccountLines = formset_factory(AccountLine, formset=Lines, extra=3, max_num=200, validate_max=True, absolute_max=210)
RiskLines = formset_factory(RiskLine, formset=Lines, extra=2, max_num=200, validate_max=True, absolute_max=210)
