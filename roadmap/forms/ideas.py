"""What the pages of ideas ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from customers.models import Company, Contact
from doors.fields.asking import holding_own, looked_for
from doors.fields.values import PREFIX
from doors.forms import ActorForm, VersionField, VisibleChoice, VisibleChoices
from doors.web import as_id
from history.actor import Actor
from people.models import Person, Product
from roadmap.forms.stages import stage_choices
from roadmap.models import PREFILLED, Idea, IdeaField, IdeaState
from usage.models import Feature

LONG = 10_000


def with_typed(form: ActorForm, chosen: str, typed: str, find: Callable[[QuerySet[Any], str], QuerySet[Any]]) -> dict[str, Any]:
    """Where nothing was chosen from the list, take the one row that was typed in full; else say so at the field."""
    words = form.cleaned_data.get(typed, "").strip()
    if words and not form.cleaned_data.get(chosen) and chosen not in form.errors:
        found = list(find(form.fields[chosen].queryset, words)[:2])  # type: ignore[attr-defined]
        if len(found) == 1:
            form.cleaned_data[chosen] = found[0]
        else:
            form.add_error(typed, "Choose one from the list.")
    return form.cleaned_data


def idea_typed(ideas: QuerySet[Idea], typed: str) -> QuerySet[Idea]:
    """The idea of this key, such as IDEA-41, or of exactly this title."""
    number = typed.upper().removeprefix("IDEA-")
    return ideas.filter(pk=int(number)) if number.isdigit() and len(number) < 19 else ideas.filter(title__iexact=typed)


class IdeaForm(ActorForm):
    """A new idea: the title says it, the rest may come later."""

    product = VisibleChoice(Product, empty_label=None)
    title = forms.CharField(max_length=200, help_text="What would change, in one line.")
    problem = forms.CharField(
        max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Who has it, and what it costs them."
    )
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
    revived_from = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    value = forms.CharField(max_length=LONG, required=False, label="Value if solved", widget=forms.Textarea(attrs={"rows": 3}))
    hypothesis = forms.CharField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    target_outcomes = forms.CharField(max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    notes = forms.CharField(max_length=LONG, required=False, label="Functional notes", widget=forms.Textarea(attrs={"rows": 4}))

    def filled(self) -> list[Any]:
        """The further sections that a template, or whoever writes, has filled in."""
        return [self[name] for name in PREFILLED[1:] if self[name].value()]


class IdeaEditForm(ActorForm):
    """An idea's title and owner."""

    title = forms.CharField(max_length=200)
    owner = VisibleChoice(Person, required=False, empty_label="Nobody yet")
    version = VersionField()


class SectionForm(ActorForm):
    """One section of the canvas."""

    text = forms.CharField(max_length=LONG, required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}))
    version = VersionField()

    def clean_text(self) -> str:
        """Line ends as history keeps them."""
        return self.cleaned_data["text"].replace("\r\n", "\n").strip()


class ReasonForm(ActorForm):
    """Why."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class DuplicateForm(ActorForm):
    """Which idea says the same."""

    of_title = forms.CharField(max_length=220, label="Duplicate of")
    of = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        return with_typed(self, "of", "of_title", idea_typed)


class FeaturesForm(ActorForm):
    """In which features of the product the idea shows."""

    features = VisibleChoices(Feature, required=False, widget=forms.CheckboxSelectMultiple)
    version = VersionField()

    def __init__(self, *args: Any, actor: Actor, idea: Idea, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        field = self.fields["features"]
        field.queryset = field.queryset.filter(product=idea.product_id, archived_at=None)  # type: ignore[attr-defined]


class VoteForm(ActorForm):
    """Whose vote, through whom, in which words."""

    company_name = forms.CharField(max_length=160, label="Company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(max_length=160, label="Through whom", required=False)
    contact = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)
    words = forms.CharField(max_length=2000, required=False, label="In their words", widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        """The company and contact chosen, or those whose names were typed in full."""
        with_typed(self, "company", "company_name", lambda rows, typed: rows.filter(name__iexact=typed))
        company = self.cleaned_data.get("company")
        return with_typed(
            self, "contact", "contact_name", lambda rows, typed: rows.filter(name__iexact=typed, company=company)
        )  # fmt: skip


class IdeaFilter(ActorForm):
    """Which ideas to list, and in which order."""

    SORTS = (
        ("-id", "Newest"), ("-weight", "Weight of evidence"),
        ("-arr", "ARR behind"), ("-company_count", "Companies"), ("-vote_count", "Votes"),
        ("-insight_count", "Insights"), ("-deal_amount", "Deals at stake"), ("stage_since", "Longest in its stage"),
        ("title", "Title"),
    )  # fmt: skip
    STATES = (("", "Unsorted and backlog"), *IdeaState.choices)

    q = forms.CharField(
        required=False, max_length=200, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find an idea"}),
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="All products")
    state = forms.ChoiceField(choices=STATES, required=False)
    stage = forms.ChoiceField(required=False)
    late = forms.BooleanField(required=False, label="Longer there than expected")
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")
    sort = forms.ChoiceField(choices=SORTS, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        number = as_id(self.data.get("product"))
        products = self.fields["product"].queryset  # type: ignore[attr-defined]
        product = products.filter(pk=number).first() if number is not None else None
        self.fields["stage"].choices = stage_choices(product)  # type: ignore[attr-defined]
        self.own = list(IdeaField.objects.visible_to(actor).current().serving(as_id(self.data.get("product"))))
        for field in self.own:
            self.fields[PREFIX + field.key] = looked_for(field)

    def holding(self) -> list[dict[str, Any]]:
        """The conditions on own fields: of the product that is chosen, and of all."""
        chosen = self.chosen()
        return [holding_own(field, chosen[PREFIX + field.key]) for field in self.own if PREFIX + field.key in chosen]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
