"""What the roadmap adds to bulk work on feedback: link all the words of each to one idea, known or new, from every door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from rest_framework import serializers

from doors.api import Shape, Visible
from doors.forms import ActorForm, VisibleChoice
from feedback.actions.bulk import BulkVerb, offer_verb
from feedback.actions.undoing import Back, offer_inverse
from feedback.api.bulk import offer_shape
from feedback.models import Feedback
from feedback.views.bar import Button, offer_button
from feedback.views.verbs import Asking, offer_asking
from people.models import Product
from roadmap.actions.insights import idea_for_many, link_whole, unlink_gathered
from roadmap.events import InsightEvent
from roadmap.forms.ideas import idea_typed, with_typed
from roadmap.models import Idea, Importance


def importance_field() -> forms.TypedChoiceField:
    """How much it matters to those who said it."""
    return forms.TypedChoiceField(
        choices=Importance.choices, coerce=int, initial=Importance.IMPORTANT, widget=forms.RadioSelect,
        label="How much does it matter to them?",
    )  # fmt: skip


class LinkForm(ActorForm):
    """Which idea all of them support, and how much it matters to them."""

    idea_words = forms.CharField(max_length=260, label="Idea", help_text="Find it by its words or its number.")
    idea = VisibleChoice(Idea, required=False, widget=forms.HiddenInput)
    importance = importance_field()

    def clean(self) -> dict[str, Any]:
        """The idea chosen, or the one whose key or title was typed."""
        return with_typed(self, "idea", "idea_words", idea_typed)


class LinkIn(Shape):
    """Which idea, and how much it matters to them."""

    idea = Visible(Idea)
    importance = serializers.ChoiceField(Importance.choices, required=False)


class LinkNewForm(ActorForm):
    """The new idea that all of them support, and how much it matters to them."""

    title = forms.CharField(max_length=200, label="What is the idea?", help_text="What would change, in one line.")
    product = VisibleChoice(Product, empty_label=None)
    problem = forms.CharField(
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who has it, and what it costs them.",
    )
    importance = importance_field()


class LinkNewIn(Shape):
    """The new idea, and how much it matters to them."""

    product = Visible(Product)
    title = serializers.CharField(max_length=200)
    problem = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    importance = serializers.ChoiceField(Importance.choices, required=False)


def commonest_product(rows: QuerySet[Feedback]) -> dict[str, Any]:
    """The product that most of them are about."""
    counted = rows.order_by().exclude(product=None).values("product").annotate(many=Count("pk", distinct=True))
    first = counted.order_by("-many", "product").first()
    return {"product": first["product"]} if first else {}


offer_verb("link", BulkVerb(link_whole, "Link", rows={"idea": Idea}))
offer_inverse(InsightEvent.MADE, lambda event: Back(unlink_gathered, lists={"insights": [event.facts["insight"]]}))
offer_shape("link", LinkIn)
offer_button(Button("link", "Link", "link", "l", ("inbox", "snoozed", "reviewed"), order=10))
offer_asking(
    "link",
    Asking(
        LinkForm, "Link to an idea", "Link", lambda values: f"support {values['idea'].key}", InsightEvent.MADE, "link",
        template="roadmap/bulk_link_form.html", key="l", for_one=False,
        values=lambda cleaned: {"idea": cleaned["idea"], "importance": cleaned["importance"]},
    ),
)  # fmt: skip

offer_verb("link-new", BulkVerb(link_whole, "New idea from", rows={"idea": Idea}, prepare=idea_for_many))
offer_shape("link-new", LinkNewIn)
offer_button(Button("link-new", "New idea", "lightbulb", "n", ("inbox", "snoozed", "reviewed"), is_small=True, order=15))
offer_asking(
    "link-new",
    Asking(
        LinkNewForm, "Link to a new idea", "Create and link", lambda values: f"support the new idea “{values['title']}”",
        InsightEvent.MADE, "lightbulb", key="n", for_one=False, template="roadmap/bulk_new_idea_form.html",
        initial_for_many=commonest_product,
    ),
)  # fmt: skip
