"""All reviews at a glance: by gate and by state, and those that wait for me."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from doors.forms import ActorForm, VisibleChoice
from doors.policy import door
from doors.web import actor_of, page, paged
from gates.models import Decision, GateReview, Reopening
from gates.models.reviews import ReviewState
from gates.models.scores import Outcome
from gates.policy_rules import GATES, Gate
from gates.rules.reviews import Answer
from gates.waiting import reviews_waiting, waiting_for
from history.actor import Actor, Role
from history.refusals import Denied
from people.models import Product


class PortfolioFilter(ActorForm):
    """Which reviews to show."""

    q = forms.CharField(required=False, max_length=100, label="Idea")
    product = VisibleChoice(Product, required=False, empty_label="All products")
    gate = forms.ChoiceField(required=False, choices=[("", "All gates"), *Gate.choices])
    state = forms.ChoiceField(required=False, choices=[("", "All states"), ("open", "Open"), *ReviewState.choices])
    mine = forms.BooleanField(required=False, label="Waiting for me")

    def narrow(self, rows: QuerySet[GateReview]) -> QuerySet[GateReview]:
        """The reviews that fit; a choice that cannot be is passed over."""
        self.full_clean()
        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("q"):
            rows = rows.filter(idea__title__icontains=chosen["q"])
        if chosen.get("product"):
            rows = rows.filter(idea__product=chosen["product"])
        if chosen.get("gate"):
            rows = rows.filter(gate=int(chosen["gate"]))
        if chosen.get("state"):
            rows = rows.open() if chosen["state"] == "open" else rows.filter(state=chosen["state"])  # type: ignore[attr-defined]
        if chosen.get("mine"):
            rows = rows.filter(pk__in=reviews_waiting(self.actor).values("pk"))
        return rows

    def chips(self) -> list[tuple[str, str, str]]:
        """What is filtered by: label, value in words, and the address without it."""
        chosen = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        return [
            (str(self.fields[name].label or name.capitalize()), self.words_of(name, value), self.without(name))
            for name, value in chosen.items()
        ]

    def without(self, name: str) -> str:
        """The address with one filter taken away."""
        rest = {key: value for key, value in self.data.items() if key not in (name, "page") and value}
        return f"?{urlencode(rest)}"

    def words_of(self, name: str, value: Any) -> str:
        """A chosen value in words."""
        field = self.fields[name]
        return (
            dict(field.choices).get(value, str(value))
            if type(field) is forms.ChoiceField
            else "yes"
            if value is True
            else str(value)
        )


@door()
def portfolio(request: HttpRequest) -> HttpResponse:
    """The reviews, newest first; above them what waits for me and how many stand where."""
    actor = actor_of(request)
    form = PortfolioFilter(request.GET, actor=actor)
    visible = GateReview.objects.visible_to(actor)
    tripped = Reopening.objects.waiting().filter(decision__review=OuterRef("pk"))
    rows = form.narrow(visible).select_related("idea__product", "owner").annotate(is_tripped=Exists(tripped))
    rows = rows.annotate(
        outcome=Decision.objects.standing().filter(review=OuterRef("pk")).values("outcome")[:1],
        seated=Count("seats", filter=Q(seats__kind="gatekeeper", seats__recused_at=None), distinct=True),
        scored=Count("scorecards__person", filter=Q(scorecards__round=F("round")), distinct=True),
    )
    return page(
        request,
        "gates/portfolio.html",
        form=form,
        chips=form.chips(),
        reviews=paged(request, rows.order_by("-id"), 30),
        table=table_of(visible),
        waiting=waiting_for(actor),
        may_draft=may_begin(actor),
        outcomes=dict(Outcome.choices),
    )


def table_of(visible: QuerySet[GateReview]) -> list[dict[str, Any]]:
    """How many reviews stand where, gate by gate."""
    counted = {
        (row["gate"], row["state"]): row["number"]
        for row in visible.order_by().values("gate", "state").annotate(number=Count("pk"))
    }
    return [
        {
            "gate": gate,
            "name": Gate(str(gate)).label,
            "cells": [(state, state.label, counted.get((gate, state.value), 0)) for state in ReviewState],
        }
        for gate in GATES
    ]


def may_begin(actor: Actor) -> Answer:
    """Whether the actor drafts reviews at all."""
    return True if actor.has(Role.LEADERSHIP, Role.PRODUCT) else Denied("Leadership and product managers draft gate reviews.")
