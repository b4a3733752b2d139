"""What the customers' pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from customers import segments
from customers.custom import current_fields
from customers.models import Company, DealStatus, Lifecycle, Motion
from doors.fields.asking import asked_for, looked_for
from doors.fields.values import PREFIX, split
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = current_fields()
        for field in self.own:
            self.fields[PREFIX + field.key] = asked_for(field)

    def own_fields(self) -> list[Any]:
        """The organisation's own fields, bound."""
        return [self[PREFIX + field.key] for field in self.own]

    def values(self) -> dict[str, Any]:
        """What the form says, for the verb; its own fields gathered."""
        return split(self.cleaned_data)

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


class DealForm(ActorForm):
    """What is being sold to a company."""

    name = forms.CharField(max_length=160)
    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, initial=0, help_text="A year, in your currency.")
    status = forms.ChoiceField(choices=DealStatus.choices, initial=DealStatus.OPEN)
    stage = forms.CharField(max_length=80, required=False, help_text="In your CRM’s words.")
    close_date = forms.DateField(
        required=False, label="Expected close", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    probability = forms.IntegerField(required=False, min_value=0, max_value=100)
    owner = VisibleChoice(Person, required=False, empty_label="Nobody")
    external_id = forms.CharField(max_length=80, required=False, label="Id in the CRM")
    version = VersionField()


def any_segment() -> list[tuple[str, str]]:
    """Every segment to choose, or none of them."""
    return [("", "Any segment"), *segments.choices()]


class CompanyFilter(ActorForm):
    """Which companies to list."""

    SORTS = (("name", "Name"), ("-arr", "Most ARR"), ("-feedback_count", "Most feedback"), ("-created_at", "Newest"))

    q = forms.CharField(
        required=False, max_length=100, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Name, domain or CRM id"}),
    )  # fmt: skip
    segment = forms.ChoiceField(choices=any_segment, required=False)
    lifecycle = forms.ChoiceField(choices=[("", "Any lifecycle"), *Lifecycle.choices], required=False)
    motion = forms.ChoiceField(choices=[("", "Any motion"), *Motion.choices], required=False)
    plan = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    owner = VisibleChoice(Person, required=False, empty_label="Any owner")
    arr_from = forms.DecimalField(
        required=False, min_value=0, max_digits=14, label="ARR from", widget=forms.NumberInput(attrs={"placeholder": "ARR from"})
    )
    arr_to = forms.DecimalField(
        required=False, min_value=0, max_digits=14, label="ARR to", widget=forms.NumberInput(attrs={"placeholder": "to"})
    )
    sort = forms.ChoiceField(choices=SORTS, required=False)
    archived = forms.BooleanField(required=False, label="Archived", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in current_fields():
            self.fields[PREFIX + field.key] = looked_for(field)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so. Nought is a choice too."""
        self.full_clean()
        given = getattr(self, "cleaned_data", {}).items()
        return {name: value for name, value in given if value not in (None, "") and value is not False}


def without_version(form: ActorForm) -> dict[str, Any]:
    """What the form says, for a record that is only made."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
