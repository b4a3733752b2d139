"""Which events are asked for, in ClickHouse's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from usage.store import Match
from usage.store.changes import Changes

SINCE, UNTIL = "fromUnixTimestamp64Micro({since:Int64}, 'UTC')", "fromUnixTimestamp64Micro({until:Int64}, 'UTC')"
EPOCH, TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


class Asked:
    """Which events are asked for: conditions in ClickHouse's words, and the values that go along with them."""

    def __init__(self, product_id: int | None = None, since: datetime | None = None, until: datetime | None = None) -> None:
        self.conditions: list[str] = ["1"]
        self.values: dict[str, Any] = {}
        if product_id is not None:
            self.require("product_id = {product:UInt64}", product=product_id)
        if since is not None:
            self.require(f"at >= {SINCE}", since=(since - EPOCH) // TICK)
        if until is not None:
            self.require(f"at < {UNTIL}", until=(until - EPOCH) // TICK)

    def __str__(self) -> str:
        return " AND ".join(self.conditions)

    def require(self, condition: str, **values: Any) -> None:
        """One condition more."""
        self.conditions.append(condition)
        self.values |= values

    def matching(self, match: Match, changes: Changes) -> Asked:
        """Only what a match means. What a user's events carried is gone with their erasure."""
        if match.names:
            self.require("name IN {names:Array(String)}", names=list(match.names))
        for place, (key, value) in enumerate(match.properties):
            self.require(property_is(place, value), **{f"key{place}": key, f"value{place}": value})
        if match.properties and changes.forgotten:
            self.conditions.append(f"user_id NOT IN {listed(changes.forgotten)}")
        return self


def property_is(place: int, value: Any) -> str:
    """That a property is there with a value of the same kind: the text “1” is not the number."""
    where = f"properties, {{key{place}:String}}"
    if isinstance(value, bool):
        return f"JSONType({where}) = 'Bool' AND JSONExtractBool({where}) = {{value{place}:Bool}}"
    if isinstance(value, str):
        return f"JSONType({where}) = 'String' AND JSONExtractString({where}) = {{value{place}:String}}"
    return f"JSONType({where}) IN ('Int64', 'UInt64', 'Double') AND JSONExtractFloat({where}) = {{value{place}:Float64}}"


def whose(changes: Changes) -> str:
    """Whose an event is by now."""
    if not changes.moved:
        return "user_id"
    gone, stays = listed(changes.moved), listed(changes.moved.values())
    return f"transform(user_id, array{gone}::Array(UInt64), array{stays}::Array(UInt64), user_id)"


def listed(ids: Iterable[int]) -> str:
    """Ids of rows as ClickHouse writes them."""
    return f"({', '.join(str(int(one)) for one in ids)})"


def instant(at: datetime) -> datetime:
    """A moment as ClickHouse tells it, which is UTC's."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
