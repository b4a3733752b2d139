"""What came of completed initiatives: how far their key results moved, and what upper floors have to say about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery

from history.actor import Actor
from history.models import Event
from objectives.models import CheckIn, KeyResult
from roadmap.events import InitiativeEvent
from roadmap.models import Initiative


@dataclass(frozen=True)
class Sentence:
    """Something that an upper floor has to say, with the address of its record, if it has one."""

    words: str
    url: str = ""
    icon: str = "reply"


Told = dict[int, list[Sentence]]
Teller = Callable[[list[Initiative], Actor], Told]
_tellers: list[Teller] = []


def tells_outcomes(teller: Teller) -> Teller:
    """Say more of completed initiatives: ``f(initiatives, actor) -> {id: [Sentence, …]}``, in a fixed number of queries."""
    _tellers.append(teller)
    return teller


def told_of(initiatives: list[Initiative], actor: Actor) -> Told:
    """Every sentence that the upper floors have."""
    found: Told = {one.pk: [] for one in initiatives}
    for teller in _tellers:
        for pk, sentences in teller(initiatives, actor).items():
            found[pk] += sentences
    return found


@dataclass(frozen=True)
class Movement:
    """A key result from the day that the initiative came onto the roadmap to the day that it was completed."""

    key_result: KeyResult
    before: Decimal
    after: Decimal

    @property
    def has_moved(self) -> bool:
        """Whether it moved at all."""
        return self.before != self.after

    @property
    def said(self) -> str:
        """The movement with its unit; that it moved meanwhile does not say why."""
        one = self.key_result
        return f"{one.say(self.before)} to {one.say(self.after)}, of {one.say(one.target)} aimed at"


def with_first_placing(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """Initiatives, each with the moment at which it first came onto the roadmap as ``placed_at``."""
    placed = Event.objects.filter(subject_type=Initiative._meta.label_lower, kind=InitiativeEvent.PLACED)
    placed = placed.filter(subject_id=OuterRef("pk")).order_by("at", "id")
    return initiatives.annotate(placed_at=Subquery(placed.values("at")[:1]))


def movements_of(initiatives: Iterable[Initiative]) -> dict[int, list[Movement]]:
    """The movements of each completed initiative's key results, by its id, in one query. Prefetch their key results, and ask
    for them ``with_first_placing``."""
    rows = list(initiatives)
    results = {result.pk for one in rows for result in one.key_results.all()}
    values: dict[int, list[tuple[datetime, Decimal]]] = {}
    told = CheckIn.objects.standing().filter(key_result__in=results).order_by("at", "id").values_list("key_result", "at", "value")
    for pk, at, value in told:
        values.setdefault(pk, []).append((at, value))
    return {
        one.pk: [
            Movement(
                result,
                value_at(result, values.get(result.pk, []), one.placed_at or one.created_at),
                value_at(result, values.get(result.pk, []), one.completed_at),
            )
            for result in one.key_results.all()
        ]
        for one in rows
    }


def value_at(result: KeyResult, values: list[tuple[datetime, Decimal]], moment: datetime | None) -> Decimal:
    """What a key result stood at then: the last check-in before it, else its baseline."""
    return next((value for at, value in reversed(values) if moment is None or at <= moment), result.baseline)
