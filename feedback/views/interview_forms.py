"""What is told of an interview."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from customers.models import Company, Contact
from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.actions.interviews import MOST
from feedback.forms import DayField, TagsField
from feedback.models import Consent, Interview
from history.actor import Actor
from people.models import Person, Product


class FrameForm(ActorForm):
    """Everything but the words: company and people are found as one types, or made on the spot."""

    title = forms.CharField(max_length=200, label="Title")
    said_on = DayField(required=False, label="When", help_text="Today, unless you say otherwise.")
    company_name = forms.CharField(
        max_length=160, required=False, label="Company", help_text="Follows from the first person, if we know them."
    )
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    interviewer = VisibleChoice(Person, empty_label=None, label="Who asked")
    product = VisibleChoice(Product, required=False, empty_label="Not clear yet")
    consent = forms.ChoiceField(
        choices=Consent.choices, widget=forms.RadioSelect, label="May we quote them?",
        help_text="Without a yes, their words stay among us: no customer's page, no draft of an answer, no file shows them.",
    )  # fmt: skip
    consent_on = DayField(required=False, label="Asked on", help_text="The day of the conversation, unless you say otherwise.")
    guide = forms.CharField(
        max_length=5000, required=False, label="What we wanted to learn", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The questions, if you had a guide.",
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            label = "Who took part" if number == 1 else f"Person {number}"
            self.fields[f"person_{number}_name"] = forms.CharField(
                max_length=160, required=number == 1, label=label,
                error_messages={"required": "Name at least one person who took part."},
            )  # fmt: skip
            found = self.fields[f"person_{number}"] = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)
            found.narrow(self.actor)

    @property
    def rows(self) -> list[tuple[BoundField, BoundField]]:
        """The fields of each person: the name, and the id of whom it found."""
        return [(self[f"person_{number}_name"], self[f"person_{number}"]) for number in range(1, MOST + 1)]

    def clean(self) -> dict[str, Any]:
        """The name that one reads is what counts: another one typed over it lets go of whom was found before."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("company", *(f"person_{number}" for number in range(1, MOST + 1))):
            found = cleaned.get(name)
            if found is not None and found.name.casefold() != cleaned.get(f"{name}_name", "").strip().casefold():
                cleaned[name] = None
        return cleaned

    def people(self, cleaned: dict[str, Any]) -> list[Contact | str]:
        """Who took part, in their order: known already, or by name."""
        several = [cleaned.get(f"person_{number}") or cleaned.get(f"person_{number}_name", "") for number in range(1, MOST + 1)]
        return [one for one in several if one]

    def values(self) -> dict[str, Any]:
        """What the verbs take. A day that is the same as before keeps its hour."""
        cleaned = self.cleaned_data
        values = {name: value for name, value in cleaned.items() if not name.startswith("person_") and name != "version"}
        said_on: date | None = values.pop("said_on")
        if said_on is not None and "said_on" in self.changed_data:
            values["said_at"] = timezone.make_aware(datetime.combine(said_on, time(12)))
        return values | {"participants": self.people(cleaned)}


class InterviewForm(FrameForm):
    """An interview with its words."""

    text = forms.CharField(
        max_length=20_000, label="What was said", widget=forms.Textarea(attrs={"rows": 10}),
        help_text="The whole of it, in their own words: these are never rewritten. Insights are made of it afterwards.",
    )  # fmt: skip
    tags = TagsField(help_text="With commas between.")


def initial_of(interview: Interview) -> dict[str, Any]:
    """The frame as the form opens."""
    values: dict[str, Any] = {
        "title": interview.title, "said_on": timezone.localdate(interview.said_at), "company": interview.feedback.company_id,
        "company_name": interview.company or "", "interviewer": interview.interviewer_id, "product": interview.product_id,
        "consent": interview.consent, "consent_on": interview.consent_on, "guide": interview.guide, "version": interview.version,
    }  # fmt: skip
    for number, one in enumerate(interview.people, 1):
        values |= {f"person_{number}": one.pk, f"person_{number}_name": one.name}
    return values


def first_values(company: Company | None, contact: Contact | None, product: str | None, actor: Actor) -> dict[str, Any]:
    """What is filled in already, when one comes from a customer's page."""
    company = company or (contact.company if contact is not None else None)
    return {
        "company": company and company.pk, "company_name": company or "", "person_1": contact and contact.pk,
        "person_1_name": contact or "", "product": product, "interviewer": actor.person,
    }  # fmt: skip


class Pick(forms.Widget):
    """A filter's company, found as one types."""

    def __init__(self, shown: str) -> None:
        super().__init__()
        self.shown = shown

    def id_for_label(self, id_: str | None, index: Any = None) -> str:
        """The label belongs to what one types into."""
        return f"{id_}_name"

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The text field, and the hidden one that takes the id."""
        return format_html(
            '<div class="combobox"><input id="{id}_name" type="text" autocomplete="off" placeholder="Any" value="{shown}" '
            'data-combobox="{url}" data-value-field="{id}"><input type="hidden" id="{id}" name="{name}" value="{value}"></div>',
            id=(attrs or {}).get("id", f"id_{name}"), shown=self.shown, url=reverse("customers:company_options"), name=name,
            value=value or "",
        )  # fmt: skip
