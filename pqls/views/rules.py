"""The pages of rules: all of them, one with how well it does, the form that builds it, on and off, and the try-outs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from customers.models import Company, Contact
from doors.panels import render_panels
from doors.policy import door
from doors.web import actor_of, archive_or_bring_back, as_id, attempt, find, page, paged, toast
from figures.rates import wilson
from jobs.models import Job
from people.models import Product
from pqls import actions, rules
from pqls.conditions import sentence
from pqls.forms import TryOutForm
from pqls.kinds import RuleState
from pqls.models import Pql, PqlRule, TryOut
from pqls.precision import leads_of, precision_of
from pqls.rule_form import RuleForm, initial_of
from pqls.showing import made_of, of_rules, shares_of

SIZE = 30


def visible(request: HttpRequest) -> QuerySet[PqlRule]:
    """The rules that one may see."""
    return PqlRule.objects.visible_to(actor_of(request)).select_related("product", "fallback", "created_by")


@door()
def rule_list(request: HttpRequest) -> HttpResponse:
    """Every rule with how well it does."""
    actor = actor_of(request)
    asked = request.GET.get("state", "")
    rows = visible(request)
    rows = rows.exclude(archived_at=None) if asked == "archived" else rows.current()
    rows = rows.filter(state=asked) if asked in RuleState.values else rows
    figures = of_rules(Pql.objects.visible_to(actor))
    listed = paged(request, rows.order_by("product__name", "name"), SIZE)
    told = [(one, figures.get(one.pk), shares_of(figures[one.pk]) if one.pk in figures else []) for one in listed]
    tabs = [("", "All"), *RuleState.choices, ("archived", "Archived")]
    return page(request, "pqls/rules.html", rules=listed, told=told, tabs=tabs, state=asked, may_write=actor.has(*rules.WRITERS))


@door()
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: in words, how good its leads were, how fast, and its try-outs."""
    actor, found = actor_of(request), find(visible(request), pk)
    leads = Pql.objects.visible_to(actor)
    figures = precision_of(leads_of(leads.filter(rule=found)), leads_of(leads.filter(product=found.product)))
    return page(
        request, "pqls/rule.html", rule=found, said=sentence(found.conditions, found.any_of, found.level), figures=figures,
        shares=shares_of(figures), may=rules.may_write(actor, found.product), form=TryOutForm(actor=actor),
        newest=leads.filter(rule=found).for_pages().order_by("-id")[:8], try_outs=found.try_outs.select_related("by")[:5],
        panels=render_panels("pql_rule", request, found),
    )  # fmt: skip


@door(*rules.WRITERS)
def new_rule(request: HttpRequest) -> HttpResponse:
    """Write a rule of a product."""
    actor = actor_of(request)
    products = list(Product.objects.visible_to(actor).current())
    product = next((one for one in products if one.pk == as_id(request.GET.get("product"))), products[0] if products else None)
    if product is None:
        return page(request, "pqls/rule_form.html", products=[])
    form = RuleForm(request.POST or None, actor=actor, product=product)
    if form.is_valid() and (made := attempt(form, lambda: actions.write_rule(product=product, actor=actor, **form.values()))):
        toast(request, f"{made} is written. Try it out on history before you switch it on.")
        return redirect("pqls:rule", made.pk)
    return shown(request, form, product=product, products=products)


@door(*rules.WRITERS)
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a rule."""
    actor, found = actor_of(request), find(visible(request), pk)
    form = RuleForm(request.POST or None, actor=actor, product=found.product, initial=initial_of(found))
    if form.is_valid() and attempt(form, lambda: changed(found, form, request)):
        toast(request, "Saved.")
        return redirect("pqls:rule", pk)
    return shown(request, form, product=found.product, rule=found)


def changed(found: PqlRule, form: RuleForm, request: HttpRequest) -> PqlRule:
    """The rule as the form says it."""
    return actions.change_rule(found, actor=actor_of(request), version=form.cleaned_data["version"], **form.values())


def shown(request: HttpRequest, form: RuleForm, **context: Any) -> HttpResponse:
    """The form as it opens, or with what is wrong."""
    return page(request, "pqls/rule_form.html", form=form, status=422 if form.is_bound else 200, **context)


@require_POST
@door(*rules.WRITERS)
def rule_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows with the controls that fit them, and the rule in words; nothing is saved. ``pk`` is the product's."""
    actor = actor_of(request)
    form = RuleForm(request.POST, actor=actor, product=find(Product.objects.visible_to(actor), pk))
    form.errors.clear()
    return page(request, "pqls/_conditions.html", form=form, product=form.product)


@require_POST
@door(*rules.WRITERS)
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a rule on, or pause it."""
    found = find(visible(request), pk)
    verb = actions.pause_rule if found.is_active else actions.activate_rule
    found = verb(found, actor=actor_of(request))
    toast(request, f"{found} hands over from now on." if found.is_active else f"{found} is paused.", undo=request.path)
    return redirect("pqls:rule", pk)


@require_POST
@door(*rules.WRITERS)
def archival(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a rule away; sent with ``undo``, bring it back."""
    archive_or_bring_back(request, find(visible(request), pk), archive=actions.archive_rule, restore=actions.restore_rule)
    return redirect("pqls:rule", pk)


@require_POST
@door(*rules.WRITERS)
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a rule look at usage now, rather than within the hour."""
    made = actions.evaluate_rule(find(visible(request), pk), actor=actor_of(request))
    toast(request, f"{len(made)} lead{'' if len(made) == 1 else 's'} handed over." if made else "Nobody new meets it.")
    return redirect("pqls:rule", pk)


@require_POST
@door(*rules.WRITERS)
def new_try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a rule out on history."""
    actor, found = actor_of(request), find(visible(request), pk)
    form = TryOutForm(request.POST, actor=actor)
    if form.is_valid() and (asked := attempt(form, lambda: actions.try_out_rule(found, actor=actor, **form.cleaned_data))):
        return redirect("pqls:try_out", asked.pk)
    return page(request, "pqls/try_out_form.html", form=form, rule=found, status=422)


@door()
def try_out(request: HttpRequest, pk: int) -> HttpResponse:
    """What a rule would have done: week by week, how many converted, and who."""
    actor = actor_of(request)
    asked = find(TryOut.objects.visible_to(actor).select_related("rule__product", "by"), pk)
    job = Job.objects.filter(pk=asked.job_id).first() if asked.is_under_way else None
    context: dict[str, Any] = {"asked": asked, "job": job, "said": sentence(asked.conditions, asked.any_of, asked.level)}
    if asked.result is not None:
        result = asked.result
        rate = wilson(result["converted"], result["closed"])
        context |= {
            "result": result, "rate": rate, "made": made_of(rate, "converted", "handed over with their whole window passed"),
            "rows": named(result["rows"][:200], actor),
            "weeks": [week | {"day": date.fromisoformat(week["day"])} for week in result["weeks"]],
            "most": max((week["handed"] for week in result["weeks"]), default=0) or 1,
        }  # fmt: skip
    return page(request, "pqls/try_out.html", part="course", **context)


def named(rows: list[dict[str, Any]], actor: Any) -> list[dict[str, Any]]:
    """Each row with its company and contact; those that are gone since are passed over."""
    companies = Company.objects.visible_to(actor).in_bulk([one["company"] for one in rows])
    contacts = Contact.objects.visible_to(actor).in_bulk([one["contact"] for one in rows if one["contact"]])
    return [
        one | {
            "company": companies[one["company"]], "contact": contacts.get(one["contact"]), "day": date.fromisoformat(one["day"]),
            "converted_on": date.fromisoformat(one["converted_on"]) if one["converted_on"] else None,
        }
        for one in rows if one["company"] in companies
    ]  # fmt: skip
