"""The verb that makes leads: a rule looks at usage, and hands over whom it finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from customers.models import Company, Contact
from history import clock
from history.actor import Actor, system
from history.recording import record
from history.refusals import NotPossible, require
from jobs.actions import enqueue
from people.models import Person, Product
from pqls import facts, rules
from pqls.actions.rules import locked
from pqls.events import PqlEvent
from pqls.kinds import UNFINISHED
from pqls.matching import Match, Spec, evidence_of, find
from pqls.models import Pql, PqlRule
from usage.rollups import bring_up_to_date

POSTMAN = "the post of leads"
WEEKS_DRAWN = 12


@transaction.atomic
def evaluate_rule(rule: PqlRule, *, actor: Actor) -> list[Pql]:
    """Look at usage up to yesterday, and hand over whom the rule finds, who uses it most first.

    Who is worked on already, or was handed over within the cool-down, is passed over, by whichever rule of the product; so a
    second look changes nothing. Raises NotPossible unless the rule is active.
    """
    rule = locked(rule)
    require(rules.may_write(actor, rule.product))
    if not rule.is_active:
        raise NotPossible("Only an active rule hands over. Switch it on first.")
    bring_up_to_date(rule.product)
    day = clock.today() - timedelta(days=1)
    spec = spec_of(rule)
    found = sorted(find(spec, day, facts.now).matches, key=lambda one: (-one.weight, one.company))
    resting = passed_over(rule)
    room = rule.most_a_day - Pql.objects.filter(rule=rule, created_at__gte=clock.now() - timedelta(days=1)).count()
    made: list[Pql] = []
    for match in found:
        if len(made) < room and not rests(match, resting):
            pql = hand_over(rule, spec, match, day, actor)
            made += [pql] if pql is not None else []
            resting.add((match.company, match.contact))
    rule.evaluated_at = clock.now()
    rule.save(update_fields=["evaluated_at"])
    for owner in sorted({one.owner_id for one in made if one.owner_id is not None}):
        ids = [one.pk for one in made if one.owner_id == owner]
        enqueue("pqls.mail_handed", owner, ids, actor=system(POSTMAN), title="Mail new leads", slot=f"pqls handed {ids[0]}")
    return made


def spec_of(rule: PqlRule) -> Spec:
    """What a rule asks."""
    return Spec(rule.product, rule.level, rule.conditions, rule.any_of)


def passed_over(rule: PqlRule) -> set[tuple[int, int | None]]:
    """Companies and contacts of the product that are worked on, or were handed over within the cool-down."""
    since = clock.now() - timedelta(days=rule.cool_down_days)
    rows = Pql.objects.filter(Q(state__in=UNFINISHED) | Q(created_at__gt=since), product=rule.product)
    return set(rows.values_list("company", "contact"))


def rests(match: Match, resting: set[tuple[int, int | None]]) -> bool:
    """Whether a match is to be passed over: the company rests as a whole, or this contact does."""
    if match.contact is None:
        return any(company == match.company for company, _ in resting)
    return (match.company, None) in resting or any(contact == match.contact for _, contact in resting)


def hand_over(rule: PqlRule, spec: Spec, match: Match, day: Any, actor: Actor) -> Pql | None:
    """Make one lead; None where another worker was faster."""
    company = Company.objects.select_related("owner").get(pk=match.company)
    contact = Contact.objects.filter(pk=match.contact).first()
    pql = Pql(
        rule=rule, rule_version=rule.version, product=rule.product, company=company, contact=contact, motion=company.motion,
        reason=f"{'; '.join(one.said for one in match.met)}."[:4000], evidence=evidence_of(spec, match, day, WEEKS_DRAWN),
        owner=owner_of(rule, company), created_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            pql.save(force_insert=True)
    except IntegrityError:
        return None
    record(
        PqlEvent.HANDED_OVER, pql, actor=actor, about=company, words={"reason": pql.reason, "rule": rule.name}, rule=rule,
        rule_version=rule.version, owner=pql.owner_id, motion=pql.motion,
    )  # fmt: skip
    return pql


def owner_of(rule: PqlRule, company: Company) -> Person | None:
    """Who gets it: the company's owner, else whom the rule names; only people who may work it. Else nobody yet."""
    for person in (company.owner, rule.fallback):
        if person is not None and can_work(person, rule.product):
            return person
    return None


def can_work(person: Person, product: Product) -> bool:
    """Whether somebody is here, can be handed leads, and sees the product."""
    acts = Actor(person=person)
    return acts.has(*rules.WORKERS) and Product.objects.visible_to(acts).filter(pk=product.pk).exists()
