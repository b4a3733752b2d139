"""What a large organisation has: ten thousand ideas, three hundred cards. Its pages ask the database no more for it.

Five hundred key results are in tests/objectives/test_tree.py.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Company
from feedback.models import Feedback
from history.actor import Actor
from roadmap.actions import count_evidence, withdraw_vote
from roadmap.forms.ideas import IdeaFilter
from roadmap.models import Idea, IdeaState, Initiative, Insight, ToCount, Vote
from roadmap.models.initiatives import Horizon, InitiativeState
from roadmap.tally import tally_ideas

pytestmark = pytest.mark.django_db

IDEAS, CARDS = 10_000, 300
MOST_QUERIES = 15


def queries_of(browser, address: str):
    """The page, and how often it asked the database; a first request warms up what is kept between requests."""
    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    assert answer.status_code == 200
    return answer, len(queries)


def make_ideas(cast, count: int) -> list[Idea]:
    """Ideas, some thousand of them with words and votes behind them."""
    luck = Random(11)
    companies = Company.objects.bulk_create(Company(name=f"Firm {n}", arr=Decimal(1000 * n)) for n in range(200))
    said = Feedback.objects.bulk_create(
        Feedback(text="please", product=cast.product, company=luck.choice(companies), submitted_by=cast.salesperson)
        for _ in range(1000)
    )
    Idea.objects.bulk_create(
        (Idea(product=cast.product, title=f"Idea {n:05}", state=IdeaState.BACKLOG, owner=cast.leader) for n in range(count)),
        batch_size=2000,
    )
    ideas = list(Idea.objects.order_by("pk"))
    Insight.objects.bulk_create(
        Insight(
            feedback=one,
            idea=idea,
            excerpt="please",
            start=0,
            end=6,
            importance=luck.randrange(4),
            made_by=cast.leader,
        )
        for one in said
        for idea in luck.sample(ideas, 3)
    )
    Vote.objects.bulk_create(
        Vote(idea=idea, company=luck.choice(companies), given_by=cast.salesperson) for idea in luck.sample(ideas, count // 5)
    )
    return ideas


def test_ten_thousand_ideas_are_paged_in_every_order(cast, browse):
    ideas = make_ideas(cast, IDEAS)
    while count_evidence():
        pass
    withdraw_vote(Vote.objects.filter(idea__in=ideas[:500]).first(), actor=Actor(person=cast.product_manager))
    assert ToCount.objects.exists()  # the page counts this one itself
    browser = browse(cast.product_manager)
    for sort, _ in IdeaFilter.SORTS:
        answer, count = queries_of(browser, f"/ideas/?sort={sort}&page=2")
        shown = answer.context["ideas"]
        assert (len(shown), shown.paginator.count) == (50, IDEAS)
        name = sort.removeprefix("-")
        assert count <= MOST_QUERIES, (sort, count)
        values = [getattr(one, name) for one in shown]
        assert values == sorted(values, reverse=sort.startswith("-")), sort
    heaviest = browser.get("/ideas/?sort=-weight").context["ideas"][0]
    counted = tally_ideas(Idea.objects.all(), Actor(person=cast.product_manager))
    assert heaviest.weight == max(one.weight for one in counted)


def test_three_hundred_cards_on_the_board(cast, browse):
    ideas = make_ideas(cast, CARDS)
    lanes = list(Horizon.values)
    cards = Initiative.objects.bulk_create(
        Initiative(
            product=cast.product, title=f"Card {n}", state=InitiativeState.ON_ROADMAP, horizon=lanes[n % 3], position=1000 * n,
            owner=cast.product_manager,
        )
        for n in range(CARDS)
    )  # fmt: skip
    through = Initiative.ideas.through
    through.objects.bulk_create(through(initiative=card, idea=idea) for card, idea in zip(cards, ideas, strict=True))
    answer, count = queries_of(browse(cast.product_manager), "/roadmap/")
    page = answer.content.decode()
    assert all(f">Card {n}<" in page for n in range(CARDS))
    assert count <= MOST_QUERIES, count
