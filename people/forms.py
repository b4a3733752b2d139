"""What the people's pages ask for."""

from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoices
from history.actor import Role
from people.models import Organisation, Person, Product, ProductLine, Scope, Segment

TIME_ZONES = [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones()) if "/" in name or name == "UTC"]
CURRENCIES = [
    (code, code) for code in ("EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "NZD", "JPY", "INR")
]


class OrganisationForm(ActorForm):
    """The organisation's own settings."""

    name = forms.CharField(max_length=120, label="Name")
    time_zone = forms.ChoiceField(choices=TIME_ZONES, help_text="Due days end at midnight here.")
    currency = forms.ChoiceField(choices=CURRENCIES, help_text="ARR and deals are counted in it.")
    version = VersionField()


class FoundingForm(forms.Form):
    """What the first visitor tells of the organisation and of themselves."""

    name = forms.CharField(max_length=120, label="Your organisation")
    product_name = forms.CharField(max_length=120, label="Your first product", help_text="What you manage. More can follow.")
    time_zone = forms.ChoiceField(choices=TIME_ZONES, initial="UTC")
    currency = forms.ChoiceField(choices=CURRENCIES, initial="EUR")
    admin_name = forms.CharField(max_length=120, label="Your name")
    admin_email = forms.EmailField(label="Your e-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text="Ten characters or more, nothing common."
    )


class InvitationForm(ActorForm):
    """Whom to invite, as what."""

    email = forms.EmailField(label="E-mail")
    name = forms.CharField(max_length=120, required=False, label="Name")
    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple)


class JoiningForm(forms.Form):
    """What somebody who was invited tells."""

    name = forms.CharField(max_length=120, label="Your name")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text="Ten characters or more, nothing common."
    )


class PersonForm(ActorForm):
    """What an admin may change of a colleague."""

    name = forms.CharField(max_length=120)
    title = forms.CharField(max_length=120, required=False, label="Job title")
    segment = forms.ChoiceField(
        choices=[("", "None"), *Segment.choices], required=False, help_text="The segment that a salesperson sells to."
    )
    version = VersionField()


class RolesForm(ActorForm):
    """The roles that somebody holds."""

    roles = forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple)


class MeForm(ActorForm):
    """What one may change of oneself."""

    name = forms.CharField(max_length=120)
    title = forms.CharField(max_length=120, required=False, label="Job title")
    single_keys = forms.BooleanField(required=False, label="Single keys act (J, K, L …)")
    version = VersionField()


class ProductForm(ActorForm):
    """A product and who sees it."""

    name = forms.CharField(max_length=120)
    key = forms.SlugField(max_length=12, min_length=2, required=False, label="Short name", help_text="Such as “relay”.")
    description = forms.CharField(required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    line = forms.ModelChoiceField(queryset=ProductLine.objects.none(), required=False, label="Product line", empty_label="None")
    is_restricted = forms.BooleanField(required=False, label="Only its members see it")
    members = VisibleChoices(Person, required=False, widget=forms.CheckboxSelectMultiple)
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = ProductLine.objects.all()  # type: ignore[attr-defined]


class LineForm(ActorForm):
    """A new product line."""

    name = forms.CharField(max_length=120, label="Product line")


class TokenForm(ActorForm):
    """A new API token."""

    name = forms.CharField(max_length=80, label="What is it for?")
    scope = forms.ChoiceField(choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.READ)
    days = forms.TypedChoiceField(
        coerce=int, choices=[(30, "30 days"), (90, "90 days"), (366, "A year")], initial=90, label="Good for"
    )


def initial_of(record: Organisation | Person | Product, *names: str) -> dict[str, Any]:
    """A form's first values, as the record has them."""
    return {name: getattr(record, name) for name in (*names, "version")}
