"""What growth's pages ask for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from customers import segments
from customers.models import Company, Motion
from doors.forms import ActorForm, VersionField, VisibleChoice
from growth.figures.health import BANDS
from growth.importing import month_of
from growth.models import Milestone, Word
from growth.models.settings import WEIGHTS
from history.actor import Actor
from people.models import Product
from usage.models import Feature, ProductUser

PARTS = {
    "usage": "Usage trend",
    "milestones": "Milestones reached",
    "survey": "Survey score",
    "requests": "Open requests",
    "owner": "What the owner says",
}


class MonthField(forms.CharField):
    """A month, as a browser's field of months gives it, or as people write it."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"})

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        """The first day of the month. Raises ValidationError at what is none."""
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        try:
            return month_of(str(value))
        except ValidationError as error:
            raise ValidationError(error.messages[0]) from error

    def prepare_value(self, value: Any) -> Any:
        """A day as the field of months shows it."""
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class RevenueForm(ActorForm):
    """A month of a company."""

    month = MonthField()
    mrr = forms.DecimalField(
        label="MRR", min_value=0, max_digits=14, decimal_places=2, help_text="What they paid that month, in your currency."
    )
    plan = forms.CharField(max_length=60, required=False)
    motion = forms.ChoiceField(choices=[("", "Not known"), *Motion.choices], required=False, label="Growth motion")


class NewRevenueForm(RevenueForm):
    """A month of a company that is yet to be chosen."""

    company = VisibleChoice(Company, empty_label="Choose a company")
    field_order = ("company", "month", "mrr", "plan", "motion")


class CorrectionForm(ActorForm):
    """A month that was recorded, corrected."""

    arr = forms.DecimalField(
        label="ARR", min_value=0, max_digits=14, decimal_places=2, help_text="A year of what they paid that month."
    )
    plan = forms.CharField(max_length=60, required=False)
    motion = forms.ChoiceField(choices=[("", "Not known"), *Motion.choices], required=False, label="Growth motion")
    reason = forms.CharField(max_length=500, required=False, label="Why it changes")
    version = VersionField()


def any_segment() -> list[tuple[str, str]]:
    """Every segment to choose, or none of them."""
    return [("", "Any segment"), *segments.choices()]


class Narrowing(ActorForm):
    """Which companies a page of growth is about. ``is_about_one``: it is about one product, also where none is named."""

    is_about_one = True

    product = forms.TypedChoiceField(required=False, empty_value=None)
    segment = forms.ChoiceField(required=False)
    motion = forms.ChoiceField(choices=[("", "Both motions"), *Motion.choices], required=False)

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over, and its field says so."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        rows = Product.objects.visible_to(actor).current().select_related("growth")
        if self.is_about_one and not self.data.get("product"):
            rows = rows.annotate(many=many_users())
        self.products = {str(one.pk): one for one in rows.order_by("name", "id")}
        products: Any = self.fields["product"]  # what can be chosen is read once, and not at every look
        products.choices, products.coerce = [("", "All products"), *self.products.items()], self.products.get
        self.fields["segment"].choices = any_segment()  # type: ignore[attr-defined]

    def product_of(self, chosen: dict[str, Any]) -> Product | None:
        """The product that a page is about: if none is named, of those one may see the one with the most users."""
        rows = list(self.products.values())
        return chosen.get("product") or max(rows, key=lambda one: getattr(one, "many", None) or 0, default=None)


def many_users() -> Coalesce:
    """How many users a product has."""
    users = ProductUser.objects.filter(product=OuterRef("pk")).order_by().values("product")
    return Coalesce(Subquery(users.annotate(n=Count("pk")).values("n")), 0)


class RevenueFilter(Narrowing):
    """Which companies' revenue, of which month, in which order."""

    is_about_one = False
    SORTS = (("-change", "Largest change"), ("-arr", "Most ARR"), ("name", "Name"))

    q = forms.CharField(
        required=False, max_length=100, label="Find", widget=forms.TextInput(attrs={"type": "search", "placeholder": "Company"})
    )
    month = MonthField(required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)


class SettingsForm(ActorForm):
    """How a product's growth is measured."""

    activation_feature = VisibleChoice(Feature, required=False, empty_label="Not said", label="A user is activated by using")
    activation_uses = forms.IntegerField(min_value=1, max_value=1000, initial=1, label="How often")
    activation_days = forms.IntegerField(min_value=1, max_value=365, initial=7, label="Within days of signing up")
    invite_feature = VisibleChoice(Feature, required=False, empty_label="Not said", label="An invitation is sent by")
    accept_feature = VisibleChoice(Feature, required=False, empty_label="Not said", label="An invited user joins by")
    gross_margin = forms.DecimalField(
        min_value=0, max_value=100, max_digits=5, decimal_places=2, required=False, label="Gross margin (%)",
        help_text="What is left of a sale after the cost of serving it.",
    )  # fmt: skip
    paid_days = forms.IntegerField(min_value=1, max_value=730, initial=90, label="Free to paid, within days")
    trial_days = forms.IntegerField(min_value=1, max_value=365, initial=30, label="Trial to paid, within days")
    version = VersionField()

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("activation_feature", "invite_feature", "accept_feature"):
            self.fields[name].queryset = Feature.objects.filter(product=product).current()  # type: ignore[attr-defined]
        for name, usual in WEIGHTS.items():
            self.fields[f"weigh_{name}"] = forms.IntegerField(min_value=0, max_value=100, initial=usual, label=PARTS[name])

    def weights(self) -> list[Any]:
        """The fields of the weights, bound."""
        return [self[f"weigh_{name}"] for name in WEIGHTS]

    def values(self) -> dict[str, Any]:
        """What the form says, for the verb: the margin as a share, the weights gathered."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("weigh_")}
        if said["gross_margin"] is not None:
            said["gross_margin"] = said["gross_margin"] / 100
        return said | {"weights": {name: self.cleaned_data[f"weigh_{name}"] for name in WEIGHTS}}


class SpendForm(ActorForm):
    """What was spent in a month to win customers."""

    month = MonthField()
    motion = forms.ChoiceField(choices=[("", "Both alike"), *Motion.choices], required=False, label="Growth motion")
    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, help_text="In your currency.")


class SpendChangeForm(ActorForm):
    """What was spent, corrected."""

    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, help_text="In your currency.")
    version = VersionField()


class MilestoneForm(ActorForm):
    """A point at which companies got value."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    feature = VisibleChoice(
        Feature, required=False, empty_label="Somebody marks it", label="Reached by using",
        help_text="By all people of a company together. Without a feature, customer success marks it.",
    )  # fmt: skip
    uses = forms.IntegerField(min_value=1, max_value=100_000, initial=1, label="How often")
    version = VersionField()

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["feature"].queryset = Feature.objects.filter(product=product).current()  # type: ignore[attr-defined]


class MarkForm(ActorForm):
    """That a company reached a milestone."""

    milestone = VisibleChoice(Milestone, empty_label="Choose a milestone")
    reached_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="On")
    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_hand = Milestone.objects.visible_to(self.actor).filter(feature=None, archived_at=None)
        self.fields["milestone"].queryset = by_hand.select_related("product")  # type: ignore[attr-defined]


class OutcomeForm(ActorForm):
    """What a customer wants to reach."""

    product = VisibleChoice(Product, empty_label="Choose a product")
    metric = forms.CharField(max_length=200, help_text="In the customer’s words: hours a week spent on planning.")
    unit = forms.CharField(max_length=30, required=False)
    baseline = forms.DecimalField(max_digits=14, decimal_places=4, label="Where they begin")
    target = forms.DecimalField(max_digits=14, decimal_places=4, label="Where they want to be")
    due_on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="By")


class OutcomeChangeForm(OutcomeForm):
    """A line of the scorecard, changed."""

    product = None  # type: ignore[assignment]
    version = VersionField()


class ValueForm(ActorForm):
    """What was measured."""

    value = forms.DecimalField(max_digits=14, decimal_places=4)
    on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class WordForm(ActorForm):
    """How a customer is doing, in the eyes of who knows them."""

    product = VisibleChoice(Product, empty_label="Choose a product")
    word = forms.ChoiceField(choices=Word.choices, widget=forms.RadioSelect)
    reason = forms.CharField(max_length=1000, label="Why", widget=forms.Textarea(attrs={"rows": 3}))


class HealthFilter(Narrowing):
    """Which companies, by their health."""

    SORTS = (("health", "Worst first"), ("-health", "Best first"), ("name", "Name"), ("-arr", "Most ARR"))

    q = forms.CharField(
        required=False, max_length=100, label="Find", widget=forms.TextInput(attrs={"type": "search", "placeholder": "Company"})
    )
    band = forms.ChoiceField(
        choices=[("", "Any health"), *BANDS.items(), ("none", "Not enough data")], required=False, label="Health"
    )
    sort = forms.ChoiceField(choices=SORTS, required=False)
