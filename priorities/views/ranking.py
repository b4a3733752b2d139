"""Ideas in order, as a list and as a chart, and estimating one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.panels import render_panels
from doors.policy import door
from doors.search import search
from doors.web import actor_of, as_id, attempt, find, next_address, page, paged, toast
from history.actor import Actor, Role
from people.models import Product
from priorities import actions, rules
from priorities.actions.estimates import Estimated
from priorities.chart import Look, chart_of
from priorities.forms import EstimatesForm, RankFilter
from priorities.methods import FORMULAS, Source
from priorities.models import Factor, Scheme
from priorities.ranking import Ranked, rank
from roadmap.models import Idea

SIZES = {
    "arr": ("ARR behind", lambda idea: float(idea.arr)),
    "companies": ("Companies", lambda idea: float(idea.company_count)),
    "votes": ("Votes", lambda idea: float(idea.vote_count)),
    "deals": ("Deals at stake", lambda idea: float(idea.deal_amount)),
    "same": ("The same for all", lambda idea: 0.4),
}
COLOURS = {
    "stage": ("Stage", lambda idea: idea.get_stage_display()),
    "owner": ("Owner", lambda idea: str(idea.owner or "Nobody")),
    "state": ("State", lambda idea: idea.get_state_display()),
}


def chosen_product(request: HttpRequest) -> tuple[Product | None, list[Product]]:
    """The product that the address asks for, else the first whose ideas are put in order already; and all one may see."""
    products = list(
        Product.objects.visible_to(actor_of(request)).filter(archived_at=None).select_related("scheme").order_by("name")
    )
    asked = as_id(request.GET.get("product"))
    there = next((one for one in products if one.pk == asked), None)
    return there or next((one for one in products if hasattr(one, "scheme")), products[0] if products else None), products


def scheme_of(product: Product) -> Scheme | None:
    """How the product's ideas are put in order, once somebody said so."""
    return Scheme.objects.select_related("product").filter(product=product).first()


def backlog(product: Product, actor: Actor) -> QuerySet[Idea]:
    """What is put in order: the product's ideas that may still be done."""
    done = ("done", "not_doing", "duplicate", "failed_experiment")
    rows = Idea.objects.visible_to(actor).current().filter(product=product).exclude(stage__in=done)
    return rows.select_related("product", "owner", "own_stage")


def narrowed(ranked: list[Ranked], form: RankFilter, product: Product, actor: Actor) -> list[Ranked]:
    """Those that fit the filters. Each keeps its place among all."""
    chosen = form.chosen()
    if not chosen:
        return ranked
    rows = backlog(product, actor)
    for name in ("stage", "owner"):
        if name in chosen:
            rows = rows.filter(**{name: chosen[name]})
    rows = search(rows, chosen["q"]) if "q" in chosen else rows
    fitting = set(rows.values_list("pk", flat=True))
    return [one for one in ranked if one.idea.pk in fitting]


def base(request: HttpRequest, product: Product | None, products: list[Product], scheme: Scheme | None) -> dict[str, Any]:
    """What list and chart have in common."""
    may = rules.may_prioritise(actor_of(request), product) if product is not None else False
    formula = FORMULAS[scheme.method] if scheme is not None else ""
    return {"product": product, "products": products, "scheme": scheme, "may": may, "formula": formula}


@door()
def ranking(request: HttpRequest) -> HttpResponse:
    """A product's ideas in the order of their scores, every factor beside."""
    actor = actor_of(request)
    product, products = chosen_product(request)
    scheme = getattr(product, "scheme", None)
    context = base(request, product, products, scheme)
    form = RankFilter(request.GET or None, actor=actor)
    if product is not None and scheme is not None:
        factors = scheme.factors_in_use()
        ranked = narrowed(rank(scheme, backlog(product, actor), actor, factors), form, product, actor)
        context |= {
            "rows": paged(request, ranked),
            "factors": factors,
            "unscored": sum(one.score is None for one in ranked),
        }
    return page(request, "priorities/ranking.html", form=form, chosen=form.chosen(), **context)


@door()
def chart(request: HttpRequest) -> HttpResponse:
    """The same ideas by what they cost and what they bring."""
    actor = actor_of(request)
    product, products = chosen_product(request)
    scheme = getattr(product, "scheme", None)
    context = base(request, product, products, scheme)
    if product is not None and scheme is not None:
        factors = scheme.factors_in_use()
        x, y = axes(request, factors)
        size = request.GET.get("size") if request.GET.get("size") in SIZES else "arr"
        colour = request.GET.get("colour") if request.GET.get("colour") in COLOURS else "stage"
        look = Look(*SIZES[str(size)], *COLOURS[str(colour)])
        ranked = rank(scheme, backlog(product, actor), actor, factors)
        context |= {
            "chart": chart_of(ranked, x, y, look, may_drag=bool(context["may"])), "factors": factors, "x": x, "y": y,
            "sizes": [(key, told[0], key == size) for key, told in SIZES.items()],
            "colours": [(key, told[0], key == colour) for key, told in COLOURS.items()],
        }  # fmt: skip
    return page(request, "priorities/chart.html", part="figure", **context)


def axes(request: HttpRequest, factors: list[Factor]) -> tuple[Factor, Factor]:
    """The factors that the address asks for: what it costs across, what people expect of it upwards."""
    by_code = {one.code: one for one in factors}
    cost = next((one for one in factors if one.is_cost), factors[0])
    gain = next((one for one in factors if not one.is_cost and one.source == Source.PEOPLE), factors[0])
    return by_code.get(request.GET.get("x", ""), cost), by_code.get(request.GET.get("y", ""), gain)


@door(Role.PRODUCT)
def estimates(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate every factor of an idea, and say why."""
    actor = actor_of(request)
    found = visible(request, pk)
    scheme = scheme_of(found.product)
    if scheme is None:
        toast(request, f"Choose first how the ideas of {found.product} are put in order.", tone="warn")
        return redirect("priorities:scheme", found.product_id)
    [told] = rank(scheme, [found], actor)
    first = {part.factor.code: part.typed for part in told.parts}
    form = EstimatesForm(request.POST or None, actor=actor, factors=scheme.factors_in_use(), initial=first)
    if form.is_valid() and (made := attempt(form, lambda: estimated(form, found, actor))):
        toast(request, made.says)
        return redirect(next_address(request, reverse("roadmap:idea", args=[pk])))
    context = {"form": form, "idea": found, "scheme": scheme, "formula": FORMULAS[scheme.method], "told": told}
    context["panels"] = render_panels("estimates", request, found)
    return page(request, "priorities/estimates_form.html", status=422 if form.is_bound else 200, **context)


@require_POST
@door(Role.PRODUCT)
def cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Estimate some factors of an idea where they stand, in the list or by dragging; what was there before is the undo."""
    actor = actor_of(request)
    found = visible(request, pk)
    form = EstimatesForm(request.POST, actor=actor, factors=in_use(found))
    if form.is_valid() and (made := attempt(form, lambda: estimated(form, found, actor))):
        steps = "~".join(f"{code}={old}" for code, old in made.back.items())
        toast(request, made.says, undo=reverse("priorities:cell_undo", args=[pk, steps]) if steps else "")
        return HttpResponse(status=204, headers={"HX-Trigger": '{"renew": ""}'})
    said = " ".join(message for messages in form.errors.values() for message in messages)
    problem = {"type": "about:blank", "title": "Not saved", "detail": said, "status": 422}
    return JsonResponse(problem, status=422, content_type="application/problem+json")


@require_POST
@door(Role.PRODUCT)
def cell_undo(request: HttpRequest, pk: int, steps: str) -> HttpResponse:
    """Take an estimate back to what it was."""
    found = visible(request, pk)
    back = dict(step.split("=", 1) for step in steps.split("~") if "=" in step)
    factors = [one for one in in_use(found) if one.code in back]
    form = EstimatesForm(back, actor=actor_of(request), factors=factors)
    if factors and form.is_valid() and attempt(form, lambda: estimated(form, found, actor_of(request))):
        toast(request, f"{found.key} is as it was.")
    else:
        toast(request, "That cannot be taken back any more: the factors have changed.", tone="bad")
    return redirect(f"{reverse('priorities:ranking')}?product={found.product_id}")


def estimated(form: EstimatesForm, idea: Idea, actor: Actor) -> Estimated:
    """Call the verb with what the form holds."""
    return actions.estimate(idea, actor=actor, values=form.values(), note=form.cleaned_data["note"])


def visible(request: HttpRequest, pk: int) -> Idea:
    """The idea, if one may see it."""
    return find(Idea.objects.visible_to(actor_of(request)).select_related("product", "owner"), pk)


def in_use(idea: Idea) -> list[Factor]:
    """What is asked about the ideas of this one's product."""
    return list(Factor.objects.filter(scheme__product=idea.product_id, archived_at=None))
