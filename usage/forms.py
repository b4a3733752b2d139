"""What the pages of usage ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from customers import segments
from customers.models import Company, Motion
from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Product
from usage.items import KINDS, PAGE, SCREEN
from usage.models import Arrival, ProductUserQuerySet
from usage.reading import value_of
from usage.who import SORTS

SHOWN_KINDS = [kind for kind in KINDS if kind not in (PAGE, SCREEN)]


class Choices(ActorForm):
    """What to list. What cannot be chosen is passed over."""

    def chosen(self) -> dict[str, Any]:
        """What was chosen; what cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class SourceForm(ActorForm):
    """Where events will come from."""

    name = forms.CharField(max_length=80, help_text="Such as “Web app, production”.", widget=forms.TextInput())
    product = VisibleChoice(Product, empty_label=None)


class ArrivalFilter(Choices):
    """Which of the items that a source sent to show."""

    q = forms.CharField(
        required=False, max_length=100, label="Event or user",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Event or user", "aria-label": "Event or user"}),
    )  # fmt: skip
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *((kind, kind.capitalize()) for kind in SHOWN_KINDS)])
    outcome = forms.ChoiceField(required=False, choices=[("", "Taken and refused"), ("taken", "Taken"), ("refused", "Refused")])

    def rows(self, arrivals: QuerySet[Arrival]) -> QuerySet[Arrival]:
        """Those that were chosen."""
        chosen = self.chosen()
        if words := chosen.get("q"):
            arrivals = arrivals.filter(Q(name__icontains=words) | Q(user_key__icontains=words) | Q(reason__icontains=words))
        if kind := chosen.get("kind"):
            arrivals = arrivals.filter(kind=kind)
        if outcome := chosen.get("outcome"):
            arrivals = arrivals.filter(is_refused=outcome == "refused")
        return arrivals


class UserFilter(Choices):
    """Which users to list."""

    q = forms.CharField(
        required=False, max_length=100, label="User",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Id, e-mail or company", "aria-label": "Find a user"}),
    )  # fmt: skip
    product = VisibleChoice(
        Product, required=False, empty_label="Any product", widget=forms.Select(attrs={"aria-label": "Product"})
    )
    identified = forms.BooleanField(required=False, label="Identified")

    def rows(self, users: ProductUserQuerySet) -> ProductUserQuerySet:
        """Those that were chosen."""
        chosen = self.chosen()
        users = users.known_as(chosen["q"]) if "q" in chosen else users
        users = users.filter(product=chosen["product"]) if "product" in chosen else users
        return users.filter(is_identified=True) if "identified" in chosen else users


class UsageFileForm(ActorForm):
    """A file of usage events."""

    product = VisibleChoice(Product, empty_label=None)
    file = forms.FileField(
        label="CSV or NDJSON file",
        help_text="Columns event, user_id, company, timestamp, message_id; any other column becomes a property. "
        "Or one item a line, as Segment's or PostHog's clients write them.",
        widget=forms.FileInput(attrs={"accept": ".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"}),
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


class FeatureFilter(Choices):
    """Which features to list."""

    q = forms.CharField(
        required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a feature", "aria-label": "Find a feature"}),
    )  # fmt: skip
    product = VisibleChoice(
        Product, required=False, empty_label="Any product", widget=forms.Select(attrs={"aria-label": "Product"})
    )
    archived = forms.BooleanField(required=False, label="Archived")


class FunnelFilter(FeatureFilter):
    """Which funnels to list."""

    q = forms.CharField(
        required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a funnel", "aria-label": "Find a funnel"}),
    )  # fmt: skip


def any_segment() -> list[tuple[str, str]]:
    """Every segment to choose, or none of them."""
    return [("", "Any segment"), *segments.choices()]


class WhoFilter(Choices):
    """Whose use of a feature to list."""

    q = forms.CharField(
        required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Company", "aria-label": "Find a company"}),
    )  # fmt: skip
    segment = forms.ChoiceField(required=False, choices=any_segment)
    motion = forms.ChoiceField(required=False, choices=[("", "Both motions"), *Motion.choices])
    mine = forms.BooleanField(required=False, label="My accounts")
    sort = forms.ChoiceField(required=False, choices=list(SORTS.items()), label="Sort")

    def companies(self) -> QuerySet[Company] | None:
        """The companies that are asked for; None where all are, users of no company among them."""
        chosen = self.chosen()
        if not {"q", "segment", "motion", "mine"} & set(chosen):
            return None
        rows = Company.objects.order_by()
        rows = rows.filter(name__icontains=chosen["q"]) if "q" in chosen else rows
        rows = rows.filter(segments.in_segment(chosen["segment"])) if "segment" in chosen else rows
        rows = rows.filter(motion=chosen["motion"]) if "motion" in chosen else rows
        return rows.filter(owner=self.actor.person) if "mine" in chosen else rows
