"""The forms of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from answers.models import AnswerState, Occasion
from answers.rules import TELLERS
from doors.forms import ActorForm, VersionField, VisibleChoice
from people.models import Person, Product


class AnswerForm(ActorForm):
    """The words of an answer."""

    subject = forms.CharField(max_length=200)
    text = forms.CharField(max_length=10_000, widget=forms.Textarea(attrs={"rows": 14}), label="Words")
    version = VersionField()

    def values(self) -> dict[str, Any]:
        """What the verb takes."""
        return self.cleaned_data | {"text": self.cleaned_data["text"].replace("\r\n", "\n")}


class HandOverForm(ActorForm):
    """Who tells them, and what to keep in mind."""

    to = VisibleChoice(Person, required=False, label="Who tells them", empty_label="The account owner")
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="Note to them")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Person.objects.with_role(*TELLERS)  # type: ignore[attr-defined]


class TellForm(ActorForm):
    """How it was told."""

    note = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="How, and what they said",
    )  # fmt: skip


class DropForm(ActorForm):
    """Why nobody needs to hear of it."""

    reason = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), label="Why no answer is given")


class WordingForm(ActorForm):
    """What may be said of an idea, and what not."""

    may_say = forms.CharField(
        max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), label="What we may say to customers",
        help_text="Goes into every draft about this idea, as it stands.",
    )  # fmt: skip
    must_not_say = forms.CharField(
        max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), label="What we must not say",
        help_text="Dates, prices, names … Only people of ours see this.",
    )  # fmt: skip
    version = VersionField()


class AnswerFilter(ActorForm):
    """Which answers one looks at."""

    q = forms.CharField(
        max_length=200, required=False, label="Find",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Subject or company"}),
    )  # fmt: skip
    product = VisibleChoice(Product, required=False, empty_label="All products")
    occasion = forms.ChoiceField(
        required=False, choices=[("", "Whatever came of it"), *Occasion.choices], label="What came of it"
    )

    def narrow(self, rows: Any) -> Any:
        """The answers that fit; what can't be read of the filter is passed over."""
        self.full_clean()
        asked = getattr(self, "cleaned_data", {})
        if asked.get("q"):
            rows = rows.filter(Q(subject__icontains=asked["q"]) | Q(company__name__icontains=asked["q"]))
        if asked.get("product"):
            rows = rows.filter(product=asked["product"])
        return rows.filter(occasion=asked["occasion"]) if asked.get("occasion") else rows


SHOWN_AS = {
    "waiting": (AnswerState.WAITING,),
    "handed": (AnswerState.HANDED,),
    "given": (AnswerState.SENT, AnswerState.TOLD),
    "dropped": (AnswerState.DROPPED,),
}
