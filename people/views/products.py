"""Products in the settings."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, attempt, find, page, toast
from history.actor import Actor, Role
from people import actions
from people.forms import LineForm, ProductForm, initial_of
from people.models import Product, ProductLine


@door(Role.ADMIN)
def product_list(request: HttpRequest) -> HttpResponse:
    """Every product, also the restricted ones: whoever administers must be able to say who sees them."""
    products = Product.objects.select_related("line").annotate(member_count=Count("members")).order_by("archived_at", "name")
    form = LineForm(request.POST or None, actor=actor_of(request))
    if form.is_valid() and attempt(form, lambda: actions.add_product_line(actor=actor_of(request), **form.cleaned_data)):
        toast(request, f"Added the product line {form.cleaned_data['name']}.")
        return redirect("people:product_list")
    status = 422 if form.is_bound else 200
    return page(request, "people/product_list.html", products=products, lines=ProductLine.objects.all(), form=form, status=status)


@door(Role.ADMIN)
def new_product(request: HttpRequest) -> HttpResponse:
    """Add a product."""
    form = ProductForm(request.POST or None, actor=actor_of(request))
    if form.is_valid() and (made := attempt(form, lambda: added(form, actor_of(request)))):
        toast(request, f"Added {made}.")
        return redirect("people:product_list")
    return page(request, "people/product.html", form=form, status=422 if form.is_bound else 200)


def added(form: ProductForm, actor: Actor) -> Product:
    """The product that the form describes."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    return actions.add_product(actor=actor, **values)


@door(Role.ADMIN)
def product(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a product and who sees it."""
    actor = actor_of(request)
    found = find(Product.objects.all(), pk)
    initial = initial_of(found, "name", "key", "description", "line", "is_restricted") | {"members": found.members.all()}
    form = ProductForm(request.POST or None, actor=actor, initial=initial)
    if form.is_valid() and attempt(form, lambda: changed(found, form, actor)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("people:product_list")
    return page(request, "people/product.html", form=form, product=found, status=422 if form.is_bound else 200)


def changed(found: Product, form: ProductForm, actor: Actor) -> Product:
    """The product as the form describes it, members included."""
    values = dict(form.cleaned_data)
    members = values.pop("members")
    values["key"] = values["key"] or found.key
    actions.change_product(found, actor=actor, **values)
    return actions.set_members(found, members=members, actor=actor)


@require_POST
@door(Role.ADMIN)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a product."""
    found = actions.archive_product(find(Product.objects.all(), pk), actor=actor_of(request))
    toast(request, f"Archived {found}.")
    return redirect("people:product_list")
