"""How long reading a query, searching 100,000 vectors, and suggesting beside a feedback take."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django
import numpy as np

django.setup()

from django.conf import settings
from django.test import Client

from feedback.models import Feedback, FeedbackState
from history.actor import Role
from matching.models import Embedding, Kind
from matching.text.embedder import at_work, unit
from matching.text.vectors import ExactIndex
from people.models import Person

QUERIES = (
    "The export takes an hour and we need it before nine", "dark mode", "Why can I not sign in with our company account?",
    "Our people on building sites have no signal, and what they type is gone when they come back to the office",
)  # fmt: skip


def timed(work: Callable[[int], Any], rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each round, by the clock and of the processor; the first, which warms up, is left out."""
    work(0)
    taken = []
    for n in range(rounds):
        started, spent = time.perf_counter(), time.process_time()
        work(n)
        taken.append(((time.perf_counter() - started) * 1000, (time.process_time() - spent) * 1000))
    return taken


def told(rounds: list[tuple[float, float]], target: float) -> dict[str, float]:
    """What the rounds say, against the target."""
    taken, spent = zip(*rounds, strict=True)
    p95 = statistics.quantiles(taken, n=20)[-1]
    return {
        "rounds": len(taken), "median_ms": round(statistics.median(taken), 1), "p95_ms": round(p95, 1), "target_ms": target,
        "p95_to_target": round(p95 / target, 2), "p95_to_median": round(p95 / statistics.median(taken), 2),
        "processor_median_ms": round(statistics.median(spent), 1),
        "processor_p95_ms": round(statistics.quantiles(spent, n=20)[-1], 1),
    }  # fmt: skip


def search(vectors: int, rounds: int) -> dict[str, Any]:
    """Encode a query, and find its nearest among many."""
    model = at_work()
    if model is None:
        sys.exit("There is no sentence model here.")
    index, rng = ExactIndex(model.dim), np.random.default_rng(1)
    for first in range(0, vectors, 10_000):
        some = min(10_000, vectors - first)
        index.upsert(range(first, first + some), unit(rng.normal(size=(some, model.dim))))
    query = model.embed([QUERIES[0]])[0]
    return {
        "vectors": vectors,
        "encode": told(timed(lambda n: model.embed([QUERIES[n % len(QUERIES)]], "query"), rounds), 150),
        "search": told(timed(lambda n: index.search(query, 200), rounds), 150),
        "encode_and_search": told(
            timed(lambda n: index.search(model.embed([QUERIES[n % len(QUERIES)]], "query")[0], 200), rounds), 150
        ),
    }  # fmt: skip


def endpoint(rounds: int) -> dict[str, Any]:
    """Ask for the suggestions of one feedback after another, as the reading pane does."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    person = Person.objects.with_role(Role.PRODUCT).first()
    read = Embedding.objects.filter(kind=Kind.FEEDBACK).values("object_id")
    ids = list(
        Feedback.objects.filter(pk__in=read, merged_into=None).exclude(state=FeedbackState.ARCHIVED).values_list("pk", flat=True)
    )
    if person is None or not ids:
        sys.exit("There is no product manager, or no feedback that has been read.")
    browser = Client()
    browser.force_login(person)

    def ask(n: int) -> None:
        answer = browser.get(f"/suggestions/{ids[n % len(ids)]}/", HTTP_HX_REQUEST="true")
        if answer.status_code != 200:
            sys.exit(f"The suggestions answered {answer.status_code}.")

    return {"feedback_read": len(ids), "suggestions": told(timed(ask, rounds), 300)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--endpoint", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(endpoint(asked.rounds) if asked.endpoint else search(asked.vectors, asked.rounds), indent=2))


if __name__ == "__main__":
    main()
