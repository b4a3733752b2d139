"""Wherever a segment is chosen: one of the market's (a field of the company), or one that was saved as conditions.

A chosen segment is a short text: ``enterprise``, or ``saved-12``. The weights of segments in our formulas know the market's only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q, Sum

from customers.models import Company, CompanyField, Deal, Lifecycle, Motion, SavedSegment, SegmentMatch
from doors.fields import values as custom
from doors.fields.model import FieldKind
from people.models import Segment

MOST = 10
PREFIX = "saved-"
IS = {
    FieldKind.CHOICE: {"is": "is", "is_not": "is not"},
    FieldKind.TEXT: {"is": "is", "holds": "holds"},
    FieldKind.NUMBER: {"from": "is at least", "to": "is at most"},
    FieldKind.DATE: {"from": "is from", "to": "is until"},
    FieldKind.YES_NO: {"is": "is"},
}
KNOWN = {"known": "is known", "unknown": "is not known"}


@dataclass(frozen=True)
class Asked:
    """Something of a company that a condition can be about."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[tuple[str, str], ...] = ()
    field: CompanyField | None = None
    counted: Any = None

    @property
    def at(self) -> str:
        """Where its value is."""
        return f"custom__{self.field.key}" if self.field is not None else self.name

    @property
    def comparisons(self) -> dict[str, str]:
        """What can be said of it."""
        return IS[self.kind] | ({} if self.counted is not None else KNOWN)


OURS = (
    Asked("segment", "Market segment", FieldKind.CHOICE, tuple(Segment.choices)),
    Asked("lifecycle", "Lifecycle", FieldKind.CHOICE, tuple(Lifecycle.choices)),
    Asked("motion", "Growth motion", FieldKind.CHOICE, tuple(Motion.choices)),
    Asked("plan", "Plan", FieldKind.TEXT),
    Asked("arr", "ARR", FieldKind.NUMBER),
    Asked("open_deals", "Open deals", FieldKind.NUMBER, counted=Count("pk")),
    Asked("open_amount", "Amount of open deals", FieldKind.NUMBER, counted=Sum("amount")),
)


def askable(*, archived: bool = False) -> dict[str, Asked]:
    """What conditions can be about: what every company has, and the organisation's own fields."""
    fields = CompanyField.objects.all() if archived else CompanyField.objects.current()
    own = [
        Asked(custom.PREFIX + field.key, field.name, FieldKind(field.kind), tuple((one, one) for one in field.choices), field)
        for field in fields
    ]
    return {asked.name: asked for asked in (*OURS, *own)}


def checked(conditions: Any) -> list[dict[str, Any]]:
    """Conditions as they are kept. Raises ValidationError at ``conditions``, with the number of the one that cannot be."""
    if not isinstance(conditions, list) or not 0 < len(conditions) <= MOST:
        raise ValidationError({"conditions": f"Say between one and {MOST} conditions."})
    known, kept = askable(), []
    for place, one in enumerate(conditions, start=1):
        try:
            kept.append(checked_one(known, one))
        except ValidationError as error:
            raise ValidationError({"conditions": f"Condition {place}: {error.messages[0]}"}) from error
    return kept


def checked_one(known: dict[str, Asked], one: Any) -> dict[str, Any]:
    """One condition as it is kept."""
    if not isinstance(one, dict) or set(one) - {"field", "is", "value"}:
        raise ValidationError("Say field, is, and value.")
    asked = known.get(str(one.get("field")))
    if asked is None:
        raise ValidationError(f"There is no “{str(one.get('field'))[:40]}” to ask for. There is: {', '.join(known)}.")
    comparison = str(one.get("is"))
    if comparison not in asked.comparisons:
        raise ValidationError(f"{asked.label} is compared by: {', '.join(asked.comparisons)}.")
    if comparison in KNOWN:
        return {"field": asked.name, "is": comparison}
    value = value_of(asked, one.get("value"))
    if value is None:
        raise ValidationError(f"Say what {asked.label} {asked.comparisons[comparison]}.")
    return {"field": asked.name, "is": comparison, "value": value}


def value_of(asked: Asked, given: Any) -> Any:
    """A condition's value, of the kind that it compares with."""
    if asked.field is not None:
        return custom.stored(asked.field, given)
    if given is None or str(given).strip() == "":
        return None
    if asked.kind == FieldKind.CHOICE:
        found = next((value for value, label in asked.choices if str(given).casefold() in (value, label.casefold())), None)
        if found is None:
            raise ValidationError(f"“{str(given)[:40]}” is none of: {', '.join(label for _, label in asked.choices)}.")
        return str(found)
    return custom.number(given) if asked.kind == FieldKind.NUMBER else custom.text(str(given).strip())


def fitting(match: str, conditions: list[dict[str, Any]]) -> Q:
    """The condition on companies."""
    has_own = any(str(one["field"]).startswith(custom.PREFIX) for one in conditions)
    known, found = askable(archived=True) if has_own else {one.name: one for one in OURS}, Q()
    for one in conditions:
        asked = known.get(one["field"])
        part = fits(asked, one["is"], one.get("value")) if asked is not None else Q(pk__in=[])
        found = found & part if match == SegmentMatch.ALL else found | part
    return found


def fits(asked: Asked, comparison: str, value: Any) -> Q:
    """One condition on companies."""
    if asked.counted is not None:
        return of_deals(asked, comparison, value)
    has_none = (
        Q(**{f"{asked.at}__isnull": True}) if asked.field is not None else Q(**{asked.at: 0 if asked.name == "arr" else ""})
    )
    same = Q(**{f"{asked.at}__iexact" if asked.kind == FieldKind.TEXT else asked.at: value})
    parts: dict[str, Callable[[], Q]] = {
        "known": lambda: ~has_none,
        "unknown": lambda: has_none,
        "is": lambda: same,
        "is_not": lambda: has_none | ~same,
        "holds": lambda: Q(**{f"{asked.at}__icontains": value}),
        "from": lambda: Q(**{f"{asked.at}__gte": value}),
        "to": lambda: Q(**{f"{asked.at}__lte": value}),
    }
    return parts[comparison]()


def of_deals(asked: Asked, comparison: str, value: Any) -> Q:
    """How many deals are open with a company, or for how much; none is nought."""
    sums = Deal.objects.open().order_by().values("company").annotate(counted=asked.counted)
    if comparison == "from":
        return Q(pk__in=sums.filter(counted__gte=value).values("company")) if value > 0 else Q()
    return ~Q(pk__in=sums.filter(counted__gt=value).values("company"))


def companies_of(match: str, conditions: list[dict[str, Any]]) -> Any:
    """The companies that fit, those put away left out."""
    return Company.objects.current().filter(fitting(match, conditions))


def choices() -> list[tuple[str, str]]:
    """What can be chosen where a segment is: the market's, then the saved ones."""
    saved = [(segment.value, segment.name) for segment in SavedSegment.objects.current()]
    return [*((str(value), str(label)) for value, label in Segment.choices), *saved]


def saved(value: str) -> SavedSegment | None:
    """The saved segment of a choice; an archived one still means what it meant where it was chosen before."""
    number = value.removeprefix(PREFIX)
    return SavedSegment.objects.filter(pk=int(number)).first() if value.startswith(PREFIX) and is_number(number) else None


def choices_with(value: str) -> list[tuple[str, str]]:
    """What can be chosen, and what was: an archived segment stays chosen until somebody chooses another."""
    listed = choices()
    return listed if not value or value in dict(listed) else [*listed, (value, f"{label(value)} (archived)")]


def label(value: str) -> str:
    """A chosen segment in words."""
    return labels([value])[value]


def labels(values: Iterable[str]) -> dict[str, str]:
    """Chosen segments in words, looked up at once."""
    chosen = set(values)
    found = {value: str(Segment(value).label) for value in chosen if value in Segment.values}
    numbers = [int(number) for number in (value.removeprefix(PREFIX) for value in chosen - set(found)) if is_number(number)]
    if numbers:
        found |= {segment.value: segment.name for segment in SavedSegment.objects.filter(pk__in=numbers)}
    return {value: value for value in chosen} | found


def is_number(text: str) -> bool:
    """Whether it can be the number of a saved segment."""
    return text.isdigit() and len(text) <= 12


def check(value: str, field: str) -> str:
    """A choice that there is. Raises ValidationError at the field."""
    if value and value not in Segment.values and saved(value) is None:
        raise ValidationError({field: "Choose among the segments that there are."})
    return value


def in_segment(value: str, at: str = "") -> Q:
    """The condition that a company, or the company ``at`` something else, is in a chosen segment."""
    if value in Segment.values:
        return Q(**{f"{at}__segment" if at else "segment": value})
    found = saved(value)
    if found is None:
        return Q(pk__in=[])
    condition = fitting(found.match, found.conditions)
    return Q(**{f"{at}__in": Company.objects.filter(condition)}) if at else condition


def members_among(companies: Collection[Company], value: str) -> set[int]:
    """Which of these companies are in a chosen segment now. Those of the market are told without asking the database."""
    if value in Segment.values:
        return {company.pk for company in companies if company.segment == value}
    ids = [company.pk for company in companies]
    return set(Company.objects.filter(in_segment(value), pk__in=ids).order_by().values_list("pk", flat=True)) if ids else set()


def holds(company: Company, value: str) -> bool:
    """Whether a company is in a chosen segment now."""
    return company.pk in members_among([company], value)


def in_words(segment: SavedSegment) -> list[str]:
    """Its conditions, as people read them."""
    known = askable(archived=True)
    return [told(known.get(one["field"]), one) for one in segment.conditions]


def told(asked: Asked | None, one: dict[str, Any]) -> str:
    """One condition in words."""
    if asked is None:
        return f"{one['field']} is not asked any more"
    value = dict(asked.choices).get(one.get("value", ""), custom.shown(one.get("value")))
    return f"{asked.label} {asked.comparisons.get(one['is'], one['is'])} {value}".strip()
