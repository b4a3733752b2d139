"""The products' gate policies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from doors.policy import door
from doors.web import actor_of, find, page, toast
from gates.actions.policies import adopt_policy
from gates.comparison import criteria_changes
from gates.forms.policies import PolicyForm
from gates.models import GatePolicy
from gates.models.policies import standing_policy
from gates.policy_labels import changes
from gates.policy_rules import GATES, CriterionTemplate, Gate, PolicyRules, Preset
from gates.presets import PRESETS
from gates.rules.policies import may_adopt_policy
from gates.views.answering import answer
from gates.views.reviews import editor
from history.actor import Role
from people.models import Product


def product_of(request: HttpRequest, pk: int) -> Product:
    """The product, if the actor may see it."""
    return find(Product.objects.visible_to(actor_of(request)), pk)


@door()
def policies(request: HttpRequest) -> HttpResponse:
    """Each product with its policy in force."""
    products = list(Product.objects.visible_to(actor_of(request)).current())
    standing = {policy.product_id: policy for policy in GatePolicy.objects.filter(product__in=products).standing()}
    rows = [
        (
            product,
            standing.get(product.pk) or GatePolicy(product=product, number=0, stored_rules=PRESETS[Preset.SMALL_TEAM].as_json()),
        )
        for product in products
    ]
    return page(request, "gates/policies.html", rows=rows)


@door()
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One product's policy: read by everybody, changed by an admin. Each change is a new version."""
    product = product_of(request, pk)
    standing = standing_policy(product.pk)
    actor = actor_of(request)
    form = PolicyForm(request.POST or None, actor=actor, rules=standing.rules)
    return answer(
        request,
        form,
        lambda: adopt_policy(product, form.new_rules(), why=form.cleaned_data["why"], actor=actor),
        said="A new version of the policy is in force.",
        back=reverse("gates:policy", args=[product.pk]),
        heading=f"Gate policy of {product}",
        button="Put in force",
        template="gates/policy.html",
        product=product,
        policy=standing,
        versions=versions_of(product),
        may=may_adopt_policy(actor, product),
        may_draft=actor.has(Role.ADMIN, Role.LEADERSHIP, Role.PRODUCT),
        gates=[(gate, Gate(str(gate)).label, standing.rules.criteria_for(gate)) for gate in GATES],
        presets=[(name, Preset(name).label, name == standing.preset) for name in PRESETS],
    )


def versions_of(product: Product) -> list[tuple[GatePolicy, list[str]]]:
    """Each version, newest first, with what it changed. The first one is held against the small team's policy."""
    rows = list(GatePolicy.objects.filter(product=product).select_related("made_by").order_by("-number")[:21])
    before = [row.rules for row in rows[1:]] + [PRESETS[Preset.SMALL_TEAM]] * bool(rows)
    return [
        (row, [*changes(earlier, row.rules), *criteria_changes(earlier, row.rules)])
        for row, earlier in zip(rows, before, strict=True)
    ][:20]


@door(Role.ADMIN)
@require_POST
def adopt_version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put an earlier version's rules in force again, as a new version."""
    product = product_of(request, pk)
    versions = GatePolicy.objects.filter(product=product, number=number)
    earlier = find(versions, versions.values_list("pk", flat=True).first())
    adopt_policy(product, earlier.rules, why=f"As in version {number}", actor=actor_of(request))
    toast(request, f"The rules of version {number} are in force again.")
    return redirect("gates:policy", pk=product.pk)


@door(Role.ADMIN)
@require_POST
def adopt_preset(request: HttpRequest, pk: int, preset: str) -> HttpResponse:
    """Put a preset in force."""
    product = product_of(request, pk)
    if preset in PRESETS:
        adopt_policy(product, PRESETS[preset], why=f"The preset {Preset(preset).label}", actor=actor_of(request))
        toast(request, f"{Preset(preset).label} is in force.")
    return redirect("gates:policy", pk=product.pk)


@door(Role.ADMIN)
def policy_criteria(request: HttpRequest, pk: int, gate: int) -> HttpResponse:
    """The criteria that reviews at a gate start from."""
    product = product_of(request, pk)
    rules = standing_policy(product.pk).rules
    return editor(
        request,
        rules.criteria_for(gate),
        gate,
        lambda templates, _: adopt_policy(
            product,
            with_criteria(rules, gate, templates),
            why=f"Criteria of gate {gate}",
            actor=actor_of(request),
        ),
        back=reverse("gates:policy", args=[product.pk]),
        heading=f"Criteria that gate {gate} starts from",
        button="Put in force",
        trial=reverse("gates:policy_trial", args=[product.pk]),
        of_gate=gate,
    )


def with_criteria(rules: PolicyRules, gate: int, templates: Sequence[CriterionTemplate]) -> PolicyRules:
    """The rules with other criteria at one gate."""
    return replace(rules, criteria={**rules.criteria, str(gate): tuple(templates)})
