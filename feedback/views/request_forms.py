"""What a salesperson tells of a request."""

from __future__ import annotations

from typing import Any

from django import forms

from customers.models import Company, Contact
from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import DealStage, Firmness
from people.models import Product

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DealForm(ActorForm):
    """The deal that a request is for."""

    opportunity = forms.CharField(max_length=160, label="Deal")
    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, help_text="A year, in your currency.")
    stage = forms.ChoiceField(choices=DealStage.choices)
    close_date = forms.DateField(required=False, widget=DAY, label="Expected close")
    firmness = forms.ChoiceField(
        choices=Firmness.choices, widget=forms.RadioSelect, initial=Firmness.HEARSAY, label="How firm is it?"
    )
    need = forms.CharField(
        max_length=5000, label="The need behind it", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What would they do with it? What do they do today instead?",
    )  # fmt: skip
    version = VersionField()


class RequestForm(DealForm):
    """A request with the customer's words. A company or contact that is not there yet is made on the spot."""

    company_name = forms.CharField(max_length=160, label="Company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(max_length=160, required=False, label="Contact")
    contact = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)
    contact_email = forms.EmailField(required=False, label="Their e-mail")
    product = VisibleChoice(Product, required=False, empty_label="Not sure")
    title = forms.CharField(max_length=200, required=False, label="In a few words")
    text = forms.CharField(
        max_length=20_000, strip=False, label="In the customer's words", widget=forms.Textarea(attrs={"rows": 5})
    )

    field_order = ("company_name", "contact_name", "contact_email", "text", "need", "title", "product", "opportunity", "amount")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = self.fields["product"].queryset.current()  # type: ignore[attr-defined]

    def clean_company(self) -> Company | None:
        """The company that was picked, unless another name was typed afterwards."""
        company, typed = self.cleaned_data.get("company"), self.data.get(self.add_prefix("company_name"), "").strip()
        return company if company is not None and company.name.casefold() == typed.casefold() else None

    def clean_contact(self) -> Contact | None:
        """The contact that was picked, unless another name was typed afterwards."""
        contact, typed = self.cleaned_data.get("contact"), self.data.get(self.add_prefix("contact_name"), "").strip()
        return contact if contact is not None and contact.name.casefold() == typed.casefold() else None


class RequestFilter(ActorForm):
    """Which requests to list."""

    WHOSE = (("", "Mine"), ("all", "Everybody's"))

    q = forms.CharField(
        required=False,
        max_length=100,
        label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Deal or company"}),
    )
    whose = forms.ChoiceField(choices=WHOSE, required=False)
    stage = forms.ChoiceField(choices=[("", "Any stage"), *DealStage.choices], required=False)
    product = VisibleChoice(Product, required=False, empty_label="Any product")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
