"""How each signup came to a milestone, counted by the database: a half year of them can be a hundred thousand users.

What is told of a signup is how its way ended (it reached the milestone, gave up, or is still on its way) after how many days.
Only how many there are of each kind leaves the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q
from django.db.models.functions import TruncDate

from figures.survival import LOST, REACHED, WAITING
from growth.usage_reading import seen_since
from people.models import Product
from usage.models import Feature

DAYS_BETWEEN = {
    "postgresql": "until - signed",
    "sqlite": "cast(julianday(until) - julianday(signed) as integer)",
}
# The last day is looked up for those alone who did not reach it: each by the index, where all of them together are a long scan.
# Materialized, or else it would be looked up again wherever it is named.
COUNTED = """
with who (id, motion, signed) as ({users}),
  uses (user_id, day, so_far) as (
    select user_id, day, sum(uses) over (partition by user_id order by day) from usage_dailyuse where feature_id = %s),
  reached (user_id, day) as (select user_id, min(day) from uses where so_far >= %s group by user_id),
  came (motion, signed, reached, last) as materialized (
    select motion, signed, reached.day, case when reached.day is null then coalesce(
      (select max(day) from usage_dailyactivity where usage_dailyactivity.user_id = who.id), signed) end
    from who left join reached on reached.user_id = who.id),
  ended (motion, signed, ending, until) as (
    select motion, signed,
      case when reached is not null then {REACHED} when last < %s then {LOST} else {WAITING} end,
      case when reached is not null then reached when last < %s then last else {today} end
    from came)
select coalesce(motion, ''), ending, signed >= %s, {days}, count(*) from ended group by 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Way:
    """How ``n`` signups ended, all after the same number of days; ``has_time``: whether they still have time."""

    motion: str
    ending: int
    has_time: bool
    days: int
    n: int


def ways_of(
    product: Product, feature: Feature, nth: int, *, since: date, today: date, within: int, gone_after: int, among: Q
) -> list[Way]:
    """How the users that signed up from ``since`` on came to their ``nth`` use of a feature, counted over all their days.

    Who did not come for ``gone_after`` days gave up at the end of these; whose ``within`` days have not passed still has time.
    """
    users = seen_since(product, since, among).annotate(signed=TruncDate("first_seen_at"))
    try:
        chosen, given = users.values_list("pk", "company__motion", "signed").query.sql_with_params()
    except EmptyResultSet:
        return []
    here = "cast(%s as date)" if connection.vendor == "postgresql" else "%s"
    said = COUNTED.format(
        users=chosen, REACHED=REACHED, LOST=LOST, WAITING=WAITING, today=here, days=DAYS_BETWEEN[connection.vendor]
    )
    gone, late = today - timedelta(days=gone_after), today - timedelta(days=within)
    with connection.cursor() as cursor:
        days = [day.isoformat() for day in (gone, gone, today, late)]
        cursor.execute(said, [*given, feature.pk, nth, *days])
        rows = cursor.fetchall()
    rest = {REACHED: 0, LOST: gone_after, WAITING: 0}
    return [
        Way(motion, ending, bool(has_time), days + rest[ending], n) for motion, ending, has_time, days, n in rows
    ]  # fmt: skip
