"""The verbs of a scheme: which method, which factors, how much each weighs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change, plain
from people.models import Product
from priorities import rules
from priorities.events import PriorityEvent
from priorities.methods import PRESETS, Method
from priorities.models import Factor, Scheme

OF_FACTOR = ("name", "help", "unit", "least", "most", "weight", "is_cost", "fades", "source")
FIXED = ("source", "weight", "help")
MOST_FACTORS = 12


@transaction.atomic
def choose_method(product: Product, *, method: str, actor: Actor, version: int | None = None) -> Scheme:
    """Say how a product's ideas are put in order. Estimates stay: what an earlier method knew is there when one comes back."""
    require(rules.may_prioritise(actor, product))
    method = Method(method)
    Product.objects.select_for_update().get(pk=product.pk)
    scheme = Scheme.objects.select_for_update().filter(product=product).first()
    if scheme is None:
        scheme = Scheme.objects.create(product=product, method=method)
        changes = {"method": ["", str(method)]}
    elif not (changes := change(scheme, {"method": method}, version=version)):
        return scheme
    known = {factor.code: factor for factor in scheme.factors.all()}
    wanted = {draft.code for draft in PRESETS[method]}
    # A team's own factors wait with the weighted score that they were made for.
    own = set(known) - {draft.code for drafts in PRESETS.values() for draft in drafts}
    for code, factor in known.items():
        archive(factor, code not in wanted and not (method == Method.WEIGHTED and code in own))
    for position, draft in enumerate(PRESETS[method]):
        if draft.code not in known:
            Factor.objects.create(scheme=scheme, position=position, **asdict(draft))
    record(PriorityEvent.METHOD_CHOSEN, scheme, actor=actor, changes=changes, method=str(method))
    return scheme


@transaction.atomic
def add_factor(scheme: Scheme, *, actor: Actor, name: str, **values: Any) -> Factor:
    """Ask one more thing about every idea: of a weighted score only, the other methods' formulas are what they are."""
    scheme = held(scheme, actor)
    refuse_fixed(scheme)
    if scheme.factors.filter(archived_at=None).count() >= MOST_FACTORS:
        raise NotPossible(f"At most {MOST_FACTORS} factors: more than that nobody estimates with care.")
    base = slugify(name)[:24] or "factor"
    taken = set(scheme.factors.values_list("code", flat=True))
    code = next(one for one in (base, *(f"{base}-{n}" for n in range(2, 999))) if one not in taken)
    factor = Factor(scheme=scheme, code=code, name=name.strip(), position=scheme.factors.count(), **values)
    factor.full_clean()
    factor.save()
    record(PriorityEvent.FACTOR_ADDED, scheme, actor=actor, words={"about": factor.name}, factor=factor.code)
    return factor


@transaction.atomic
def change_factor(factor: Factor, *, actor: Actor, **values: Any) -> Factor:
    """Change a factor: of a fixed method where its value is from, and what it is explained by; of a weighted score all of it."""
    if unknown := set(values) - set(OF_FACTOR):
        raise TypeError(f"No such field of a factor: {', '.join(sorted(unknown))}.")
    scheme = held(factor.scheme, actor)
    factor = Factor.objects.select_for_update().get(pk=factor.pk)
    if scheme.method != Method.WEIGHTED:
        values = {name: value for name, value in values.items() if name in FIXED}
    before = {name: getattr(factor, name) for name in values}
    for name, value in values.items():
        setattr(factor, name, value)
    factor.full_clean()
    if changes := {name: [plain(before[name]), plain(values[name])] for name in values if before[name] != values[name]}:
        factor.save()
        record(
            PriorityEvent.FACTOR_CHANGED, scheme, actor=actor, changes=changes, words={"about": factor.name}, factor=factor.code
        )
    return factor


@transaction.atomic
def remove_factor(factor: Factor, *, actor: Actor) -> Factor:
    """Ask a thing no more. What was estimated stays, should it come back."""
    scheme = held(factor.scheme, actor)
    refuse_fixed(scheme)
    if scheme.factors.filter(archived_at=None).exclude(pk=factor.pk).count() == 0:
        raise NotPossible("A score of nothing says nothing: keep one factor.")
    archive(factor, True)
    record(PriorityEvent.FACTOR_REMOVED, scheme, actor=actor, words={"about": factor.name}, factor=factor.code)
    return factor


def archive(factor: Factor, is_away: bool) -> None:
    """Put a factor away, or take it out again."""
    if is_away != (factor.archived_at is not None):
        factor.archived_at = clock.now() if is_away else None
        factor.save(update_fields=["archived_at"])


def held(scheme: Scheme, actor: Actor) -> Scheme:
    """The scheme, locked, if the actor may change it."""
    scheme = Scheme.objects.select_for_update().select_related("product").get(pk=scheme.pk)
    require(rules.may_prioritise(actor, scheme.product))
    return scheme


def refuse_fixed(scheme: Scheme) -> None:
    """RICE without reach is no RICE."""
    if scheme.method != Method.WEIGHTED:
        raise ValidationError(f"The factors of {scheme.get_method_display()} are fixed. Choose a weighted score for your own.")
