"""What people fill in about themes."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VisibleChoice, VisibleChoices
from feedback.models import Feedback
from matching.models import Theme
from people.models import Product

DISTANCES = ((0.4, "Narrow"), (0.45, "Rather narrow"), (0.5, "Balanced"), (0.55, "Rather broad"), (0.6, "Broad"))
DAYS = ((30, "The last month"), (90, "Three months"), (180, "Half a year"), (365, "A year"), (1095, "Three years"))


class SearchForm(ActorForm):
    """How wide to look."""

    distance = forms.TypedChoiceField(
        choices=DISTANCES, coerce=float, initial=0.5, widget=forms.RadioSelect, label="How alike must it be?",
        help_text="Narrow themes say one thing each; broad ones gather more.",
    )  # fmt: skip
    days = forms.TypedChoiceField(choices=DAYS, coerce=int, initial=180, label="Said in")


class NameForm(ActorForm):
    """A theme's name."""

    name = forms.CharField(max_length=120)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MergeForm(ActorForm):
    """The theme that stays."""

    into = VisibleChoice(Theme, label="The theme that stays", empty_label="Choose")

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Theme.objects.visible_to(self.actor).standing().filter(product=theme.product).exclude(pk=theme.pk)
        self.fields["into"].queryset = rows.order_by("name", "label")


class SplitForm(ActorForm):
    """Which feedback goes, and what it is called there."""

    feedback = VisibleChoices(Feedback, widget=forms.CheckboxSelectMultiple, label="Feedback for the new theme")
    name = forms.CharField(max_length=120, label="Name of the new theme")

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = theme.members.filter(is_out=False).values("feedback")
        self.fields["feedback"].queryset = Feedback.objects.visible_to(self.actor).filter(pk__in=members)


class IdeaForm(ActorForm):
    """The idea that a theme becomes."""

    title = forms.CharField(max_length=200)
    product = VisibleChoice(Product, empty_label="Choose")
    problem = forms.CharField(required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}))
