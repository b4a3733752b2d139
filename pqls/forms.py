"""What the pages of leads ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from doors.forms import ActorForm, VersionField, VisibleChoice
from feedback.models import Request
from history import clock
from people.models import Person, Product, Segment
from pqls import rules
from pqls.actions.deals import requests_for
from pqls.filters import MINE, MOTIONS, NOBODYS
from pqls.kinds import Loss, Rejection
from pqls.models import Pql, PqlRule


def words(label: str = "In your words", **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        required=kwargs.pop("required", False), max_length=2000, label=label, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )  # fmt: skip


class LeadForm(ActorForm):
    """A form about one lead, with the version that was looked at."""

    version = VersionField()

    def __init__(self, *args: Any, pql: Pql, **kwargs: Any) -> None:
        self.pql = pql
        kwargs["initial"] = {"version": pql.version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class RejectForm(LeadForm):
    """Why it is no lead."""

    rejection = forms.ChoiceField(choices=Rejection.choices, widget=forms.RadioSelect, label="Why is it no lead?")
    words = words(help_text="What did you find? The rule's precision rests on this.")


class OpportunityForm(LeadForm):
    """The deal that came of it."""

    amount = forms.DecimalField(min_value=0, max_digits=14, decimal_places=2, label="Amount a year")
    crm_deal_id = forms.CharField(required=False, max_length=80, label="Deal's id in the CRM")
    request = VisibleChoice(
        Request, required=False, empty_label="None", label="Request",
        help_text="Where they asked for something: the request that you submitted for this deal.",
    )  # fmt: skip
    words = words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request"].queryset = requests_for(self.pql, self.actor)  # type: ignore[attr-defined]


class WonForm(LeadForm):
    """How it was won."""

    amount = forms.DecimalField(
        min_value=0, max_digits=14, decimal_places=2, label="Amount a year", help_text="As it was signed."
    )
    words = words()

    def __init__(self, *args: Any, pql: Pql, **kwargs: Any) -> None:
        super().__init__(*args, pql=pql, initial={"amount": pql.amount}, **kwargs)


class LostForm(LeadForm):
    """Why nothing came of it."""

    loss = forms.ChoiceField(choices=Loss.choices, widget=forms.RadioSelect, label="Why did nothing come of it?")
    words = words()


class SnoozeForm(LeadForm):
    """Until when it can wait."""

    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="Until")
    words = words("Why?")

    def __init__(self, *args: Any, pql: Pql, **kwargs: Any) -> None:
        super().__init__(*args, pql=pql, initial={"until": clock.today() + timedelta(days=7)}, **kwargs)


class AssignForm(LeadForm):
    """Who gets it."""

    to = VisibleChoice(Person, label="Who works it?")
    words = words("Anything they should know?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.with_role(*rules.WORKERS).order_by("name")  # type: ignore[attr-defined]


class BulkForm(ActorForm):
    """What happens to all that were picked."""

    verb = forms.ChoiceField(choices=[("accept", "Accept"), ("reject", "Reject"), ("snooze", "Snooze"), ("assign", "Give to")])
    rejection = forms.ChoiceField(choices=[("", "Why?"), *Rejection.choices], required=False)
    until = forms.DateField(required=False)
    to = VisibleChoice(Person, required=False)
    words = words()


class BulkRejectForm(ActorForm):
    """Why all of them are no leads."""

    rejection = RejectForm.base_fields["rejection"]
    words = words()


class BulkAssignForm(ActorForm):
    """Who gets all of them."""

    to = VisibleChoice(Person, label="Who works them?")
    words = words()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.with_role(*rules.WORKERS).order_by("name")  # type: ignore[attr-defined]


class BulkSnoozeForm(ActorForm):
    """Until when all of them can wait."""

    until = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label="Until")
    words = words("Why?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"until": clock.today() + timedelta(days=7)}, **kwargs)


class PqlFilter(ActorForm):
    """Which leads to list."""

    q = forms.CharField(
        required=False, max_length=200, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Find a company, contact or rule"}),
    )  # fmt: skip
    owner = forms.ChoiceField(required=False)
    motion = forms.ChoiceField(choices=[("", "Any pipeline"), *MOTIONS], required=False, label="Pipeline")
    product = VisibleChoice(Product, required=False, empty_label="Any product")
    rule = VisibleChoice(PqlRule, required=False, empty_label="Any rule")
    segment = forms.ChoiceField(choices=[("", "Any segment"), *Segment.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(pqls__isnull=False).distinct().order_by("name").values_list("pk", "name")
        whose = [("", "Anybody's"), (MINE, "Mine"), (NOBODYS, "Nobody's yet"), *people]
        self.fields["owner"].choices = whose  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; a choice that cannot be is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class TryOutForm(ActorForm):
    """How far back to try a rule out, and within how many days a conversion counts."""

    weeks = forms.IntegerField(min_value=2, max_value=52, initial=12, label="Past weeks")
    window_days = forms.IntegerField(
        min_value=7, max_value=180, initial=30, label="Converted within (days)",
        help_text="They became a customer, paid more, or won a deal or request.",
    )  # fmt: skip
