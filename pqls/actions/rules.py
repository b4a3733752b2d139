"""The verbs of a rule: write it, change it, switch it on and off, put it away."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from history import clock
from history.actor import Actor
from history.recording import record
from history.refusals import NotPossible, require
from history.versions import change, move
from people.models import Person, Product
from pqls import rules
from pqls.conditions import MOST_ALL, MOST_ANY, asks_usage, checked, sentence
from pqls.events import PqlEvent
from pqls.kinds import Level, RuleState
from pqls.models import PqlRule

EDITABLE = ("name", "why", "level", "conditions", "any_of", "cool_down_days", "most_a_day", "answer_days", "fallback")


@transaction.atomic
def write_rule(*, product: Product, name: str, conditions: Any, actor: Actor, **values: Any) -> PqlRule:
    """Write down when usage is worth a call. It hands nothing over before it is switched on."""
    require(rules.may_write(actor, product))
    refuse_unknown(values)
    rule = PqlRule(product=product, created_by=actor.person)
    for field, value in tidied(rule, {"name": name, "conditions": conditions} | values).items():
        setattr(rule, field, value)
    rule.full_clean(exclude=("conditions", "any_of"))
    rule.save()
    record(PqlEvent.RULE_WRITTEN, rule, actor=actor, words={"rule": in_words(rule)})
    return rule


@transaction.atomic
def change_rule(rule: PqlRule, *, actor: Actor, version: int | None = None, **values: Any) -> PqlRule:
    """Change a rule, active or not; leads keep the version that found them. History tells what changed, in words."""
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    refuse_archived(rule)
    refuse_unknown(values)
    before = in_words(rule)
    changes = change(rule, tidied(rule, values), version=version)
    if changes:
        said = {name: pair for name, pair in changes.items() if name not in ("conditions", "any_of")}
        if (after := in_words(rule)) != before:
            said["rule"] = [before, after]
        record(PqlEvent.RULE_CHANGED, rule, actor=actor, changes=said, version=rule.version)
    return rule


@transaction.atomic
def activate_rule(rule: PqlRule, *, actor: Actor) -> PqlRule:
    """Let it hand over from now on."""
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    refuse_archived(rule)
    tidied(rule, {"conditions": rule.conditions, "any_of": rule.any_of})
    move(rule, RuleState.ACTIVE)
    record(PqlEvent.RULE_ACTIVATED, rule, actor=actor, version=rule.version)
    return rule


@transaction.atomic
def pause_rule(rule: PqlRule, *, actor: Actor, reason: str = "") -> PqlRule:
    """Let it hand over nothing for now. What it handed over stays."""
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    move(rule, RuleState.PAUSED)
    record(PqlEvent.RULE_PAUSED, rule, actor=actor, reason=reason.strip())
    return rule


@transaction.atomic
def archive_rule(rule: PqlRule, *, actor: Actor) -> PqlRule:
    """Put a rule away; an active one is paused first."""
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    refuse_archived(rule)
    if rule.is_active:
        raise NotPossible("This rule is active. Pause it first.")
    rule.archived_at, rule.version = clock.now(), rule.version + 1
    rule.save(update_fields=["archived_at", "version"])
    record(PqlEvent.RULE_ARCHIVED, rule, actor=actor)
    return rule


@transaction.atomic
def restore_rule(rule: PqlRule, *, actor: Actor) -> PqlRule:
    """Bring a rule back."""
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    if rule.archived_at is None:
        raise NotPossible("This rule is not archived.")
    if PqlRule.objects.current().filter(product=rule.product, name=rule.name).exists():
        raise NotPossible("Another rule of this product has its name by now. Rename that one first.")
    rule.archived_at, rule.version = None, rule.version + 1
    rule.save(update_fields=["archived_at", "version"])
    record(PqlEvent.RULE_RESTORED, rule, actor=actor)
    return rule


def locked(rule: PqlRule) -> PqlRule:
    """The row, held until the end of the transaction."""
    return PqlRule.objects.select_for_update(of=("self",)).select_related("product", "fallback").get(pk=rule.pk)


def in_words(rule: PqlRule) -> str:
    """What it asks."""
    return sentence(rule.conditions, rule.any_of, rule.level)


def tidied(rule: PqlRule, values: dict[str, Any]) -> dict[str, Any]:
    """Values as they are kept. Conditions are checked whenever they, or whom they are about, change."""
    kept, faults = dict(values), {}
    for name in ("name", "why"):
        if name in kept:
            kept[name] = " ".join(kept[name].split()) if name == "name" else kept[name].strip()
    level = str(kept.get("level", rule.level))
    if level not in Level.values:
        faults["level"] = ["Say whether it hands over a company or a contact."]
    elif {"level", "conditions", "any_of"} & set(kept):
        for name, most in (("conditions", MOST_ALL), ("any_of", MOST_ANY)):
            try:
                kept[name] = checked(kept.get(name, getattr(rule, name)), rule.product, level, name=name, most=most)
            except ValidationError as error:
                faults |= error.message_dict
        if not faults and not asks_usage(kept["conditions"]):
            faults["conditions"] = ["Say at least one condition over usage that must hold: usage is what makes it a lead."]
    if fault := fault_of_fallback(rule.product, kept.get("fallback")):
        faults["fallback"] = [fault]
    if faults:
        raise ValidationError(faults)
    return kept


def fault_of_fallback(product: Product, person: Person | None) -> str:
    """Why somebody cannot be the one who gets what nobody owns."""
    if person is None:
        return ""
    acts = Actor(person=person)
    if not acts.has(*rules.WORKERS):
        return f"{person} is not in sales, customer success or leadership."
    return "" if Product.objects.visible_to(acts).filter(pk=product.pk).exists() else f"{person} is no member of {product}."


def refuse_archived(rule: PqlRule) -> None:
    """An archived rule is brought back first."""
    if rule.archived_at is not None:
        raise NotPossible("This rule is archived. Bring it back first.")


def refuse_unknown(values: dict[str, Any]) -> None:
    """Only what is known is written."""
    if unknown := sorted(set(values) - set(EDITABLE)):
        raise ValidationError(dict.fromkeys(unknown, "This cannot be changed here."))
