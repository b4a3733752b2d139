"""What feedback's pages ask for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from customers import segments
from customers.models import Company, Contact
from doors.attaching import LARGEST, TAKEN
from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import Channel, Feedback, SetAsideReason
from history import clock
from history.actor import Role
from people.models import Person, Product


def any_segment() -> list[tuple[str, str]]:
    """Every segment to choose, or none of them."""
    return [("", "No segment"), *segments.choices()]


class TagsField(forms.CharField):
    """Tags with commas between."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=800, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """The tags, one by one."""
        return [part.strip() for part in super().clean(value).split(",") if part.strip()]


class DayField(forms.DateField):
    """A day, chosen from a calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)


class WhoForm(ActorForm):
    """Who said it: a company and a contact, found as one types or made on the spot."""

    company_name = forms.CharField(max_length=160, required=False, label="Company")
    company = VisibleChoice(Company, required=False, widget=forms.HiddenInput)
    contact_name = forms.CharField(max_length=160, required=False, label="Contact")
    contact = VisibleChoice(Contact, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """The name that one reads is what counts: another one typed over it lets go of what was found before."""
        cleaned = super().clean() or self.cleaned_data
        for name in ("company", "contact"):
            found = cleaned.get(name)
            if found is not None and found.name.casefold() != cleaned.get(f"{name}_name", "").strip().casefold():
                cleaned[name] = None
        return cleaned


class FeedbackForm(WhoForm):
    """Something that somebody said."""

    text = forms.CharField(
        max_length=20_000,
        label="What did they say?",
        help_text="In their own words: these are never rewritten.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    title = forms.CharField(max_length=200, required=False, label="Our title", help_text="How we call it. May wait until triage.")
    product = VisibleChoice(Product, required=False, empty_label="Not clear yet")
    channel = forms.ChoiceField(choices=Channel.choices, initial=Channel.CALL)
    contact_email = forms.EmailField(required=False, label="E-mail of a new contact")
    said_on = DayField(required=False, label="When", help_text="Today, unless you say otherwise.")
    tags = TagsField(help_text="With commas between.")
    source_url = forms.URLField(required=False, max_length=500, label="Link to the source", assume_scheme="https")

    field_order = ("text", "title", "company_name", "contact_name")

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        values = dict(self.cleaned_data)
        said_on: date | None = values.pop("said_on")
        if said_on and said_on != clock.today():
            values["said_at"] = timezone.make_aware(datetime.combine(said_on, time(12)))
        return values


class EditForm(WhoForm):
    """What we wrote about a feedback."""

    title = forms.CharField(max_length=200, required=False, label="Our title")
    product = VisibleChoice(Product, required=False, empty_label="None yet")
    channel = forms.ChoiceField(choices=Channel.choices)
    tags = TagsField(help_text="With commas between.")
    source_url = forms.URLField(required=False, max_length=500, label="Link to the source", assume_scheme="https")
    version = VersionField()

    field_order = ("title", "company_name", "contact_name")


class SetAsideForm(ActorForm):
    """Why a feedback supports no idea."""

    reason = forms.ChoiceField(choices=SetAsideReason.choices, widget=forms.RadioSelect, label="Why does it support no idea?")
    words = forms.CharField(
        max_length=2000, required=False, label="In a sentence", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever brought it in reads this.",
    )  # fmt: skip
    look_again_when = forms.CharField(
        max_length=200, required=False, label="Look again when", help_text="For people to read, such as “the new pricing is out”."
    )
    revisit_on = DayField(required=False, label="On a day")
    revisit_count = forms.IntegerField(required=False, min_value=1, max_value=1000, label="When so many more say the same")
    revisit_segment = forms.ChoiceField(required=False, choices=any_segment, label="When a company of a segment says so")
    revisit_words = forms.CharField(
        max_length=200, required=False, label="What says the same",
        help_text="Words that it holds. Without any: merged duplicates, and what shares a tag and telling words.",
    )  # fmt: skip


class SnoozeForm(ActorForm):
    """Until when it sleeps."""

    until = DayField(label="Another day")

    def choices(self) -> list[tuple[str, date]]:
        """Days that people mostly choose."""
        today = clock.today()
        monday = today + timedelta(days=7 - (today + timedelta(days=1)).weekday() + 1)
        return [
            ("Tomorrow", today + timedelta(days=1)),
            ("Next week", monday),
            ("In a month", today + timedelta(days=30)),
            ("In three months", today + timedelta(days=91)),
        ]


class MergeForm(ActorForm):
    """The feedback that stays."""

    into_words = forms.CharField(
        max_length=200, required=False, label="The one that stays", help_text="Its words, or its number."
    )
    into = VisibleChoice(Feedback, widget=forms.HiddenInput, error_messages={"required": "Choose the feedback that stays."})


class AssignForm(ActorForm):
    """Whose it is."""

    assignee = forms.ModelChoiceField(
        Person.objects.none(), required=False, empty_label="Nobody", label="Assign to", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = Person.objects.with_role(Role.PRODUCT)  # type: ignore[attr-defined]


class TagForm(ActorForm):
    """Words to sort by."""

    add = TagsField(label="Put on", help_text="With commas between.")
    remove = TagsField(label="Take off")


class MoveForm(ActorForm):
    """What product it is about."""

    product = VisibleChoice(Product, required=False, empty_label="None yet")


class AttachmentForm(ActorForm):
    """A file that came with the words."""

    file = forms.FileField(label="File", help_text=f"{TAKEN}, up to {LARGEST // 1024 // 1024} MB.")


class SavedViewForm(ActorForm):
    """A name for what one looks at."""

    name = forms.CharField(max_length=60)
    is_shared = forms.BooleanField(required=False, label="Everybody may use it")
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
    version = VersionField()
