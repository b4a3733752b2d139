"""How a product's ideas are put in order: method and factors."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Role
from people.models import Product
from priorities import actions, rules
from priorities.forms import FactorForm, MethodForm, SourceForm
from priorities.methods import FIRST_OFFERED, FORMULAS, Method
from priorities.models import Factor, Scheme


@door()
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """The method of a product, and each factor with where it is from and what it weighs."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    found = Scheme.objects.filter(product=product).first()
    first = {"method": found.method if found else FIRST_OFFERED, "version": found.version if found else None}
    may = rules.may_prioritise(actor, product)
    form = MethodForm(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and (made := attempt(form, lambda: actions.choose_method(product, actor=actor, **form.cleaned_data))):
        toast(request, f"Ideas of {product} are put in order by {made.get_method_display()}.")
        return redirect("priorities:scheme", pk)
    context: dict[str, Any] = {"product": product, "scheme": found, "form": form, "may": may}
    if found is not None:
        context |= {
            "factors": found.factors_in_use(),
            "formula": FORMULAS[found.method],
            "is_own": found.method == Method.WEIGHTED,
        }
    return page(request, "priorities/scheme.html", status=422 if form.is_bound else 200, **context)


@door(Role.PRODUCT)
def new_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more thing about every idea."""
    actor = actor_of(request)
    found = find(Scheme.objects.visible_to(actor).select_related("product"), pk)
    form = FactorForm(request.POST or None, actor=actor)
    if form.is_valid() and (made := attempt(form, lambda: actions.add_factor(found, actor=actor, **form.cleaned_data))):
        toast(request, f"Added {made}.", undo=reverse("priorities:factor_removal", args=[made.pk]))
        return redirect("priorities:scheme", found.product_id)
    return page(request, "priorities/factor_form.html", form=form, heading="New factor", status=422 if form.is_bound else 200)


@door(Role.PRODUCT)
def factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a factor."""
    actor, found = actor_of(request), visible(request, pk)
    kind = FactorForm if found.scheme.method == Method.WEIGHTED else SourceForm
    first = {name: getattr(found, name) for name in kind.base_fields}
    form = kind(request.POST or None, actor=actor, initial=first)
    if form.is_valid() and attempt(form, lambda: actions.change_factor(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {found}.")
        return redirect("priorities:scheme", found.scheme.product_id)
    return page(request, "priorities/factor_form.html", form=form, heading=f"{found}", status=422 if form.is_bound else 200)


@require_POST
@door(Role.PRODUCT)
def factor_removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a thing no more."""
    found = visible(request, pk)
    actions.remove_factor(found, actor=actor_of(request))
    toast(request, f"{found} is asked no more. What was estimated is kept.")
    return redirect("priorities:scheme", found.scheme.product_id)


def visible(request: HttpRequest, pk: int) -> Factor:
    """The factor, if one may see its product."""
    rows = Factor.objects.filter(scheme__in=Scheme.objects.visible_to(actor_of(request)), archived_at=None)
    return find(rows.select_related("scheme__product"), pk)
