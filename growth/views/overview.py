"""The web door of a product's growth: the overview, retention cohorts, activation and time to value."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doors import charts
from doors.formats import percent
from doors.panels import Later, render_panels
from doors.policy import door
from doors.web import actor_of, page
from figures.survival import CROSSING
from growth import rules
from growth.figures.cohorts import MONTH, WEEK, Cohort, mean_curve
from growth.figures.intervals import Between
from growth.forms import Narrowing
from growth.measuring import Measured
from growth.portrait import (
    MOTIONS,
    activation_tiles,
    lead_groups,
    money_groups,
    reach_groups,
    split_of,
    use_group,
)
from growth.tiles import said_days

REACH = Later("reach", "Activation, and users who bring users")
MONEY = Later("money", "Paying, and what a customer is worth")
LEADS = Later("leads", "Leads and surveys")
PARTS = (REACH, MONEY, LEADS)
CURVE_DAYS = 60.0
SHADES = 5


def asked_for(request: HttpRequest) -> tuple[Narrowing, Measured | None, str]:
    """What an address asks about, of the first product that one may see if it names none; and the address of its choice."""
    actor = actor_of(request)
    form = Narrowing(request.GET or None, actor=actor)
    chosen = form.chosen()
    product = form.product_of(chosen)
    if product is None:
        return form, None, ""
    narrowing = {"segment": chosen.get("segment", ""), "motion": chosen.get("motion", "")}
    query = urlencode({"product": product.pk} | {name: value for name, value in narrowing.items() if value})
    return form, Measured(product, **narrowing), query


def shown(
    request: HttpRequest, template: str, form: Narrowing, measured: Measured | None, query: str, **more: Any
) -> HttpResponse:
    """A page of a product's growth."""
    product = measured.product if measured else None
    may = rules.may_agree(actor_of(request), product) if product else False
    return page(request, template, form=form, measured=measured, product=product, kept=query, may_agree=may, **more)


@door()
def overview(request: HttpRequest) -> HttpResponse:
    """All that is measured of a product's growth: who comes, then in parts who gets to value, who pays, and leads."""
    form, measured, query = asked_for(request)
    groups = use_group(measured, query) if measured else []
    parts = [(later, f"{reverse(f'growth:{later.name}_part')}?{query}") for later in PARTS]
    return shown(request, "growth/overview.html", form, measured, query, groups=groups, parts=parts)


@door()
def reach_part(request: HttpRequest) -> HttpResponse:
    """A part of the overview: who is activated, and brings others."""
    _, measured, query = asked_for(request)
    return part(request, REACH, groups=reach_groups(measured, query) if measured else [])


@door()
def money_part(request: HttpRequest) -> HttpResponse:
    """A part of the overview: who pays and what that is worth, self-serve and sales-assisted apart and together."""
    _, measured, query = asked_for(request)
    if measured is None:
        return part(request, MONEY)
    return part(request, MONEY, groups=money_groups(measured, query), split=split_of(measured))


@door()
def leads_part(request: HttpRequest) -> HttpResponse:
    """A part of the overview: what became of leads, and what users say in surveys."""
    _, measured, _ = asked_for(request)
    if measured is None:
        return part(request, LEADS)
    return part(
        request, LEADS, groups=lead_groups(measured, actor_of(request)), panels=render_panels("growth", request, measured.product)
    )  # fmt: skip


def part(request: HttpRequest, later: Later, **context: Any) -> HttpResponse:
    """A part of the overview, which without scripts is a page of its own."""
    return page(request, "growth/overview_part.html", part="later", later=later, **context)


@door()
def retention(request: HttpRequest) -> HttpResponse:
    """Of those who signed up in each week or month, how many came again in each one after."""
    form, measured, query = asked_for(request)
    step = WEEK if request.GET.get("step") == WEEK else MONTH
    cohorts = measured.cohorts(step) if measured else []
    curve = mean_curve(cohorts)
    drawn = ""
    if len(curve) > 1:
        steps = [(float(age), rate.share, rate.low, rate.high) for age, rate in enumerate(curve)]
        drawn = charts.stairs(
            [charts.Stair("All cohorts", steps)], until=float(len(curve) - 1), unit=f"{step}s", from_nought=False,
            title=f"Who came again, by {step}s since signing up",
        )  # fmt: skip
    rows = [(one, [(rate, shade_of(rate.share)) for rate in one.came]) for one in cohorts]
    ages = range(max((len(one.came) for one in cohorts), default=0))
    return shown(
        request, "growth/retention.html", form, measured, query, step=step, rows=rows, ages=ages, curve=curve, chart=drawn,
        says=in_words(cohorts, step),
    )  # fmt: skip


def shade_of(share: float) -> int:
    """How warm a cell is, from 0 to 5."""
    return min(SHADES, round(share * SHADES + 0.4999)) if share else 0


def in_words(cohorts: list[Cohort], step: str) -> str:
    """The table in a sentence."""
    curve = mean_curve(cohorts)
    if len(curve) < 2:
        return ""
    last = len(curve) - 1
    return (
        f"{sum(one.size for one in cohorts):,} users in {len(cohorts)} cohorts: {percent(curve[1].share)} came in the {step} "
        f"after they signed up, {percent(curve[last].share)} {last} {step}s after."
    )


@door()
def activation(request: HttpRequest) -> HttpResponse:
    """Who reached the milestone in time, and how long it takes; by motion beside each other."""
    form, measured, query = asked_for(request)
    tiles: list[Any] = []
    chart, by_motion = "", []
    if measured is not None:
        tiles = activation_tiles(measured)
        competing, censored = measured.time_to_value()
        lines = [
            charts.Stair(
                name, [(step.time, step.share, step.low, step.high) for step in found.steps if step.time <= CURVE_DAYS], look
            )
            for name, found, look in (
                ("Giving up merely out of sight (Kaplan–Meier)", censored, "line"),
                ("Giving up competing with it (Aalen–Johansen)", competing, "actual"),
            )
            if found is not None
        ]
        chart = charts.stairs(lines, until=CURVE_DAYS, title="Share that reached the milestone, by days since signing up")
        for motion, label in MOTIONS:
            one = measured.of(motion)
            found, _ = one.time_to_value()
            sure = said_days(Between(found.median_low, found.median_high, CROSSING)) if found else ""
            by_motion.append({"label": label, "rate": one.activation(), "time": found, "sure": sure})
    return shown(
        request, "growth/activation.html", form, measured, query, tiles=tiles, chart=chart, by_motion=by_motion
    )  # fmt: skip
