"""Whom a rule finds at the end of a day: usage first, then what is known of the company, then who is behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models.functions import Lower

from customers.models import Contact
from people.models import Product
from pqls import usage_reading
from pqls.conditions import Condition, counted, features_in, names_of, told
from pqls.facts import Facts
from pqls.kinds import OVER_USAGE, ConditionKind, Level
from usage.models import Feature

FactsOf = Callable[[Collection[int]], dict[int, Facts]]


@dataclass(frozen=True)
class Spec:
    """What a rule asks, apart from the rule: a try-out keeps what it asked."""

    product: Product
    level: str
    conditions: list[Condition]
    any_of: list[Condition]


@dataclass(frozen=True)
class Met:
    """A condition that holds: its words with the number that met it, and that number."""

    said: str
    value: float


@dataclass(frozen=True)
class Match:
    """Somebody whom a rule finds, with the conditions that they met."""

    company: int
    contact: int | None
    users: tuple[int, ...]
    met: list[Met]
    facts: Facts

    @property
    def weight(self) -> float:
        """By what several are ordered: how much they use it."""
        return max((one.value for one in self.met), default=0)


@dataclass
class Found:
    """Everybody whom a rule finds; how many might fit of whom too little is known, and how many users have no contact."""

    matches: list[Match] = field(default_factory=list)
    unknown: int = 0
    nameless: int = 0


def find(spec: Spec, day: date, facts_of: FactsOf) -> Found:
    """Whom it finds with what was known at the end of ``day``."""
    names = names_of([*spec.conditions, *spec.any_of])
    wanted = Feature.objects.current().filter(pk__in=features_in([*spec.conditions, *spec.any_of]))
    features = {one.pk: one for one in wanted}

    def met_by(one: Condition) -> dict[int, Met]:
        return usage_met(one, spec, day, features, names)

    usage = [met_by(one) for one in spec.conditions if one["kind"] in OVER_USAGE]
    units = set.intersection(*(set(one) for one in usage)) if usage else set()
    choices = [(one, met_by(one) if one["kind"] in OVER_USAGE else None) for one in spec.any_of]
    behind, found = behind_units(units, spec.level), Found()
    facts = facts_of({company for company, _ in behind.values() if company is not None})
    for unit in sorted(units):
        company, contact = behind.get(unit, (None, None))
        if company is None or (spec.level == Level.CONTACT and contact is None):
            found.nameless += 1
            continue
        if company not in facts:
            continue
        known = facts[company]
        fits = holds_all(known, spec.conditions), holds_any(known, choices, unit)
        if None in fits and False not in fits:
            found.unknown += 1
        elif fits == (True, True):
            met = [one[unit] for one in usage] + [one[unit] for _, one in choices if one is not None and unit in one]
            met += [Met(said_of(one, names), 0) for one in spec.conditions if one["kind"] not in OVER_USAGE]
            users = (unit,) if spec.level == Level.CONTACT else ()
            found.matches.append(Match(company, contact, users, met, known))
    found.matches = once_each(found.matches)
    return found


def once_each(matches: list[Match]) -> list[Match]:
    """Each company or contact once: one with two users is found by the first."""
    return list({(one.company, one.contact): one for one in reversed(matches)}.values())[::-1]


def usage_met(one: Condition, spec: Spec, day: date, features: dict[int, Feature], names: dict[int, str]) -> dict[int, Met]:
    """The units that a condition over usage holds for. A feature that is archived was not used."""
    feature = features.get(one["feature"]) if one.get("feature") else None
    if one.get("feature") and feature is None:
        return {}
    first = day - timedelta(days=one["days"] - 1)
    thing = names[one["feature"]] if feature else "the product"
    if one["kind"] == ConditionKind.FIRST_USE and feature is not None:
        firsts = usage_reading.first_uses(feature, day, spec.level)
        return {unit: Met(f"first use of {thing} on {at:%-d %B %Y}", 1) for unit, at in firsts.items() if at >= first}
    lately = usage_reading.used(spec.product, feature, first, day, spec.level)
    period = f"in the {one['days']} days to {day:%-d %B %Y}"
    if one["kind"] == ConditionKind.GROWTH:
        before = usage_reading.used(
            spec.product, feature, first - timedelta(days=one["days"]), first - timedelta(days=1), spec.level
        )
        return {
            unit: Met(f"{counted(use.times, 'use', 'uses')} of {thing} {period}, after {before[unit].times:,} before", use.times)
            for unit, use in lately.items()
            if use.times >= one["times"] and unit in before and grown(use.times, before[unit].times) >= one["percent"]
        }
    if one["kind"] == ConditionKind.ACTIVE:
        return {
            unit: Met(f"{counted(use.people, 'person', 'people')} active {period}", use.people)
            for unit, use in lately.items()
            if use.people >= one["people"]
        }
    return {
        unit: Met(
            f"{counted(use.times, 'use', 'uses')} of {thing} by {counted(use.people, 'person', 'people')} {period}", use.times
        )
        for unit, use in lately.items()
        if use.times >= one["times"] and use.people >= one["people"]
    }


def grown(now: int, before: int) -> float:
    """By how many per cent use grew; ``before`` is never nought."""
    return 100 * (now - before) / before


def behind_units(units: Collection[int], level: str) -> dict[int, tuple[int | None, int | None]]:
    """The company and contact behind each unit. A user is known as a contact by their e-mail address."""
    if level == Level.COMPANY:
        return {unit: (unit, None) for unit in units}
    people = usage_reading.people_behind(units)
    emails = {email for _, _, email in people if email}
    rows = Contact.objects.filter(merged_into=None).annotate(small=Lower("email")).filter(small__in=emails)
    known: dict[str, tuple[int, int | None]] = {}
    for pk, company, small in rows.values_list("pk", "company", "small"):
        known[small] = (pk, company)
    return {
        unit: (known[email][1] or company, known[email][0]) if email in known else (company, None)
        for unit, company, email in people
    }


def holds_all(facts: Facts, conditions: list[Condition]) -> bool | None:
    """Whether all conditions that are not over usage hold; None where none fails but one is unknown."""
    told_of = [facts.fits(one) for one in conditions if one["kind"] not in OVER_USAGE]
    return False if False in told_of else None if None in told_of else True


def holds_any(facts: Facts, choices: list[tuple[Condition, dict[int, Met] | None]], unit: int) -> bool | None:
    """Whether one of these holds; None where none does but one is unknown. Where there are none, nothing is asked."""
    told_of = [unit in met if met is not None else facts.fits(one) for one, met in choices]
    return True if not choices or True in told_of else None if None in told_of else False


def said_of(one: Condition, names: dict[int, str]) -> str:
    """A condition over the company, as the reason has it."""
    return told(one, names)


def evidence_of(spec: Spec, match: Match, day: date, weeks: int) -> dict[str, Any]:
    """What is kept with a lead: numbers frozen as of the day."""
    among = usage_reading.of_users(match.users) if match.users else usage_reading.of_company(match.company)
    feature = Feature.objects.filter(pk=leading_feature(spec.conditions)).first()
    return {
        "day": day.isoformat(),
        "met": [{"said": one.said, "value": one.value} for one in match.met],
        "facts": match.facts.plain(),
        "feature": feature.pk if feature else None,
        "weeks": usage_reading.by_week(spec.product, feature, day, weeks, among),
    }


def leading_feature(conditions: list[Condition]) -> int | None:
    """The feature whose use is drawn: the first that the rule names, else whatever they do."""
    return next((one["feature"] for one in conditions if one.get("feature")), None)
