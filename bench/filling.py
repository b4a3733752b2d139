"""Fill an empty database with very much: written straight to the tables, for this measures reading and working, not bringing in.

Words follow Zipf's law over some thousand, as people's words do: a few stand nearly everywhere, most of them hardly anywhere.
For ``size`` feedback there are a tenth as many ideas, two fifths as many insights, and a vector for each text.
"""

from __future__ import annotations

import itertools
import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.db import connection, models

from customers.models import Company, Lifecycle
from feedback.models import Channel, DealStage, Feedback, FeedbackState, Request, Tag
from history import clock
from line.finding.spelling import READ, words_in
from line.models import Reading, Word
from matching.models import Embedding, Kind
from matching.text.embedder import MiniLM, unit
from matching.text.vectors import packed
from objectives.models import CheckIn, Cycle, CycleState, KeyResult, Objective
from roadmap.models import Idea, IdeaState, Importance, Insight, Stage, Vote
from roadmap.models.initiatives import Horizon, Initiative, InitiativeState
from tests.cast import Cast, make_cast

BEGINNINGS = "bo ca de fi gu ha in jo ke lu mo na or pa qui re sa te un va we yo".split()  # noqa: SIM905 (one reads it better)
MIDDLES = "bal cen dor fer gan hil lan mer nit por quen ras sel tor ver".split()  # noqa: SIM905
ENDINGS = "a ed er ing is le on or s ure y um".split()  # noqa: SIM905
VOCABULARY = ["".join(parts) for parts in itertools.product(BEGINNINGS, MIDDLES, ENDINGS)]
SPOKEN = ["export", "invoice", "calendar", "offline", "approval", "dashboard", "permission", "notification"]
ROWS = 5000
CARDS, DONE, KEY_RESULTS = 300, 60, 500
TOPICS = 300


def write(model: type[models.Model], rows: Any) -> None:
    """Rows, some thousand at a time."""
    rows = iter(rows)
    while some := list(itertools.islice(rows, ROWS)):
        model._default_manager.bulk_create(some)


class Words:
    """Text as people write it: the rank of a word says how often it is said."""

    def __init__(self, luck: random.Random) -> None:
        words = [*SPOKEN, *VOCABULARY]
        luck.shuffle(words)
        for place, word in enumerate(SPOKEN):  # of known frequency, so that a search is the same on every machine
            words.remove(word)
            words.insert(20 + place * 10, word)
        self.luck, self.words = luck, words
        self.weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))

    def some(self, count: int) -> str:
        """So many of them."""
        return " ".join(self.luck.choices(self.words, cum_weights=self.weights, k=count))


def fill(size: int) -> Cast:
    """An empty database, filled. Returns the cast that works in it."""
    call_command("migrate", verbosity=0)
    settings.ALLOWED_HOSTS = ["testserver"]
    cast = make_cast()
    luck = random.Random(7)
    words, now = Words(luck), clock.now()
    write(
        Company,
        (
            Company(
                name=f"Company {n}", segment=luck.choice(["enterprise", "mid_market", "smb"]), lifecycle=Lifecycle.CUSTOMER,
                arr=Decimal(luck.randrange(1000, 300_000)),
            )
            for n in range(max(50, size // 50))
        ),
    )  # fmt: skip
    companies = list(Company.objects.values_list("pk", flat=True))
    products = (cast.product, cast.product, cast.product, cast.restricted, None)
    states = [FeedbackState.INBOX] * 3 + [FeedbackState.REVIEWED] * 6 + [FeedbackState.ARCHIVED]
    write(
        Feedback,
        (
            Feedback(
                text=words.some(luck.randrange(15, 60)), title=words.some(5) if n % 3 == 0 else "", state=luck.choice(states),
                product=products[n % 5], channel=luck.choice(Channel.values),
                company_id=luck.choice(companies), submitted_by=cast.salesperson, created_at=now,
                said_at=now - timedelta(minutes=luck.randrange(1_000_000)),
                snoozed_until=now + timedelta(days=9) if n % 50 == 0 else None,
            )
            for n in range(size)
        ),
    )  # fmt: skip
    ids = list(Feedback.objects.order_by("pk").values_list("pk", flat=True))
    Feedback.objects.exclude(state=FeedbackState.INBOX).update(snoozed_until=None)
    tags = Tag.objects.bulk_create([Tag(name=f"tag {n}") for n in range(60)])
    write(
        Feedback.tags.through,
        (Feedback.tags.through(feedback_id=pk, tag_id=tags[luck.randrange(60) * luck.randrange(60) // 60].pk) for pk in ids[::2]),
    )
    fill_ideas(size, cast, words, luck, ids, companies)
    fill_plan(cast)
    fill_vectors(ids)
    fill_words()
    if connection.vendor == "postgresql":  # which does so by itself, a little later
        with connection.cursor() as cursor:
            cursor.execute("vacuum analyze")
    return cast


def fill_ideas(size: int, cast: Cast, words: Words, luck: random.Random, ids: list[int], companies: list[int]) -> None:
    """Ideas with what speaks for them: a few are heard often, most now and then."""
    many = size // 10
    write(
        Idea,
        (
            Idea(
                product=(cast.product, cast.product, cast.restricted)[n % 3], title=words.some(5), problem=words.some(30),
                state=IdeaState.BACKLOG if n % 4 else IdeaState.UNSORTED, stage=Stage.ASSESSMENT, owner=cast.product_manager,
            )
            for n in range(many)
        ),
    )  # fmt: skip
    ideas = list(Idea.objects.order_by("pk").values_list("pk", flat=True))
    heads, followers = ideas[: many // 2 : 10], ideas[many // 2 :: 20]
    for head, follower in zip(heads, followers, strict=False):
        Idea.objects.filter(pk=follower).update(stage=Stage.DUPLICATE, duplicate_of=head)
    later, earlier = ids[: size // 50], ids[size // 2 : size // 2 + size // 50]
    for one, into in zip(later, earlier, strict=True):
        Feedback.objects.filter(pk=one).update(merged_into=into, state=FeedbackState.REVIEWED)
    spoken = {(luck.choice(ids), ideas[int(many * luck.random() ** 2)]) for _ in range(size * 2 // 5)}
    write(
        Insight,
        (
            Insight(
                feedback_id=feedback, idea_id=idea, excerpt="what they said", start=0, end=14,
                importance=luck.choice(Importance.values), made_by=cast.product_manager,
            )
            for feedback, idea in sorted(spoken)
        ),
    )  # fmt: skip
    votes = {(ideas[int(many * luck.random() ** 2)], luck.choice(companies)) for _ in range(size // 5)}
    write(Vote, (Vote(idea_id=idea, company_id=company, given_by=cast.salesperson) for idea, company in sorted(votes)))
    write(
        Request,
        (
            Request(
                feedback_id=pk, submitted_by=cast.salesperson, opportunity=f"Deal {pk}", amount=luck.randrange(1000, 90_000),
                stage=luck.choice(DealStage.values), need="They need it.",
            )
            for pk in ids[::50]
        ),
    )  # fmt: skip


def fill_plan(cast: Cast) -> None:
    """A board of 300 cards, each with an idea and a key result that it serves, 60 completed ones, and a cycle with 500 key
    results. A plan grows with no feedback."""
    ideas, horizons = list(Idea.objects.order_by("pk")[:CARDS]), Horizon.values
    cards = Initiative.objects.bulk_create(
        Initiative(
            product=cast.product, title=f"Card {n}", state=InitiativeState.ON_ROADMAP, horizon=horizons[n % len(horizons)],
            position=1000 * n, owner=cast.product_manager,
        )
        for n in range(CARDS)
    )  # fmt: skip
    through = Initiative.ideas.through
    write(through, (through(initiative=card, idea=idea) for card, idea in zip(cards, ideas, strict=False)))
    today = clock.today()
    done = Initiative.objects.bulk_create(
        Initiative(
            product=cast.product, title=f"Done {n}", state=InitiativeState.COMPLETED, target_outcomes="Half the time.",
            actual_outcomes="Two thirds of it.", completed_at=clock.now() - timedelta(days=100 + n), owner=cast.product_manager,
        )
        for n in range(DONE)
    )  # fmt: skip
    write(through, (through(initiative=card, idea=idea) for card, idea in zip(done, reversed(ideas), strict=False)))
    cycle = Cycle.objects.create(
        name="Q1", starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=60), state=CycleState.RUNNING
    )
    top = Objective.objects.create(cycle=cycle, title="Above all", owner=cast.leader)
    aims = Objective.objects.bulk_create(
        Objective(cycle=cycle, product=cast.product, title=f"Aim {n}", owner=cast.leader, parent=top)
        for n in range(KEY_RESULTS // 5)
    )
    results = KeyResult.objects.bulk_create(
        KeyResult(objective=aims[n // 5], title=f"Result {n}", target=10, current=n % 11, owner=cast.product_manager)
        for n in range(KEY_RESULTS)
    )
    serving = Initiative.key_results.through
    write(serving, (serving(initiative=card, keyresult=results[n % KEY_RESULTS]) for n, card in enumerate([*cards, *done])))
    write(CheckIn, (CheckIn(key_result=one, value=one.current, confidence=5, by=cast.product_manager) for one in results))


def fill_words() -> None:
    """The words in use, as the job learns them."""
    counts: Counter[str] = Counter()
    for model, columns in READ:
        last = 0
        for pk, *texts in model._default_manager.order_by("pk").values_list("pk", *columns).iterator():
            counts.update(words_in(" ".join(texts)))
            last = pk
        Reading.objects.update_or_create(table=model._meta.db_table, defaults={"read_to": last})
    write(Word, (Word(text=text, length=len(text), seen=seen) for text, seen in counts.items()))


def fill_vectors(ids: list[int]) -> None:
    """A vector for each text, near one of some hundred topics, so that everything has neighbours."""
    rng = np.random.default_rng(1)
    topics = unit(rng.normal(size=(TOPICS, MiniLM.dim)))
    insights = list(Insight.objects.values_list("pk", flat=True))
    ideas = list(Idea.objects.values_list("pk", flat=True))
    for kind, keys in ((Kind.FEEDBACK, ids), (Kind.IDEA, ideas), (Kind.INSIGHT, insights)):
        for first in range(0, len(keys), ROWS):
            some = keys[first : first + ROWS]
            near = unit(topics[np.array(some) % TOPICS] + rng.normal(size=(len(some), MiniLM.dim)) * 0.04)
            Embedding.objects.bulk_create(
                Embedding(kind=kind, object_id=pk, model_id=MiniLM.model_id, content_hash=f"{kind}{pk}", vector=packed(vector))
                for pk, vector in zip(some, near, strict=True)
            )
