"""A policy on simulated portfolios: what its thresholds trade off, before anybody adopts it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from doors.policy import door
from doors.web import actor_of, page
from gates.forms.shares import PercentField
from gates.simulation import MOST_SEED, simulated
from gates.views.policies import product_of
from gates.views.trials import around, candidate_of, spoiled


class WorldForm(forms.Form):
    """The luck that features are drawn with, and how many of them are good."""

    seed = forms.IntegerField(
        min_value=1, max_value=MOST_SEED, required=False, label="Seed", help_text="The same seed gives the same answer."
    )
    base_rate = PercentField(
        min_value=1, max_value=99, required=False, label="Good features", help_text="Empty: as the table below says."
    )


@door()
def simulation(request: HttpRequest, pk: int) -> HttpResponse:
    """What a policy's thresholds trade off on simulated features, beside the policy in force. A draft is sent along."""
    product = product_of(request, pk)
    try:
        candidate = candidate_of(request, product)
    except ValidationError as error:
        return spoiled(request, product, error)
    form = WorldForm(request.GET if request.method != "POST" else request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    context = around(request, product, candidate)
    rate = said.get("base_rate")
    found = simulated(
        product, context["standing"].rules, candidate.rules, actor_of(request), seed=said.get("seed") or 1,
        base_rate=float(rate) if rate is not None else None,
    )  # fmt: skip
    status = 200 if form.is_valid() else 422
    return page(request, "gates/policies/simulation.html", status=status, found=found, form=form, **context)
