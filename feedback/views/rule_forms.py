"""What a triage rule asks and does, as a form."""

from __future__ import annotations

from typing import Any

from django import forms

from customers import segments
from customers.models import Company, Contact, Lifecycle
from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import Channel, TriageRule
from history.actor import Role
from people.models import Person, Product


def any_of(choices: Any) -> list[tuple[str, str]]:
    """The choices, and none of them."""
    return [("", "Any"), *choices]


class RuleForm(ActorForm):
    """Conditions that must all hold, and what is done then."""

    name = forms.CharField(max_length=60, help_text="History says it: “The rule … tagged F-12”.")
    words = forms.CharField(
        max_length=400, required=False, label="The text holds", help_text="Words or phrases with commas between; one is enough."
    )
    channel = forms.ChoiceField(choices=any_of(Channel.choices), required=False)
    product = VisibleChoice(Product, required=False, empty_label="Any")
    segment = forms.ChoiceField(required=False, label="Company's segment")
    lifecycle = forms.ChoiceField(choices=any_of(Lifecycle.choices), required=False, label="Company's lifecycle")
    plan = forms.CharField(max_length=60, required=False, label="Company's plan")
    company_name = forms.CharField(max_length=160, required=False, label="Company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(max_length=160, required=False, label="Contact")
    contact = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)
    source = forms.CharField(max_length=60, required=False, help_text="The system that it came from, such as zendesk.")
    least_amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, required=False, label="Deal of at least")
    add_tags = forms.CharField(max_length=200, required=False, label="Put on tags", help_text="With commas between.")
    set_product = VisibleChoice(Product, required=False, empty_label="Leave it", label="Move to the product")
    set_company_name = forms.CharField(max_length=160, required=False, label="Mark for the company")
    set_company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    assign_to = forms.ModelChoiceField(Person.objects.none(), required=False, empty_label="Nobody")
    snooze_days = forms.IntegerField(min_value=1, max_value=730, required=False, label="Snooze for so many days")
    archive_reason = forms.CharField(max_length=200, required=False, label="Archive, because")
    on_change = forms.BooleanField(required=False, label="Also when a feedback's product, company or channel is changed")
    stops = forms.BooleanField(required=False, label="No later rule runs on what this one fits")
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].choices = any_of(segments.choices_with(self.initial.get("segment", "")))  # type: ignore[attr-defined]
        self.fields["assign_to"].queryset = Person.objects.with_role(Role.PRODUCT)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A company or contact typed in full counts as chosen; another name is said at its field."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("company", "contact", "set_company"):
            typed, found = cleaned.get(f"{name}_name", "").strip(), cleaned.get(name)
            if found is not None and found.name.casefold() != typed.casefold():
                found = None
            if typed and found is None:
                rows = list(self.fields[name].queryset.filter(name__iexact=typed)[:2])  # type: ignore[attr-defined]
                found = rows[0] if len(rows) == 1 else None
                if found is None:
                    self.add_error(f"{name}_name", "Choose one from the list.")
            cleaned[name] = found
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the verbs take."""
        return {name: value for name, value in self.cleaned_data.items() if not name.endswith("_name") and name != "version"}


def initial_of(rule: TriageRule) -> dict[str, Any]:
    """The form as it opens."""
    values = {name: getattr(rule, name) for name in RuleForm.base_fields if hasattr(rule, name)}
    return values | {f"{name}_name": getattr(rule, name) or "" for name in ("company", "contact", "set_company")}
