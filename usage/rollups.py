"""The daily counts, kept by the worker from raw events: who was active, what came in, who used which feature.

Whoever takes events marks the days that they fell on (`Uncounted`). A round counts each marked day anew from the store
and writes down what differs, so late, doubled and reordered events come right by themselves, a killed round loses nothing, and
a rebuild of every day ends with the same rows. Days whose raw events were dropped are left as they are.

It counts in turns (`usage.turns`). The marks of a day go with its last turn: killed in between, all of the day is counted again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import IntegrityError, OperationalError, connection, models, transaction

from jobs.progress import report
from people.models import Product
from usage.calendar import zone
from usage.models import DailyActivity, DailyEvent, DailyUse, Feature, FeatureCount, FunnelCount, KeptSince, Uncounted
from usage.store import EVERYTHING, Match, store
from usage.turns import Turn, spans, turns

BATCH, TRIES = 2000, 3


def match_of(feature: Feature) -> Match:
    """The events that tell of a feature's use."""
    return Match(tuple(feature.event_names), tuple(sorted(feature.properties.items())))


def mark(product_id: int, moments: Iterable[datetime]) -> None:
    """Note the days of these moments as not counted yet."""
    here = zone()
    days = sorted({moment.astimezone(here).date() for moment in moments})
    Uncounted.objects.bulk_create(Uncounted(product_id=product_id, day=day) for day in days)


def hand_on(from_user: int, to_user: int) -> None:
    """Let what was counted of one user count for another: days whose raw events are dropped cannot be counted again.

    The other days are marked as well, for a round may be counting one of them just now.
    """
    days = DailyActivity.objects.filter(user=from_user).values_list("product", "day")
    Uncounted.objects.bulk_create(Uncounted(product_id=product, day=day) for product, day in days)
    for model, key, number in ((DailyActivity, ("product_id", "day"), "events"), (DailyUse, ("feature_id", "day"), "uses")):
        total: Counter[Any] = Counter()
        rows = model._default_manager.filter(user__in=(from_user, to_user))
        for *name, count in rows.values_list(*key, number):
            total[tuple(name)] += count
        rows.filter(user=from_user).delete()
        settle(rows.filter(user=to_user), key, number, total, user_id=to_user)


def roll_up(product: Product | None = None) -> int:
    """Count every marked day anew, of one product or of all. Answers how many days that were."""
    marks = marks_of(Uncounted.objects.filter(product=product) if product else Uncounted.objects.all())
    store().carry_over()  # what was marked when we looked is there to be counted then
    for pk, days in sorted(marks.items()):
        count(pk, days, marked_only=True)
    let_count_again(marks)
    return sum(map(len, marks.values()))


Marks = Mapping[date, Collection[int]]


def marks_of(rows: models.QuerySet[Uncounted]) -> dict[int, dict[date, list[int]]]:
    """The marks that are there: by product and day."""
    found: dict[int, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for pk, product, day in rows.values_list("pk", "product", "day"):
        found[product][day].append(pk)
    return found


def let_count_again(products: Iterable[int]) -> None:
    """Note that what is drawn together from the daily counts of these products is out of date."""
    FeatureCount.objects.filter(feature__product__in=products).update(is_stale=True)
    FunnelCount.objects.filter(funnel__product__in=products).update(is_stale=True)


def count(product_id: int, marks: Marks, *, marked_only: bool = False) -> None:
    """Count days of a product anew, turn by turn: each with the marks on it that were seen before, which go with it.

    With ``marked_only`` a day is left out once somebody else counted it. Archived features count too: projections still learn
    from them.
    """
    done = 0
    for turn in turns(product_id, sorted(marks)):
        seen = {mark for day in turn.days for mark in marks[day]}
        take_safely(partial(take_turn, product_id, turn, seen, marked_only=marked_only))
        done += len(turn.days) if turn.is_last else 0
        report(done, len(marks), f"{turn.days[-1]:%-d %B %Y}")


def take_safely(turn: Callable[[], None]) -> None:
    """Take a turn; once more, if a user whom it counts was made one with another in between."""
    for _ in range(TRIES - 1):
        try:
            return turn()
        except (IntegrityError, OperationalError):
            if connection.in_atomic_block:
                raise
    return turn()


@transaction.atomic
def take_turn(product_id: int, turn: Turn, marks: Collection[int], *, marked_only: bool) -> None:
    """Count what a turn holds. Two at once wait for each other; whoever comes second finds nothing to count or to write."""
    Product.objects.select_for_update(no_key=True).get(pk=product_id)
    there = Uncounted.objects.filter(product=product_id, day__in=turn.days).values_list("pk", "day")
    left = {pk: day for pk, day in there if pk in marks}  # those seen before, and none that came in since
    days = kept_of(product_id, sorted(set(left.values())) if marked_only else turn.days)
    features = list(Feature.objects.filter(product=product_id).order_by("pk"))
    active, names, used = counted(product_id, days, features, turn)
    here = {"product_id": product_id, "day__in": days}
    settle(turn.rows(DailyActivity.objects.filter(**here)), ("user_id", "day"), "events", active, product_id=product_id)
    uses = turn.rows(DailyUse.objects.filter(feature__in=features, day__in=days))
    settle(uses, ("feature_id", "user_id", "day"), "uses", used)
    if turn.is_first:
        if not turn.is_last:  # of all users, not of this part alone
            names = Counter(
                {(name, day): n for day, *span in spans(days) for name, n in store().names(product_id, *span).items()}
            )
        settle(DailyEvent.objects.filter(**here), ("name", "day"), "events", names, product_id=product_id)
    if turn.is_last:
        drop(Uncounted.objects.all(), list(left))


def drop(rows: models.QuerySet[Any], gone: Sequence[int]) -> None:
    """Delete some of the rows, a bounded number in each statement."""
    for start in range(0, len(gone), BATCH):
        rows.filter(pk__in=gone[start : start + BATCH]).delete()


def kept_of(product_id: int, days: Sequence[date]) -> list[date]:
    """Those of the days whose raw events are kept."""
    first = KeptSince.objects.filter(product=product_id).values_list("day", flat=True).first()
    return [day for day in days if first is None or day >= first]


Counts = tuple[Counter[tuple[int, date]], Counter[tuple[str, date]], Counter[tuple[int, int, date]]]


def counted(product_id: int, days: Sequence[date], features: Iterable[Feature], turn: Turn) -> Counts:
    """Events by user and day and by name and day, and uses by feature, user and day.

    One pass over the days, and one more for each feature that asks for properties.
    """
    active: Counter[tuple[int, date]] = Counter()
    names: Counter[tuple[str, date]] = Counter()
    used: Counter[tuple[int, int, date]] = Counter()
    told_by: dict[str, list[int]] = defaultdict(list)
    for feature in features:
        if feature.properties:
            used += uses_by_day(feature, days, turn)
        else:
            for name in feature.event_names:
                told_by[name].append(feature.pk)
    for day, name, user, events in store().counts_by_day(product_id, spans(days), EVERYTHING, turn.part):
        active[user, day] += events
        names[name, day] += events
        for pk in told_by.get(name, ()):
            used[pk, user, day] += events
    return active, names, used


def uses_by_day(feature: Feature, days: Sequence[date], turn: Turn) -> Counter[tuple[int, int, date]]:
    """The uses of one feature by itself, user and day."""
    used: Counter[tuple[int, int, date]] = Counter()
    for day, _, user, events in store().counts_by_day(feature.product_id, spans(days), match_of(feature), turn.part):
        used[feature.pk, user, day] += events
    return used


def settle(
    rows: models.QuerySet[Any], key: tuple[str, ...], number: str, wanted: Mapping[tuple[Any, ...], int], **fixed: Any
) -> None:
    """Let the rows say what is wanted, by their key, and write only what differs."""
    there = {tuple(found): (pk, events) for *found, pk, events in rows.values_list(*key, "pk", number)}
    gone = [pk for name, (pk, _) in there.items() if name not in wanted]
    drop(rows, gone)
    changed = [(*name, events) for name, events in wanted.items() if there.get(name, (0, 0))[1] != events]
    if changed:
        write(rows.model, (*key, number), changed, fixed)


def write(model: type[models.Model], columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]], fixed: Mapping[str, Any]) -> None:
    """Insert counts, or put them in the place of those there; without a model instance for each, for there are many."""
    once = next(one for one in model._meta.constraints if isinstance(one, models.UniqueConstraint))
    quote = connection.ops.quote_name
    column_of = {field.name: field.column for field in model._meta.concrete_fields}
    key = ", ".join(quote(str(column_of[name])) for name in once.fields)
    names, number = ", ".join(map(quote, (*fixed, *columns))), quote(columns[-1])
    places = ", ".join(["%s"] * (len(fixed) + len(columns)))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of ours
    adapt = connection.ops.adapt_datefield_value
    plain = (tuple(adapt(value) if isinstance(value, date) else value for value in row) for row in rows)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"{insert} ON CONFLICT ({key}) DO UPDATE SET {number} = excluded.{number}", [(*fixed.values(), *row) for row in plain]
        )


def days_of(product: Product) -> list[date]:
    """Every day with an event that is kept, or with a count."""
    days = set(DailyActivity.objects.filter(product=product).values_list("day", flat=True).distinct())
    if span := store().span(product.pk):
        first, last = (moment.astimezone(zone()).date() for moment in span)
        days |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    return sorted(days)


def rebuild(product: Product) -> int:
    """Count every day of a product anew, as far as its raw events are kept. Answers how many days there are."""
    marks = marks_of(Uncounted.objects.filter(product=product))[product.pk]
    store().carry_over()
    days = days_of(product)
    count(product.pk, {day: marks[day] for day in {*days, *marks}})
    let_count_again([product.pk])
    return len(days)


def bring_up_to_date(product: Product) -> None:
    """Count what is not counted yet of a product, for somebody who needs its numbers now: marked days, features just defined."""
    roll_up(product)
    for feature in Feature.objects.filter(product=product, count__knows_past=False).select_related("product"):
        count_feature(feature)


def count_feature(feature: Feature) -> int:
    """Count a feature's past anew, for what tells of it was said or changed. Answers how many days there are."""
    told = DailyEvent.objects.filter(product=feature.product_id)
    if feature.event_names:
        told = told.filter(name__in=feature.event_names)
    days = sorted({*told.order_by().values_list("day", flat=True).distinct(),
                   *feature.daily_uses.order_by().values_list("day", flat=True).distinct()})  # fmt: skip
    done = 0
    for turn in turns(feature.product_id, days, feature.event_names):
        take_safely(partial(count_uses, feature, turn))
        done += len(turn.days) if turn.is_last else 0
        report(done, len(days))
    # Not where it was changed again meanwhile: then another count is on its way.
    FeatureCount.objects.filter(feature=feature, feature__version=feature.version).update(knows_past=True, is_stale=True)
    FunnelCount.objects.filter(funnel__product=feature.product_id).update(is_stale=True)
    return len(days)


@transaction.atomic
def count_uses(feature: Feature, turn: Turn) -> None:
    """Count a turn of one feature anew, as far as its raw events are kept."""
    Product.objects.select_for_update(no_key=True).get(pk=feature.product_id)
    days = kept_of(feature.product_id, turn.days)
    rows = turn.rows(DailyUse.objects.filter(feature=feature, day__in=days))
    settle(rows, ("feature_id", "user_id", "day"), "uses", uses_by_day(feature, days, turn))
