"""What the pages of commitments ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from customers.models import Company, Deal
from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import Feedback, Firmness
from history import clock
from people.models import Person
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import CommitmentState, Idea

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
RESOLUTIONS = [choice for choice in CommitmentState.choices if choice[0] != CommitmentState.OPEN]


class TermsForm(ActorForm):
    """What was promised, how firm, by whom, until when."""

    words = forms.CharField(
        max_length=2000, label="What was promised", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As the customer understood it.",
    )  # fmt: skip
    firmness = forms.ChoiceField(
        choices=Firmness.choices, widget=forms.RadioSelect, initial=Firmness.HEARSAY, label="How firm is it?"
    )
    idea_title = forms.CharField(max_length=220, required=False, label="About which idea")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    deal = VisibleChoice(Deal, required=False, empty_label="No deal")
    promised_by = VisibleChoice(Person, empty_label=None)
    promised_on = forms.DateField(widget=DAY)
    due_on = forms.DateField(required=False, widget=DAY, label="Due, if a day was named")
    version = VersionField()

    def __init__(self, *args: Any, company: Company | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promised_on"].initial = clock.today
        self.fields["deal"].queryset = self.fields["deal"].queryset.filter(company=company)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed; emptied, it is about none."""
        said = with_typed(self, "idea", "idea_title", idea_typed)
        if not said.get("idea_title"):
            said["idea"] = None
        return said

    def terms(self) -> dict[str, Any]:
        """What the verbs take: ids found, not the words typed to find them."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("idea_title", "company_name", "version")}


class CommitmentForm(TermsForm):
    """A new commitment: to whom, and what of theirs it answers."""

    company_name = forms.CharField(max_length=160, label="To which company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    feedback = VisibleChoice(Feedback, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The company chosen, or the one whose name was typed in full."""
        with_typed(self, "company", "company_name", lambda companies, typed: companies.filter(name__iexact=typed))
        return super().clean()


class ResolutionForm(ActorForm):
    """What became of it."""

    state = forms.ChoiceField(choices=RESOLUTIONS, widget=forms.RadioSelect, label="What became of it?")
    reason = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for broken and withdrawn: they will ask.",
    )  # fmt: skip


class CommitmentFilter(ActorForm):
    """Which commitments to list."""

    WHOSE = (("", "Everybody’s"), ("mine", "Mine"))

    q = forms.CharField(
        required=False, max_length=100, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Words or company"}),
    )  # fmt: skip
    whose = forms.ChoiceField(choices=WHOSE, required=False)
    firmness = forms.ChoiceField(choices=[("", "However firm"), *Firmness.choices], required=False)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
