"""A feature in depth, and who stands behind its numbers: parts of its page that load after it; a page and a file of everybody."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from doors.panels import Later
from doors.policy import door
from doors.tables import csv_file
from doors.web import actor_of, find, page
from usage.calendar import today
from usage.depth import ALL, SPLITS, depth_kept
from usage.depth_showing import COMPARED, made_of, return_chart, rows_of, spread_chart, trend_chart
from usage.forms import WhoFilter
from usage.models import CountedUnit, Feature
from usage.standing import RECENT, is_being_counted
from usage.who import MEANINGS, Use, as_rows, doers, in_order, lines_of, of_companies, shown, strangers, word_of

DEPTH = Later("depth", "How it is used")
ENDINGS = Later("endings", "First use, and who stopped")
FEW, EXPORTED = 8, 10_000
COLUMNS = (
    "company", "crm_id", "segment", "plan", "motion", "owner", "arr", "user", "standing", "users", "uses", "days", "first",
    "last",
)  # fmt: skip


def visible(request: HttpRequest, pk: int) -> Feature:
    """The feature that an address names."""
    return find(Feature.objects.visible_to(actor_of(request)).select_related("product"), pk)


def chosen_of(request: HttpRequest) -> tuple[str, str]:
    """What an address counts, and how it splits that; what cannot be chosen is passed over."""
    unit, by = request.GET.get("unit", ""), request.GET.get("by", "")
    return (unit if unit in CountedUnit.values else str(CountedUnit.COMPANY)), (by if by in SPLITS else next(iter(SPLITS)))


def laters(request: HttpRequest, feature: Feature) -> list[tuple[Later, str]]:
    """The parts that load after a feature's page, as its address chose."""
    unit, by = chosen_of(request)
    return [
        (DEPTH, f"{reverse('usage:feature_depth', args=[feature.pk])}?unit={unit}&by={by}"),
        (ENDINGS, f"{reverse('usage:feature_endings', args=[feature.pk])}?unit={unit}"),
    ]


@door()
def depth(request: HttpRequest, pk: int) -> HttpResponse:
    """Adoption, depth, frequency, retention and trend, of everybody and of each group."""
    feature = visible(request, pk)
    unit, by = chosen_of(request)
    context: dict[str, Any] = {"feature": feature, "later": DEPTH, "unit": unit, "by": by, "units": CountedUnit(unit).label}
    if is_being_counted(feature):
        return page(request, "usage/depth.html", part="later", **context)
    deep, kept = depth_kept(feature)
    rows = rows_of(deep.of(unit, by))
    one, units = rows[0].depth, CountedUnit(unit).label
    return page(
        request, "usage/depth.html", part="later", deep=deep, kept=kept, rows=rows, compared=COMPARED, splits=SPLITS,
        split=SPLITS[by],
        unit_choices=CountedUnit.choices, made=made_of(feature, deep, rows[0], units), trend=trend_chart(one, deep.day, units),
        uses=spread_chart(one.uses_spread, title="Uses in four weeks", what=f"{units} that used it so often"),
        days=spread_chart(one.days_spread, title="Days of use in four weeks", what=f"{units} that used it on so many days"),
        returns=return_chart(rows, units), ages=range(1, max((len(row.weeks) for row in rows), default=0) + 1), **context,
    )  # fmt: skip


@door()
def endings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who used it first and who used it first lately, who stopped, and who uses it: some of each, with whose account it is."""
    feature = visible(request, pk)
    unit, _ = chosen_of(request)
    everybody, deep = doers(feature, unit), None if is_being_counted(feature) else depth_kept(feature)[0]
    lists = shown(
        unit, FEW, earliest=everybody.order_by("first", "unit_id"), latest=in_order(everybody, unit, "-first"),
        stopped=in_order(doers(feature, unit, Use.STOPPED), unit, "-arr"),
        using=in_order(doers(feature, unit, Use.USING), unit, "-last"),
    )  # fmt: skip
    return page(
        request, "usage/endings.html", part="later", later=ENDINGS, feature=feature, unit=unit, units=CountedUnit(unit).label,
        meanings=MEANINGS, wait=deep.of(unit, ALL)[0].wait if deep else None, **lists,
    )  # fmt: skip


@door()
def who(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who uses a feature, stopped, tried it or never met it, to be narrowed and ordered."""
    feature = visible(request, pk)
    form, unit, use, rows = asked_for(request, feature)
    found = Paginator(rows, 50).get_page(request.GET.get("page"))
    found.object_list = lines_of(as_rows(found.object_list) if use == Use.NEVER else found.object_list, unit)
    since = today() - RECENT
    found.object_list = [(line, Use(word_of(line, feature, since))) for line in found.object_list]
    return page(
        request, "usage/who.html", feature=feature, form=form, rows=found, unit=unit, use=use, meaning=MEANINGS.get(use),  # type: ignore[call-overload]
        units=CountedUnit(unit).label, chosen=form.chosen(), unit_choices=CountedUnit.choices, uses=Use.choices,
    )  # fmt: skip


@door()
def who_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a CSV file."""
    feature = visible(request, pk)
    _, unit, use, rows = asked_for(request, feature)
    some = list(rows[:EXPORTED])
    since = today() - RECENT
    lines = lines_of(as_rows(some) if use == Use.NEVER else some, unit)
    table = (
        [
            line.company or "", line.company.crm_id if line.company else "", line.company.segment if line.company else "",
            line.company.plan if line.company else "", line.company.motion if line.company else "",
            (line.company.owner or "") if line.company else "", line.company.arr if line.company else "", line.user or "",
            word_of(line, feature, since), line.users, line.uses, line.days, line.first, line.last,
        ]
        for line in lines
    )  # fmt: skip
    return csv_file(f"feature-{feature.pk}", COLUMNS, table)


def asked_for(request: HttpRequest, feature: Feature) -> tuple[WhoFilter, str, str, QuerySet[Any, Any]]:
    """Whom an address asks for: the form, what it counts, the standing, and the rows in order."""
    form = WhoFilter(request.GET or None, actor=actor_of(request))
    unit, _ = chosen_of(request)
    use = request.GET.get("use", "")
    use = use if use in Use.values else ""
    companies = form.companies()
    if use == Use.NEVER:
        rows = strangers(feature, unit)
        return form, unit, use, rows if companies is None else rows.filter(company__in=companies.values("pk"))
    found = doers(feature, unit, use)
    if companies is not None:
        found = of_companies(found, companies)
    return form, unit, use, in_order(found, unit, form.chosen().get("sort", ""))
