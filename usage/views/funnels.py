"""Funnels: which there are, what became of those who entered one, and which steps it has."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, archive_or_bring_back, attempt, find, next_address, page, paged, toast
from people.models import Product
from usage import actions, rules
from usage.depth import SPLITS
from usage.forms import FunnelFilter
from usage.funnel_form import FunnelForm
from usage.funnel_showing import COLUMNS, chart_of, lines_of, made_of, rows_of, worst_of
from usage.funnels import PERIODS, USUAL, passage_of, passages, steps_of
from usage.models import Feature, Funnel
from usage.rules import DEFINERS

PERIOD_NAMES = {30: "30 days", 90: "90 days", 180: "Half a year", 365: "A year"}


@door()
def funnel_list(request: HttpRequest) -> HttpResponse:
    """The funnels of the products, each with how many of those who entered came to its end."""
    actor = actor_of(request)
    form = FunnelFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    rows = Funnel.objects.visible_to(actor).filter(archived_at__isnull="archived" not in chosen).select_related("product")
    if "product" in chosen:
        rows = rows.filter(product=chosen["product"])
    if "q" in chosen:
        rows = rows.filter(name__icontains=chosen["q"])
    funnels = paged(request, rows.order_by("product__name", "name", "id"), 25)
    found = passages(funnels.object_list)
    shown = [(one, found[one.pk].periods[USUAL].of("all")[0] if one.pk in found else None) for one in funnels.object_list]
    return page(
        request, "usage/funnel_list.html", form=form, chosen=chosen, funnels=funnels, usual=PERIOD_NAMES[USUAL],
        shown=[(one, group, group.of_entered(len(one.steps) - 1) if group else None) for one, group in shown],
        may_define=actor.has(*DEFINERS), has_features=bool(shown) or Feature.objects.visible_to(actor).current().exists(),
    )  # fmt: skip


def chosen_of(request: HttpRequest) -> tuple[int, str]:
    """The period and the split of an address; what cannot be chosen is passed over."""
    period, by = request.GET.get("period", ""), request.GET.get("by", "")
    length = int(period) if period.isdigit() and period in map(str, PERIODS) else USUAL
    return length, by if by in SPLITS else next(iter(SPLITS))


@door()
def funnel(request: HttpRequest, pk: int) -> HttpResponse:
    """One funnel: who reached which step, how long each took, and where most are lost; by group, if so chosen."""
    actor = actor_of(request)
    found = find(Funnel.objects.visible_to(actor).select_related("product"), pk)
    may, steps, kept = rules.may_edit_funnel(actor, found), steps_of(found), passage_of(found)
    context: dict[str, Any] = {"funnel": found, "may_edit": may, "steps": steps}
    if kept is None:
        return page(request, "usage/funnel_counting.html", **context)
    passage, count = kept
    length, by = chosen_of(request)
    period = passage.periods[length]
    groups = period.of(by)
    rows = rows_of(groups[0], steps)
    return page(
        request, "usage/funnel.html", passage=passage, count=count, period=period, length=length, by=by, split=SPLITS[by],
        splits=SPLITS, lengths=PERIOD_NAMES, rows=rows, worst=worst_of(rows), chart=chart_of(found, groups[0], steps),
        groups=[(group, rows_of(group, steps)) for group in groups[1:]], made=made_of(found, period, groups[0]), **context,
    )  # fmt: skip


@door()
def funnel_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as a CSV file, of the period and split that are shown."""
    found = find(Funnel.objects.visible_to(actor_of(request)), pk)
    kept, (length, by) = passage_of(found), chosen_of(request)
    lines = iter(())
    if kept is not None:
        period = kept[0].periods[length]
        lines = lines_of(period, period.of(by), steps_of(found))
    return csv_file(f"funnel-{pk}", COLUMNS, lines)


@door(*DEFINERS)
def new_funnel(request: HttpRequest) -> HttpResponse:
    """Make a funnel of a product."""
    actor = actor_of(request)
    products = Product.objects.visible_to(actor).current()
    wanted = request.GET.get("product", "")
    product = find(products, wanted) if wanted else products.first()
    if product is None:
        return page(request, "usage/funnel_form.html", products=products)
    form = FunnelForm(request.POST or None, actor=actor, product=product)
    if form.is_valid() and (made := attempt(form, lambda: actions.make_funnel(product=product, actor=actor, **form.values()))):
        toast(request, f"Made {made}.")
        return redirect("usage:funnel", made.pk)
    return page(
        request, "usage/funnel_form.html", form=form, product=product, products=products, status=422 if form.is_bound else 200
    )


@door(*DEFINERS)
def edit_funnel(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a funnel's steps and days."""
    actor = actor_of(request)
    found = find(Funnel.objects.visible_to(actor).select_related("product"), pk)
    form = FunnelForm(request.POST or None, actor=actor, product=found.product, funnel=found)
    if form.is_valid() and attempt(
        form, lambda: actions.edit_funnel(found, actor=actor, version=form.cleaned_data["version"], **form.values())
    ):
        toast(request, f"Saved {form.cleaned_data['name']}.")
        return redirect("usage:funnel", pk)
    context = {"form": form, "product": found.product, "funnel": found}
    return page(request, "usage/funnel_form.html", **context, status=422 if form.is_bound else 200)


@require_POST
@door(*DEFINERS)
def funnel_archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Archive a funnel; sent with ``undo``, bring it back."""
    found = find(Funnel.objects.visible_to(actor_of(request)), pk)
    archive_or_bring_back(request, found, archive=actions.archive_funnel, restore=actions.restore_funnel)
    return redirect(next_address(request, reverse("usage:funnel", args=[pk])))
