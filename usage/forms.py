"""What the pages of usage ask for."""

from __future__ import annotations

from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Product
from usage.reading import value_of


class SourceForm(ActorForm):
    """Where events will come from."""

    name = forms.CharField(max_length=80, help_text="Such as “Web app, production”.", widget=forms.TextInput())
    product = VisibleChoice(Product, empty_label=None)


class UsageFileForm(ActorForm):
    """A file of usage events."""

    product = VisibleChoice(Product, empty_label=None)
    file = forms.FileField(
        label="CSV file",
        help_text="Columns event, user_id, company, timestamp, message_id; any other column becomes a property.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )


class EventNames(forms.MultipleChoiceField):
    """Events that were seen, and others that will be."""

    def valid_value(self, value: Any) -> bool:
        return 0 < len(str(value)) <= 120


class FeatureForm(ActorForm):
    """What counts as using a feature."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    event_names = EventNames(label="Events", widget=forms.CheckboxSelectMultiple, required=False)
    other_events = forms.CharField(
        max_length=2000,
        required=False,
        label="Events not seen yet",
        help_text="Separated by commas, as the client will send them.",
    )
    properties = forms.CharField(
        max_length=2000, required=False, label="Only with these properties", help_text="One a line, such as plan = pro.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    minimum_uses = forms.IntegerField(
        min_value=1, max_value=1000, initial=1, label="Uses that count as adopted", help_text="How often one must use it."
    )
    released_on = forms.DateField(
        required=False, label="Released on", help_text="Adoption is counted from this day.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip
    version = VersionField()

    def __init__(self, *args: Any, seen: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [name for name in (self.initial.get("event_names") or []) if name not in {one["name"] for one in seen}]
        self.fields["event_names"].choices = [(name, name) for name in chosen] + [
            (one["name"], f"{one['name']} · {one['uses']:,}") for one in seen
        ]

    def clean_properties(self) -> dict[str, Any]:
        """Name and value of each line."""
        found: dict[str, Any] = {}
        for line in filter(str.strip, self.cleaned_data["properties"].splitlines()):
            name, sign, value = line.partition("=")
            if not sign or not name.strip():
                raise forms.ValidationError("Write each as name = value, one a line.")
            found[name.strip()] = value_of(value.strip())
        return found

    def clean(self) -> dict[str, Any]:
        """The chosen events and the others as one list."""
        cleaned = super().clean() or self.cleaned_data
        others = [name.strip() for name in cleaned.pop("other_events", "").split(",") if name.strip()]
        if not self.errors.get("event_names"):
            cleaned["event_names"] = [*cleaned.get("event_names", []), *others]
        return cleaned


class FeatureFilter(ActorForm):
    """Which features to list."""

    q = forms.CharField(
        required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a feature", "aria-label": "Find a feature"}),
    )  # fmt: skip
    product = VisibleChoice(
        Product, required=False, empty_label="Any product", widget=forms.Select(attrs={"aria-label": "Product"})
    )
    archived = forms.BooleanField(required=False, label="Archived")

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
