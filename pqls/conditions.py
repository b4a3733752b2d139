"""What a rule asks: the shape of each kind of condition, what can be said with it, and how it reads in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from customers.models import Lifecycle, Motion
from people.models import Product, Segment
from pqls.kinds import OVER_USAGE, ConditionKind, Level
from usage.models import Feature

MOST_ALL, MOST_ANY = 6, 4
MOST_DAYS, MOST_TIMES, MOST_PEOPLE, MOST_PERCENT = 365, 100_000, 10_000, 10_000

Condition = dict[str, Any]


@dataclass(frozen=True)
class Number:
    """A whole number that a condition asks for, with its bounds."""

    label: str
    most: int
    usual: int
    least: int = 1


NUMBERS = {
    "times": Number("At least so often", MOST_TIMES, 10),
    "days": Number("In the last (days)", MOST_DAYS, 30),
    "people": Number("By at least (people)", MOST_PEOPLE, 1),
    "percent": Number("More than before by (%)", MOST_PERCENT, 50),
}
ASKS: dict[str, tuple[str, ...]] = {
    ConditionKind.USED: ("feature", "times", "days", "people"),
    ConditionKind.FIRST_USE: ("feature", "days"),
    ConditionKind.GROWTH: ("feature", "percent", "days", "times"),
    ConditionKind.ACTIVE: ("people", "days"),
    ConditionKind.PLAN: ("plans",),
    ConditionKind.SEGMENT: ("values",),
    ConditionKind.LIFECYCLE: ("values",),
    ConditionKind.MOTION: ("values",),
    ConditionKind.ARR: ("low", "high"),
}
CHOICES: dict[str, list[tuple[Any, Any]]] = {
    ConditionKind.SEGMENT: list(Segment.choices),
    ConditionKind.LIFECYCLE: list(Lifecycle.choices),
    ConditionKind.MOTION: list(Motion.choices),
}


def checked(conditions: Any, product: Product, level: str, *, name: str, most: int) -> list[Condition]:
    """Conditions as they are kept. Raises ValidationError at ``name``, with the number of the one that cannot be."""
    if not isinstance(conditions, list | tuple) or len(conditions) > most:
        raise ValidationError({name: f"At most {most} conditions."})
    kept = []
    for place, one in enumerate(conditions, start=1):
        try:
            kept.append(checked_one(one, product, level))
        except ValidationError as error:
            first = next(iter(error.message_dict.items())) if hasattr(error, "error_dict") else ("", error.messages)
            raise ValidationError({name: f"Condition {place}{f', {first[0]}' if first[0] else ''}: {first[1][0]}"}) from error
    if len({repr(sorted(one.items())) for one in kept}) < len(kept):
        raise ValidationError({name: "The same condition stands there twice."})
    return kept


def checked_one(one: Any, product: Product, level: str) -> Condition:
    """One condition as it is kept. Raises ValidationError at what it asks for."""
    if not isinstance(one, Mapping) or one.get("kind") not in ASKS:
        raise ValidationError({"kind": f"Say what it asks: {', '.join(ASKS)}."})
    kind = str(one["kind"])
    if unknown := sorted(set(one) - {"kind", *ASKS[kind]}):
        raise ValidationError({unknown[0]: f"“{ConditionKind(kind).label}” does not ask for this."})
    if level == Level.CONTACT and kind == ConditionKind.ACTIVE:
        raise ValidationError({"kind": "A contact is one person: ask how often something was used."})
    kept: Condition = {"kind": kind}
    faults: dict[str, str] = {}
    for name in ASKS[kind]:
        try:
            kept[name] = value_of(kind, name, one.get(name), product)
        except ValidationError as error:
            faults[name] = error.messages[0]
    if kind == ConditionKind.ARR and not faults:
        faults = fault_of_range(kept)
    if level == Level.CONTACT and (kept.get("people") or 1) > 1:
        faults["people"] = "A contact is one person."
    if faults:
        raise ValidationError(faults)
    return kept


def fault_of_range(kept: Condition) -> dict[str, str]:
    """What is wrong with two bounds of ARR."""
    if kept["low"] is None and kept["high"] is None:
        return {"low": "Say from which ARR on, or up to which."}
    if kept["low"] is not None and kept["high"] is not None and Decimal(kept["high"]) < Decimal(kept["low"]):
        return {"high": "This is less than where it begins."}
    return {}


def value_of(kind: str, name: str, given: Any, product: Product) -> Any:
    """One value of a condition, as it is kept."""
    if name == "feature":
        return feature_of(kind, given, product)
    if name in NUMBERS:
        return number_of(name, given)
    if name == "plans":
        return plans_of(given)
    if name == "values":
        return chosen_of(kind, given)
    return amount_of(given)


def feature_of(kind: str, given: Any, product: Product) -> int | None:
    """A feature of the product; nothing stands for whatever they do there, except for a first use."""
    if given in (None, ""):
        if kind == ConditionKind.FIRST_USE:
            raise ValidationError("Choose a feature.")
        return None
    wanted = int(given) if str(given).isdigit() and len(str(given)) < 19 else 0
    if not Feature.objects.current().filter(product=product, pk=wanted).exists():
        raise ValidationError(f"Choose a feature of {product}.")
    return wanted


def number_of(name: str, given: Any) -> int:
    """A whole number within its bounds; what is left out is as usual for how many people."""
    asked = NUMBERS[name]
    if given in (None, "") and name == "people":
        return 1
    text = str(given).strip() if given is not None and not isinstance(given, bool) else ""
    if not text.isascii() or not text.isdigit() or len(text) > 9 or not asked.least <= int(text) <= asked.most:
        raise ValidationError(f"A whole number from {asked.least} to {asked.most:,}.")
    return int(text)


def plans_of(given: Any) -> list[str]:
    """Names of plans, told with commas between or as a list."""
    parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list | tuple) else []
    named = list(dict.fromkeys(" ".join(str(one).split()) for one in parts if str(one).strip()))
    if not 0 < len(named) <= 10 or any(len(one) > 60 for one in named):
        raise ValidationError("Name one to ten plans, with commas between.")
    return named


def chosen_of(kind: str, given: Any) -> list[str]:
    """Some of what there is to choose, in its order."""
    wanted = {str(one) for one in given} if isinstance(given, list | tuple | set) else set()
    known = [str(value) for value, _ in CHOICES[kind]]
    if not wanted or not wanted <= set(known):
        raise ValidationError(f"Choose at least one of: {', '.join(str(label) for _, label in CHOICES[kind])}.")
    return [value for value in known if value in wanted]


def amount_of(given: Any) -> str | None:
    """An amount of money of at least nought, or nothing."""
    if given in (None, ""):
        return None
    try:
        amount = Decimal(str(given).strip())
    except InvalidOperation:
        amount = Decimal("nan")
    if not amount.is_finite() or not 0 <= amount < 10**12:
        raise ValidationError("A number of at least 0.")
    return f"{amount:f}"


def features_in(conditions: Iterable[Condition]) -> set[int]:
    """The features that conditions name."""
    return {one["feature"] for one in conditions if one.get("feature")}


def asks_usage(conditions: Iterable[Condition]) -> bool:
    """Whether one of them is over usage."""
    return any(one["kind"] in OVER_USAGE for one in conditions)


def names_of(conditions: Iterable[Condition]) -> dict[int, str]:
    """The features that conditions name, by id; an archived one is said to be."""
    rows = Feature.objects.filter(pk__in=features_in(conditions))
    return {one.pk: f"“{one.name}”{' (archived)' if one.archived_at else ''}" for one in rows}


def told(one: Condition, names: Mapping[int, str], level: str = Level.COMPANY) -> str:
    """One condition in words, such as "at least 3 people used “Export” 20 times or more in the last 14 days"."""
    kind = one["kind"]
    thing = names.get(one["feature"], "a feature that is gone") if one.get("feature") else "the product"
    days = f"the last {one['days']} days" if one.get("days", 0) > 1 else "the last day"
    if kind == ConditionKind.USED:
        who = "they" if level == Level.CONTACT else f"at least {counted(one['people'], 'person', 'people')}"
        return f"{who} used {thing} {counted(one['times'], 'time', 'times')} or more in {days}"
    if kind == ConditionKind.FIRST_USE:
        return f"{thing} was used for the first time in {days}"
    if kind == ConditionKind.GROWTH:
        return (
            f"{thing} was used {one['percent']} % more, and {counted(one['times'], 'time', 'times')} or more, in {days} than in "
            f"as many days before"
        )
    if kind == ConditionKind.ACTIVE:
        return f"{counted(one['people'], 'person was', 'people or more were')} active in {days}"
    if kind == ConditionKind.PLAN:
        return f"the plan is {listed(one['plans'])}"
    if kind == ConditionKind.ARR:
        return f"ARR is {ranged(one)}"
    labels = {str(value): str(label) for value, label in CHOICES[kind]}
    said = {ConditionKind.SEGMENT: "segment", ConditionKind.LIFECYCLE: "lifecycle", ConditionKind.MOTION: "growth motion"}
    return f"{said[ConditionKind(kind)]} is {listed([labels[value].lower() for value in one['values']])}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def listed(words: list[str]) -> str:
    """Words with "or" before the last."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def ranged(one: Condition) -> str:
    """Bounds of ARR in words."""
    low, high = (f"{Decimal(one[name]):,f}" if one[name] is not None else "" for name in ("low", "high"))
    if low and high:
        return f"between {low} and {high}"
    return f"at least {low}" if low else f"at most {high}"


def sentence(conditions: list[Condition], any_of: list[Condition], level: str) -> str:
    """A whole rule in words."""
    names = names_of([*conditions, *any_of])
    parts = [told(one, names, level) for one in conditions]
    if any_of:
        parts.append(f"at least one of these holds: {'; or '.join(told(one, names, level) for one in any_of)}")
    who = "a contact" if level == Level.CONTACT else "a company"
    return (
        f"Hand over {who} when {'; and '.join(parts)}."
        if parts
        else f"Hand over {who} when … say at least one condition over usage."
    )
