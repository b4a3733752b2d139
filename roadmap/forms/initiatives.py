"""What the pages of the roadmap ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from history import clock
from history.actor import Actor
from objectives.models import KeyResult, Objective
from people.models import Person, Product, ProductLine
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import COMPLETED, LANES, Ending, Horizon, Idea, Initiative

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

    lane = forms.ChoiceField(choices=[*Horizon.choices, (CANDIDATES, "Candidates"), (COMPLETED, "Completed")])
    before = VisibleChoice(Initiative, required=False)
    after = VisibleChoice(Initiative, required=False)
    version = forms.IntegerField(required=False, min_value=1)
    reason = forms.CharField(max_length=500, required=False)

    def neighbours(self) -> dict[str, int | None]:
        """The cards that it goes between, as the verb takes them."""
        said = self.cleaned_data
        return {name: said[name].pk if said[name] else None for name in ("before", "after")}


class MoveBackForm(MoveForm):
    """The same, when it takes back what the roadmap says today: with the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lane", "before", "after", "version"):
            self.fields[name].widget = forms.HiddenInput()
        self.fields["reason"] = forms.CharField(
            max_length=500, label="Why does it go back?", widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Those who counted on it read this in the history of the initiative, and in what changed.",
        )  # fmt: skip


class BoardForm(ActorForm):
    """What a product calls its lanes, and how many cards it means to have in each."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for lane in LANES:
            plain = "Completed" if lane == COMPLETED else str(Horizon(lane).label)
            self.fields[f"{lane}_name"] = forms.CharField(
                max_length=40, required=False, label=f"Name of {plain}", widget=forms.TextInput(attrs={"placeholder": plain})
            )
        for horizon in Horizon:
            self.fields[f"{horizon}_limit"] = forms.IntegerField(
                min_value=1, max_value=999, required=False, label=f"Most cards in {horizon.label}"
            )  # fmt: skip


class OutcomesForm(ActorForm):
    """What came of it."""

    ending = forms.ChoiceField(
        choices=Ending.choices, widget=forms.RadioSelect, required=False, label="How it ended",
        help_text="What was killed or taken back is told to nobody as shipped.",
    )  # fmt: skip
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

    line = forms.ModelChoiceField(
        ProductLine.objects.all(), required=False, empty_label="All product lines", label="Product line"
    )
    product = VisibleChoice(Product, required=False, empty_label="All products")
    objective = VisibleChoice(Objective, required=False, empty_label="All objectives")
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        # What is offered is asked for once, and the board needs it too.
        self.products = list(Product.objects.visible_to(actor).select_related("line", "board"))
        lines = sorted({one.line for one in self.products if one.line}, key=str)
        self.fields["line"].queryset = ProductLine.objects.filter(pk__in=[line.pk for line in lines])  # type: ignore[attr-defined]
        for name, offered in (("line", lines), ("product", self.products)):
            field = self.fields[name]
            field.choices = [("", field.empty_label), *((one.pk, str(one)) for one in offered)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class BoardBands(BoardFilter):
    """The board's filter, with what its bands are made of, and the day that it is looked at."""

    on = forms.DateField(required=False, label="As it stood on", widget=forms.DateInput(attrs={"type": "date"}))
    group = forms.ChoiceField(
        required=False, label="In bands by",
        choices=[("", "No bands"), *((name, name.capitalize()) for name in ("objective", "product", "segment", "owner"))],
    )  # fmt: skip

    def clean_on(self) -> date | None:
        """How it will stand, nobody knows."""
        on = self.cleaned_data["on"]
        if on is not None and on > clock.today():
            raise forms.ValidationError("This day has not come yet. Choose one that has.")
        return on


class ChangesForm(BoardFilter):
    """Between which days, and of which products."""

    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label="From the evening of")
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}), label="to the evening of")
    field_order = ("since", "until", "line", "product")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["objective"], self.fields["owner"]

    def clean(self) -> dict[str, Any]:
        """The later day comes last."""
        said = self.cleaned_data
        if said.get("since") and said.get("until") and said["since"] > said["until"]:
            raise forms.ValidationError({"until": "Choose a day after the first one."})
        return said
