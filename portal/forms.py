"""What the portal's pages ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from doors.forms import ActorForm, VersionField
from portal.models import Audience, PublicStatus
from portal.reading import SORTS


class PlainForm(forms.Form):
    """A form that a customer fills in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class Trapped(PlainForm):
    """A form with a field that no human sees: what fills it in is no human, and is thanked all the same."""

    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}), label="Leave this empty"
    )

    @property
    def is_trap_sprung(self) -> bool:
        """Whether something filled in what cannot be seen."""
        return bool(self.cleaned_data.get("website"))


class AskLinkForm(Trapped):
    """Who wants to come in."""

    email = forms.EmailField(
        label="Your e-mail address", max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "placeholder": "you@company.com"}),
    )  # fmt: skip


class NameForm(PlainForm):
    """How to call a customer who is here for the first time."""

    name = forms.CharField(
        max_length=120, required=False, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="So that we know whom we answer. Other customers never see it.",
    )  # fmt: skip


class SubmitForm(Trapped):
    """What a customer wants to say."""

    title = forms.CharField(max_length=160, required=False, label="In one line")
    text = forms.CharField(
        label="In your own words", widget=forms.Textarea(attrs={"rows": 7}), validators=[MaxLengthValidator(5000)],
        help_text="What do you want to get done, and what stands in your way? Only our team reads this.",
    )  # fmt: skip


class CommentForm(Trapped):
    """What a customer wants to add to something published."""

    text = forms.CharField(
        label="Tell us more", widget=forms.Textarea(attrs={"rows": 4}), validators=[MaxLengthValidator(5000)],
        help_text="How would you use it? Only our team reads this.",
    )  # fmt: skip


class LookForm(PlainForm):
    """Which published ideas to look at."""

    q = forms.CharField(
        required=False, max_length=100, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find an idea"}),
    )  # fmt: skip
    status = forms.ChoiceField(choices=[("", "Any status"), *PublicStatus.choices], required=False)
    sort = forms.ChoiceField(choices=list(SORTS.items()), required=False, label="Sort")

    def chosen(self) -> dict[str, str]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        cleaned = getattr(self, "cleaned_data", {})
        return {"words": cleaned.get("q", ""), "status": cleaned.get("status", ""), "sort": cleaned.get("sort") or "top"}


class PortalForm(ActorForm):
    """A portal's settings."""

    title = forms.CharField(max_length=120)
    slug = forms.SlugField(max_length=40, min_length=2, label="Address", help_text="What follows /portal/ in its address.")
    greeting = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Two lines that say what this is for. Markdown.",
    )  # fmt: skip
    audience = forms.ChoiceField(choices=Audience.choices, widget=forms.RadioSelect, label="Who may read it")
    shown = forms.MultipleChoiceField(
        choices=PublicStatus.choices, widget=forms.CheckboxSelectMultiple, label="Show ideas that are",
        error_messages={"required": "Show at least one state."},
    )  # fmt: skip
    is_moderated = forms.BooleanField(
        required=False, label="Hold everything until somebody has read it",
        help_text="What holds a link is always held.",
    )  # fmt: skip
    is_indexed = forms.BooleanField(required=False, label="Let search engines list it", help_text="Only while it is public.")
    version = VersionField()


class PublicationForm(ActorForm):
    """What customers read of an idea."""

    title = forms.CharField(max_length=160, label="Public title", help_text="What customers would gain, in their words.")
    text = forms.CharField(
        max_length=5000, required=False, label="Public words", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Markdown. Name no customer, and promise no date.",
    )  # fmt: skip
    overruled = forms.ChoiceField(choices=[], required=False, label="Status")
    version = VersionField()

    def __init__(self, *args: Any, derived: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = PublicStatus(derived).label if derived else ""
        follows = f"Follow the roadmap ({said.lower()} now)" if said else "Follow the roadmap"
        self.fields["overruled"].choices = [("", follows), *PublicStatus.choices]  # type: ignore[attr-defined]


class RefusalForm(ActorForm):
    """Why something is not taken."""

    reason = forms.CharField(
        max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text="The customer reads this under “My feedback”."
    )
