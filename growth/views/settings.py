"""The web door of what the team agrees on: how growth is measured, what winning customers cost, milestones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, next_address, page, toast
from growth import actions, rules
from growth.forms import MilestoneForm, SettingsForm, SpendChangeForm, SpendForm
from growth.models import AcquisitionSpend, GrowthSettings, Milestone
from growth.models.settings import WEIGHTS
from people.models import Product

FIELDS = (
    "activation_feature", "activation_uses", "activation_days", "invite_feature", "accept_feature", "paid_days", "trial_days",
    "version",
)  # fmt: skip
MOST_SPEND = 72


@door()
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """How a product's growth is measured; whoever may changes it."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    agreed = GrowthSettings.objects.filter(product=product).first() or GrowthSettings(product=product)
    form = SettingsForm(request.POST or None, actor=actor, product=product, initial=initial_of(agreed))
    if form.is_valid() and attempt(form, lambda: actions.agree(product, actor=actor, **form.values())):
        toast(request, "Saved.")
        return redirect("growth:settings", pk)
    spend = AcquisitionSpend.objects.visible_to(actor).filter(product=product, removed_at=None)[:MOST_SPEND]
    milestones = Milestone.objects.visible_to(actor).filter(product=product).select_related("feature")
    return page(
        request, "growth/settings.html", product=product, agreed=agreed, form=form, spend=spend, milestones=milestones,
        may=rules.may_agree(actor, product), may_spend=rules.may_spend(actor, product), spend_form=SpendForm(actor=actor),
        kept=f"product={product.pk}", status=422 if form.is_bound else 200,
    )  # fmt: skip


def initial_of(agreed: GrowthSettings) -> dict[str, Any]:
    """What the form shows at first."""
    values: dict[str, Any] = {name: getattr(agreed, name) for name in FIELDS}
    values["gross_margin"] = agreed.gross_margin * 100 if agreed.gross_margin is not None else None
    weights = WEIGHTS | agreed.weights
    return values | {f"weigh_{name}": weights[name] for name in WEIGHTS} | ({} if agreed.pk else {"version": None})


@door(*rules.SPENDERS)
def new_spend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was spent in a month."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    form = SpendForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.record_spend(product, actor=actor, **form.cleaned_data))):
        toast(request, f"Recorded {made}.")
        return redirect("growth:settings", pk)
    return page(request, "growth/spend_form.html", form=form, product=product, status=422 if form.is_bound else 200)


@door(*rules.SPENDERS)
def spend(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was spent."""
    actor = actor_of(request)
    found = find(AcquisitionSpend.objects.visible_to(actor).select_related("product"), pk)
    form = SpendChangeForm(request.POST or None, actor=actor, initial={"amount": found.amount, "version": found.version})
    if form.is_valid() and attempt(form, lambda: actions.change_spend(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {found}.")
        return redirect("growth:settings", found.product_id)
    context = {"form": form, "product": found.product, "spend": found}
    return page(request, "growth/spend_form.html", **context, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.SPENDERS)
def spend_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an amount away."""
    actor = actor_of(request)
    found = find(AcquisitionSpend.objects.visible_to(actor).select_related("product"), pk)
    actions.remove_spend(found, actor=actor)
    toast(request, f"Took away {found}.")
    return redirect("growth:settings", found.product_id)


@door(*rules.AGREERS)
def new_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Define a milestone of a product."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    form = MilestoneForm(request.POST or None, actor=actor, product=product)
    if form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        if made := attempt(form, lambda: actions.define_milestone(product=product, actor=actor, **values)):
            toast(request, f"Defined {made}.")
            return redirect("growth:settings", pk)
    return page(request, "growth/milestone_form.html", form=form, product=product, status=422 if form.is_bound else 200)


@door()
def milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """One milestone, and what became of it."""
    actor = actor_of(request)
    found = find(Milestone.objects.visible_to(actor).select_related("product", "feature"), pk)
    marks = found.marks.standing().select_related("company", "by")[:200]
    may = rules.may_agree(actor, found.product)
    return page(request, "growth/milestone.html", milestone=found, marks=marks, may=may, product=found.product)


@door(*rules.AGREERS)
def edit_milestone(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a milestone is."""
    actor = actor_of(request)
    found = find(Milestone.objects.visible_to(actor).select_related("product", "feature"), pk)
    initial = {name: getattr(found, name) for name in ("name", "description", "feature", "uses", "version")}
    form = MilestoneForm(request.POST or None, actor=actor, product=found.product, initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.edit_milestone(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("growth:milestone", pk)
    context = {"form": form, "product": found.product, "milestone": found}
    return page(request, "growth/milestone_form.html", **context, status=422 if form.is_bound else 200)


@require_POST
@door(*rules.AGREERS)
def milestone_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a milestone; sent with ``undo``, bring it back."""
    found = find(Milestone.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(request, found, archive=actions.archive_milestone, restore=actions.restore_milestone)
    return redirect(next_address(request, reverse("growth:milestone", args=[pk])))
