"""Long work on usage: taking events in, counting them, dropping them. Each says how many events it dealt with."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from filling_usage import DAYS, FEATURES, NAME, agree_on

from history import clock
from people.models import Product
from pqls.tasks import evaluate
from usage.models import DailyActivity, DailyEvent, DailyUse, UsageEvent
from usage.retention import AT_ONCE, prune
from usage.rollups import roll_up
from usage.standing import count_stale
from usage.store import store

BATCHES, A_BATCH = 100, 100
FRESH = 0.02  # the share of events whose user comes for the first time
COUNTED = ((DailyActivity, "events"), (DailyEvent, "events"), (DailyUse, "uses"))
Work = Callable[[], int]


def first_counts(size: int, cast: Any) -> Iterator[tuple[str, Work]]:
    """From raw events to everything that pages show, once."""
    yield "counting every day", lambda: size if roll_up() else 0
    yield "counting how 20 features stand", lambda: count_stale(patience=0)
    yield "a projection, rules of leads", lambda: agreed(cast)
    yield "looking for leads", evaluate


def agreed(cast: Any) -> int:
    """What the team says of it."""
    agree_on(cast)
    return 1


def day_by_day(size: int, key: str) -> Iterator[tuple[str, Work]]:
    """What comes in, and what the worker does about it."""
    bodies = list(islice(batches(size), BATCHES))
    for name in ("taking batches of 100", "taking them again"):
        yield name, lambda: sent(bodies, key)
    yield "a round of the worker after that", lambda: (roll_up(), BATCHES * A_BATCH)[1]
    yield "standings after that", lambda: count_stale(patience=0)


def batches(size: int) -> Iterator[bytes]:
    """Batches as a client sends them: of users known already, and a few who come for the first time; some say who they are."""
    luck, now = random.Random(1), clock.now()
    users, number = max(100, size // 100), 0
    while True:
        items = []
        for _ in range(A_BATCH):
            number += 1
            fresh = luck.random() < FRESH
            who = f"new-{number}" if fresh else f"user-{int(users * luck.random() ** 2)}"
            item = {
                "type": "track", "userId": who, "event": NAME[int(len(NAME) * luck.random() ** 2)],
                "messageId": f"bench-{number}", "timestamp": (now - timedelta(seconds=luck.randrange(600))).isoformat(),
                "properties": {"format": "pdf"},
            }  # fmt: skip
            if luck.random() < 0.05:
                item |= {"type": "identify", "traits": {"email": f"{who}@example.org"}}
            items.append(item)
        yield json.dumps({"batch": items}).encode()


def sent(bodies: list[bytes], key: str) -> int:
    """Each through every door and layer that a request goes through."""
    client, secret = Client(enforce_csrf_checks=True), base64.b64encode(f"{key}:".encode()).decode()
    for body in bodies:
        answer = client.post("/v1/batch", body, content_type="application/json", HTTP_AUTHORIZATION=f"Basic {secret}")
        told = answer.json()
        if answer.status_code != 200 or told["rejected"] or told["accepted"] + told["known"] != A_BATCH:
            raise SystemExit(f"A batch was answered {answer.status_code}: {answer.content[:200]!r}")
    return len(bodies) * A_BATCH


def at_the_end(size: int) -> Iterator[tuple[str, Work]]:
    """Counting everything anew, which must change nothing; and dropping what is old."""
    yield "rebuild_rollups", lambda: rebuilt(size)
    yield "a chunk of dropping", dropped_once
    yield "dropping the first 60 days", lambda: prune(DAYS - 60)


def rebuilt(size: int) -> int:
    """As the command does."""
    before = sums()
    call_command("rebuild_rollups", verbosity=0)
    if (after := sums()) != before:
        raise SystemExit(f"The rebuilt counts differ: {before} before, {after} after.")
    return size


def sums() -> list[tuple[int, int]]:
    """How many rows the counts have, and a number that changes with any of them."""
    found = []
    for model, number in COUNTED:
        rows = model._default_manager.order_by().values_list("pk", number).iterator(10_000)
        found.append((model._default_manager.count(), sum(hash((pk, n)) for pk, n in rows)))
    return found


def dropped_once() -> int:
    """One transaction of dropping: whoever comes in meanwhile waits no longer than this."""
    product = Product.objects.get(key="relay")
    return store().prune(product.pk, clock.now() - timedelta(days=DAYS - 60), AT_ONCE)


def sizes() -> dict[str, Any]:
    """Rows and bytes of the tables."""
    told: dict[str, Any] = {}
    for model in (UsageEvent, DailyActivity, DailyEvent, DailyUse):
        table = model._meta.db_table
        told[table] = {"rows": model._default_manager.count()}
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("select pg_table_size(%s), pg_indexes_size(%s)", [table, table])
                told[table] |= dict(zip(("mb", "index_mb"), (round(one / 2**20) for one in cursor.fetchone()), strict=True))
    return told | {"features": FEATURES}
