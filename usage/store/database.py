"""Raw events in the database that keeps everything else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Case, CharField, Count, F, Func, IntegerField, Max, Min, Q, QuerySet, Value, When, Window
from django.db.models.fields.json import KeyTransform, compile_json_path
from django.db.models.functions import RowNumber

from usage.models import UsageEvent
from usage.store import EVERYTHING, WHOLE, Day, Event, Match, Part, Tally

COLUMNS = ("product_id", "source_id", "message_id", "name", "user_id", "at", "received_at", "properties")
FETCHED = 10_000
DAYS_AT_ONCE = 31
ASKED_AT_ONCE = 500


class DatabaseStore:
    """Events as rows of `usage.models.UsageEvent`."""

    def __init__(self, address: str = "") -> None:
        """It is where everything else is."""

    def carry_over(self) -> int:
        """They are where they are read."""
        return 0

    def add(self, events: Sequence[Event]) -> int:
        """Written without a model instance for each: there are many of them."""
        if not events:
            return 0
        instant = connection.ops.adapt_datetimefield_value
        rows = [
            (
                one.product_id,
                one.source_id,
                one.message_id,
                one.name,
                one.user_id,
                instant(one.at),
                instant(one.received_at),
                json.dumps(one.properties) if one.properties else "{}",
            )
            for one in events
        ]
        table, columns = connection.ops.quote_name(UsageEvent._meta.db_table), ", ".join(map(connection.ops.quote_name, COLUMNS))
        places = ", ".join(["%s"] * len(COLUMNS))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING", rows)  # noqa: S608 - names of ours
            return cursor.rowcount

    def find(self, product_id: int, message_ids: Iterable[str]) -> dict[str, Event]:
        """By the index that makes a message id unique."""
        found: dict[str, Event] = {}
        wanted = list(message_ids)
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            rows = UsageEvent.objects.filter(product=product_id, message_id__in=wanted[start : start + ASKED_AT_ONCE])
            found |= {row.message_id: as_event(row) for row in rows}
        return found

    def names(self, product_id: int, since: datetime, until: datetime) -> dict[str, int]:
        """One pass over the span, in the order of an index."""
        rows = UsageEvent.objects.filter(product=product_id, at__gte=since, at__lt=until).order_by()
        return dict(rows.values_list("name").annotate(events=Count("*")))

    def counts(
        self, product_id: int, since: datetime, until: datetime, match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[str, int, int]]:
        """One pass over the span, in the order of an index."""
        rows = matching(product_id, match).filter(at__gte=since, at__lt=until).order_by()
        if part != WHOLE:
            rows = rows.alias(part=F("user_id") % part.of).filter(part=part.number)
        return rows.values_list("name", "user_id").annotate(events=Count("*")).iterator(FETCHED)

    def counts_by_day(
        self, product_id: int, days: Iterable[Day], match: Match = EVERYTHING, part: Part = WHOLE
    ) -> Iterator[tuple[date, str, int, int]]:
        """One pass over all days that lie beside each other, and none over what lies between others."""
        for some in beside_each_other(days):
            rows = matching(product_id, match).filter(at__gte=some[0][1], at__lt=some[-1][2]).order_by()
            if part != WHOLE:
                rows = rows.alias(part=F("user_id") % part.of).filter(part=part.number)
            ends = (When(at__lt=until, then=Value(place)) for place, (_, _, until) in enumerate(some))
            rows = rows.annotate(place=Case(*ends, output_field=IntegerField()))
            counts = rows.values_list("place", "name", "user_id").annotate(events=Count("*"))
            for place, name, user, events in counts.iterator(FETCHED):
                yield some[place][0], name, user, events

    def nth_times(self, product_id: int, match: Match, nth: int, until: datetime) -> Iterator[tuple[int, datetime]]:
        """The first by a plain minimum, any later one by its number in the user's order."""
        rows = matching(product_id, match).filter(at__lt=until).order_by()
        if nth <= 1:
            return rows.values_list("user_id").annotate(first=Min("at")).iterator(FETCHED)
        order = Window(RowNumber(), partition_by=F("user_id"), order_by=("at", "id"))
        return rows.annotate(nth=order).filter(nth=nth).values_list("user_id", "at").iterator(FETCHED)

    def tally(self, product_id: int, match: Match, since: datetime, until: datetime) -> Tally:
        """Counted per user first, so that the users need no second pass."""
        rows = matching(product_id, match).filter(at__gte=since, at__lt=until).order_by()
        found = list(rows.values_list("user_id").annotate(events=Count("*"), first=Min("at"), last=Max("at")))
        if not found:
            return Tally(0, None, None, frozenset())
        users, events, firsts, lasts = zip(*found, strict=True)
        return Tally(sum(events), min(firsts), max(lasts), frozenset(users))

    def uses_of(self, user_id: int, match: Match, since: datetime, until: datetime) -> int:
        """One user's, by their own index."""
        return matching(None, match).filter(user=user_id, at__gte=since, at__lt=until).count()

    def latest(self, most: int, *, source_id: int | None = None, user_id: int | None = None, name: str = "") -> list[Event]:
        """A source's by when they came, a user's by when they happened."""
        rows = UsageEvent.objects.filter(name=name) if name else UsageEvent.objects.all()
        if source_id is not None:
            rows = rows.filter(source=source_id).order_by("-pk")
        if user_id is not None:
            rows = rows.filter(user=user_id).order_by("-at", "-pk")
        return [as_event(row) for row in rows[:most]]

    def mistimed(self, product_id: int, match: Match, until: datetime, skew: timedelta) -> tuple[int, int]:
        """Both in one pass over the match."""
        found = matching(product_id, match).filter(at__lt=until).order_by().aggregate(
            ahead=Count("pk", filter=Q(at__gt=F("received_at") + skew)), late=Count("pk", filter=Q(received_at__gte=until))
        )  # fmt: skip
        return found["ahead"], found["late"]

    def span(self, product_id: int) -> tuple[datetime, datetime] | None:
        """The two ends of an index."""
        found = UsageEvent.objects.filter(product=product_id).aggregate(first=Min("at"), last=Max("at"))
        return (found["first"], found["last"]) if found["first"] else None

    def move(self, from_user: int, to_user: int) -> None:
        """Rows are rewritten where they lie."""
        UsageEvent.objects.filter(user=from_user).update(user=to_user)

    def forget(self, user_id: int) -> None:
        """Rows are rewritten where they lie."""
        UsageEvent.objects.filter(user=user_id).exclude(properties={}).update(properties={})

    def prune(self, product_id: int, before: datetime, most: int) -> int:
        """The oldest first."""
        rows = UsageEvent.objects.filter(product=product_id, at__lt=before).order_by("at")
        return UsageEvent.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:most])).delete()[0]


def beside_each_other(days: Iterable[Day]) -> Iterator[list[Day]]:
    """The days in runs in which each begins where the one before it ends, a month's at most."""
    some: list[Day] = []
    for day in days:
        if some and (some[-1][2] != day[1] or len(some) == DAYS_AT_ONCE):
            yield some
            some = []
        some.append(day)
    if some:
        yield some


def matching(product_id: int | None, match: Match) -> QuerySet[UsageEvent]:
    """The rows that a match means."""
    rows = UsageEvent.objects.all() if product_id is None else UsageEvent.objects.filter(product=product_id)
    if match.names:
        rows = rows.filter(name__in=match.names)
    for place, (key, value) in enumerate(match.properties):
        rows = rows.alias(**{f"property_{place}": KeyTransform(key, "properties")}).filter(**{f"property_{place}": value})
        if isinstance(value, str) and connection.vendor == "sqlite":  # where the text "true" would be found as true
            kind = Func("properties", Value(compile_json_path([key])), function="JSON_TYPE", output_field=CharField())
            rows = rows.alias(**{f"kind_{place}": kind}).filter(**{f"kind_{place}": "text"})
    return rows


def as_event(row: UsageEvent) -> Event:
    """A row as everybody else sees it."""
    return Event(
        product_id=row.product_id, message_id=row.message_id, name=row.name, user_id=row.user_id, at=row.at,
        received_at=row.received_at, source_id=row.source_id, properties=row.properties,
    )  # fmt: skip
