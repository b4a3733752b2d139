"""Features: which there are, how each is used, and what counts as using it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, attempt, find, next_address, page, paged, toast
from history import clock
from people.models import Product
from usage import actions, rules
from usage.adoption import adoption_by_week
from usage.forms import FeatureFilter, FeatureForm
from usage.models import CountedUnit, Feature, UsageEvent
from usage.overview import companies_using, overviews, preview, seen_names
from usage.rules import DEFINERS
from usage.showing import adoption_chart, counts_of, sparkline

WEEKS = 104


@door()
def feature_list(request: HttpRequest) -> HttpResponse:
    """Features with who took them up, of how many, and how they are used lately."""
    actor = actor_of(request)
    form = FeatureFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = Feature.objects.visible_to(actor).filter(archived_at__isnull="archived" not in chosen).select_related("product")
    if "product" in chosen:
        rows = rows.filter(product=chosen["product"])
    if "q" in chosen:
        rows = rows.filter(name__icontains=chosen["q"])
    features = paged(request, rows.order_by("product__name", "name", "id"), 25)
    shown = [(one, sparkline(one.weeks)) for one in overviews(features.object_list)]
    return page(
        request, "usage/feature_list.html", form=form, chosen=chosen, features=features, shown=shown,
        may_define=actor.has(*DEFINERS), may_take=actor.has(*rules.TAKERS),
        has_events=bool(shown) or UsageEvent.objects.filter(product__in=Product.objects.visible_to(actor)).exists(),
    )  # fmt: skip


@door()
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    """One feature: how it was taken up since its release, who uses it, who stopped, and what it tells of."""
    actor, now = actor_of(request), clock.now()
    found = find(Feature.objects.visible_to(actor).select_related("product"), pk)
    weekly = {unit: adoption_by_week(found, now, unit, WEEKS) for unit in CountedUnit.values}
    companies = companies_using(found, now)
    return page(
        request, "usage/feature.html", feature=found, counts=counts_of(found), now=now, companies=companies, weekly=weekly,
        using=[one for one in companies if one["is_using"]], stopped=[one for one in companies if not one["is_using"]],
        chart=adoption_chart(found, weekly), overview=overviews([found], now)[0],
        panels=render_panels("feature", request, found), may_edit=rules.may_edit(actor, found),
    )  # fmt: skip


@door(*DEFINERS)
def new_feature(request: HttpRequest) -> HttpResponse:
    """Define a feature of a product."""
    actor = actor_of(request)
    products = Product.objects.visible_to(actor).current()
    wanted = request.GET.get("product", "")
    product = find(products, wanted) if wanted else products.first()
    if product is None:
        return page(request, "usage/feature_form.html", products=products, status=200)
    form = FeatureForm(request.POST or None, actor=actor, seen=seen_names(product))
    if form.is_valid() and (
        made := attempt(form, lambda: actions.define_feature(product=product, actor=actor, **without_version(form)))
    ):
        toast(request, f"Defined {made}.")
        return redirect("usage:feature", made.pk)
    return page(
        request, "usage/feature_form.html", form=form, product=product, products=products, status=422 if form.is_bound else 200
    )


def without_version(form: FeatureForm) -> dict[str, Any]:
    """What the form says, for a feature that is only made."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@door(*DEFINERS)
def edit_feature(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what counts as using a feature."""
    actor = actor_of(request)
    found = find(Feature.objects.visible_to(actor).select_related("product"), pk)
    initial = {
        name: getattr(found, name) for name in ("name", "description", "event_names", "minimum_uses", "released_on", "version")
    }
    initial["properties"] = "\n".join(f"{name} = {spelled(value)}" for name, value in found.properties.items())
    form = FeatureForm(request.POST or None, actor=actor, seen=seen_names(found.product), initial=initial)
    if form.is_valid() and attempt(form, lambda: actions.edit_feature(found, actor=actor, **form.cleaned_data)):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("usage:feature", pk)
    context = {"form": form, "product": found.product, "feature": found}
    return page(request, "usage/feature_form.html", **context, status=422 if form.is_bound else 200)


def spelled(value: Any) -> str:
    """A property's value as one types it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@door(*DEFINERS)
def feature_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What a feature so defined would match, while one still chooses."""
    actor = actor_of(request)
    product = find(Product.objects.visible_to(actor), pk)
    form = FeatureForm(request.GET, actor=actor, seen=[])
    form.full_clean()
    names, properties = form.cleaned_data.get("event_names", []), form.cleaned_data.get("properties", {})
    found = preview(product, names[:50], properties) if names else None
    return page(request, "usage/_preview.html", found=found, names=names)


@require_POST
@door(*DEFINERS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a feature; sent with ``undo``, bring it back."""
    actor = actor_of(request)
    found = find(Feature.objects.visible_to(actor), pk)
    if request.POST.get("undo") or request.GET.get("undo"):
        actions.restore_feature(found, actor=actor)
        toast(request, f"Brought back {found}.")
    else:
        actions.archive_feature(found, actor=actor)
        toast(request, f"Archived {found}.", undo=reverse("usage:archival", args=[pk]) + "?undo=1")
    return redirect(next_address(request, reverse("usage:feature", args=[pk])))
