"""The web door of health: companies by how they are doing, with every part of it visible."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from customers.models import Company
from doors.formats import number
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, find, page
from growth.conditions import Condition, companies_to_look_at, conditions, time_to_first, weights_of
from growth.figures.health import Health
from growth.forms import PARTS, HealthFilter
from growth.panels import HEALTH, products_used
from growth.tiles import Tile, days_tile
from people.models import Product

MOST_PRODUCTS = 5
FIRST = "The days from being first seen to the first milestone by which half of the companies had reached one (Kaplan–Meier)."
EXPORTED = ("company", "crm_id", "health", "band", *PARTS, "days_to_first_milestone", "arr", "owner")


@door()
def health(request: HttpRequest) -> HttpResponse:
    """Companies by their health, worst first."""
    form, product, found, chosen = asked_for(request)
    rows = Paginator(narrowed(found, chosen), 50).get_page(request.GET.get("page"))
    weights = [(PARTS[name], number(weight)) for name, weight in weights_of(product).items()] if product else []
    return page(
        request, "growth/health.html", form=form, product=product, rows=rows, parts=PARTS, weights=weights,
        tiles=tiles_of(found), formula=Health.formula, kept=f"product={product.pk}" if product else "",
    )  # fmt: skip


@door()
def company_health(request: HttpRequest, pk: int) -> HttpResponse:
    """How one company is doing with each product that its people use: a part of its page."""
    actor = actor_of(request)
    company = find(Company.objects.visible_to(actor), pk)
    rows = [(product, conditions(product, [company], actor)[0]) for product in products_used(actor, company)[:MOST_PRODUCTS]]
    told = [(product, one, [(PARTS[name], part) for name, part in one.parts.items()]) for product, one in rows]
    return page(request, "growth/company_health.html", part="later", later=HEALTH, company=company, rows=told)


@door()
def health_export(request: HttpRequest) -> HttpResponse:
    """The companies as they are filtered, as a CSV file."""
    _, _, found, chosen = asked_for(request)
    return csv_file("health", EXPORTED, (line_of(one) for one in narrowed(found, chosen)))


def asked_for(request: HttpRequest) -> tuple[HealthFilter, Product | None, list[Condition], dict[str, Any]]:
    """The product and its companies that an address asks for, each with how it is doing."""
    actor = actor_of(request)
    form = HealthFilter(request.GET or None, actor=actor)
    chosen = form.chosen()
    product = form.product_of(chosen)
    if product is None:
        return form, None, [], chosen
    companies = companies_to_look_at(product, chosen.get("segment", ""), chosen.get("motion", ""))
    if "q" in chosen:
        companies = companies.filter(name__icontains=chosen["q"])
    return form, product, conditions(product, list(companies), actor), chosen


def narrowed(found: list[Condition], chosen: dict[str, Any]) -> list[Condition]:
    """Those of the health that is asked for, in the order that is."""
    band = chosen.get("band")
    if band:
        found = [one for one in found if (one.health.band if one.health else "none") == band]
    sort = chosen.get("sort", "health")
    if sort == "name":
        return sorted(found, key=lambda one: one.company.name.casefold())
    if sort == "-arr":
        return sorted(found, key=lambda one: (-one.company.arr, one.company.pk))
    sign = -1 if sort == "-health" else 1
    return sorted(found, key=lambda one: (one.health is None, sign * one.health.score if one.health else 0, one.company.pk))


def tiles_of(found: list[Condition]) -> list[Tile]:
    """How many are how, and how long the first milestone takes."""
    bands = [one.health.band if one.health else "none" for one in found]
    words = "Companies by their health: from 67 healthy, from 40 to watch, below at risk."
    tiles = [
        Tile(label, words, number(bands.count(band)), f"of {number(len(found))} companies", inputs=[("n", number(len(found)))])
        for band, label in (("good", "Healthy"), ("fair", "To watch"), ("poor", "At risk"), ("none", "Not enough data"))
    ]
    first = time_to_first(found)
    note = f"n {number(first.n)}, {number(first.reached)} reached one" if first else ""
    return [*tiles, days_tile("Time to first milestone", first, FIRST, note=note, why="fewer than half reached one yet")]


def line_of(one: Condition) -> list[Any]:
    """A company as a line of the file; what is not known is empty."""
    return [
        one.company.name, one.company.crm_id, round(one.health.score, 1) if one.health else None,
        one.health.band if one.health else "", *(None if part.value is None else round(part.value, 4) for part in one.shown),
        one.days_to_first, one.company.arr, one.company.owner or "",
    ]  # fmt: skip
