"""Features: which there are, how each is used, and what counts as using it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, attempt, find, next_address, page, paged, toast
from people.models import Product
from usage import actions, rules
from usage.forms import FeatureFilter, FeatureForm
from usage.funnels import funnels_with
from usage.models import DailyActivity, Feature
from usage.overview import preview, seen_names
from usage.rules import DEFINERS
from usage.showing import adoption_chart, counts_of, sparkline
from usage.standing import is_being_counted, standing_of, standings
from usage.views.depth import laters


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
    found = standings(features.object_list)
    shown = [(one, *(found.get(one.pk) or (None, None))) for one in features.object_list]
    shown = [(one, standing, sparkline(standing.weeks) if standing else "") for one, standing, _ in shown]
    return page(
        request, "usage/feature_list.html", form=form, chosen=chosen, features=features, shown=shown,
        may_define=actor.has(*DEFINERS), may_take=actor.has(*rules.TAKERS),
        has_events=bool(shown) or DailyActivity.objects.filter(product__in=Product.objects.visible_to(actor)).exists(),
    )  # fmt: skip


@door()
def feature(request: HttpRequest, pk: int) -> HttpResponse:
    """One feature: how it was taken up since its release, who uses it, who stopped, and what it tells of."""
    actor = actor_of(request)
    found = find(Feature.objects.visible_to(actor).select_related("product", "count"), pk)
    if is_being_counted(found):
        return page(request, "usage/counting.html", feature=found, may_edit=rules.may_edit(actor, found))
    standing, count = standing_of(found)
    return page(
        request, "usage/feature.html", feature=found, counts=counts_of(found, standing), standing=standing, count=count,
        chart=adoption_chart(found, standing), laters=laters(request, found), funnels=funnels_with(found),
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
    found = find(Feature.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(request, found, archive=actions.archive_feature, restore=actions.restore_feature)
    return redirect(next_address(request, reverse("usage:feature", args=[pk])))
