"""What the customers' pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from customers.models import Company, Lifecycle, Motion
from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Person, Segment


class CompanyForm(ActorForm):
    """A company as we know it."""

    name = forms.CharField(max_length=160)
    segment = forms.ChoiceField(choices=[("", "Not known"), *Segment.choices], required=False)
    lifecycle = forms.ChoiceField(choices=Lifecycle.choices, initial=Lifecycle.PROSPECT)
    arr = forms.DecimalField(
        label="ARR", min_value=0, max_digits=14, decimal_places=2, initial=0, help_text="A year, in your currency."
    )
    plan = forms.CharField(max_length=60, required=False)
    motion = forms.ChoiceField(choices=[("", "Not known"), *Motion.choices], required=False, label="Growth motion")
    owner = VisibleChoice(Person, required=False, empty_label="Nobody")
    crm_id = forms.CharField(max_length=80, required=False, label="CRM id")
    domains = forms.CharField(max_length=1000, required=False, help_text="Such as acme.com, acme.de. Recognises its people.")
    version = VersionField()

    def clean_domains(self) -> list[str]:
        """The domains, one by one."""
        return [part for part in self.cleaned_data["domains"].replace(",", " ").split() if part]


class ContactForm(ActorForm):
    """A person at a company."""

    name = forms.CharField(max_length=160)
    email = forms.EmailField(required=False, label="E-mail")
    job_role = forms.CharField(max_length=120, required=False)
    persona = forms.CharField(max_length=80, required=False)
    company = VisibleChoice(Company, required=False, empty_label="None")
    version = VersionField()


class CompanyFilter(ActorForm):
    """Which companies to list."""

    SORTS = (("name", "Name"), ("-arr", "ARR"), ("-feedback_count", "Feedback"))

    q = forms.CharField(
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a company"}),
        label="Find",
    )
    segment = forms.ChoiceField(choices=[("", "Any segment"), *Segment.choices], required=False)
    lifecycle = forms.ChoiceField(choices=[("", "Any lifecycle"), *Lifecycle.choices], required=False)
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")
    sort = forms.ChoiceField(choices=SORTS, required=False)
    archived = forms.BooleanField(required=False, label="Archived")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
