"""What the pages of the roadmap ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from history.actor import Actor
from objectives.models import KeyResult, Objective
from people.models import Person, Product
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Horizon, Idea, Initiative

LONG = 10_000


class InitiativeForm(ActorForm):
    """An initiative: what is to be solved, what shall come of it, and whom it serves."""

    title = forms.CharField(max_length=200, help_text="The problem as something to solve, not as a feature.")
    problem = forms.CharField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    target_outcomes = forms.CharField(
        max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What will be different, measurably."
    )
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
    key_results = VisibleChoices(KeyResult, required=False, widget=forms.CheckboxSelectMultiple)
    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, product: Product | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["key_results"]
        rows = field.queryset.current().select_related("objective")  # type: ignore[attr-defined]
        if product is not None:
            rows = rows.filter(Q(objective__product=None) | Q(objective__product=product))
        field.queryset = rows.order_by("objective__title", "id")  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: f"{one} · {one.objective}"  # type: ignore[attr-defined]


class NewInitiativeForm(InitiativeForm):
    """A new candidate, perhaps out of an idea."""

    product = VisibleChoice(Product, empty_label=None)
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    field_order = ("product", "title", "problem", "target_outcomes", "owner", "key_results")


class MoveForm(ActorForm):
    """Where a card goes: a lane, and the cards beside it."""

    CANDIDATES = "candidates"

    lane = forms.ChoiceField(choices=[*Horizon.choices, (CANDIDATES, "Candidates")])
    before = VisibleChoice(Initiative, required=False)
    after = VisibleChoice(Initiative, required=False)
    version = forms.IntegerField(required=False, min_value=1)


class OutcomesForm(ActorForm):
    """What came of it."""

    actual_outcomes = forms.CharField(
        max_length=LONG, label="Actual outcomes", widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What is really different now. Numbers where you have them; misses too.",
    )  # fmt: skip
    version = VersionField()


class PickIdeaForm(ActorForm):
    """An idea to put into an initiative."""

    idea_title = forms.CharField(max_length=220, label="Idea")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        return with_typed(self, "idea", "idea_title", idea_typed)


class PickInitiativeForm(ActorForm):
    """The initiative that an idea goes into."""

    initiative = VisibleChoice(Initiative, empty_label=None)

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["initiative"]
        open_states = ("candidate", "on_roadmap")
        field.queryset = (  # type: ignore[attr-defined]
            field.queryset.filter(product=idea.product_id, state__in=open_states).exclude(ideas=idea).order_by("title")  # type: ignore[attr-defined]
        )


class BoardFilter(ActorForm):
    """Which cards to show."""

    product = VisibleChoice(Product, required=False, empty_label="All products")
    objective = VisibleChoice(Objective, required=False, empty_label="All objectives")
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
