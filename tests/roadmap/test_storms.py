"""Sixteen writers at one vote and at one card: nothing lost, nothing doubled, nobody sees a fault."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from history.models import Event
from people.models import ApiToken
from roadmap.actions import create_idea, create_initiative, place_initiative
from roadmap.models import Horizon, Initiative, Vote

WRITERS = 16
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together(cast):
    """Run ``path, body, headers`` of each writer at the same moment; give their statuses."""
    _, token = ApiToken.objects.create(cast.product_manager, name="storm", scope="write")

    def run(calls):
        gate, statuses = Barrier(len(calls)), []

        def write(path, body, headers):
            try:
                api = APIClient(raise_request_exception=False)
                api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
                gate.wait(30)
                statuses.append(api.post(path, body, format="json", headers=headers).status_code)
            finally:
                connections.close_all()

        threads = [Thread(target=write, args=call) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return Counter(statuses)

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share no database that lives in memory.")
    return run


def test_one_company_has_one_vote_however_many_give_it(cast, acting, together):
    idea = create_idea(product=cast.product, title="Export", actor=acting(cast.product_manager))
    statuses = together([(f"/api/v1/ideas/{idea.pk}/vote/", {"company": cast.acme.pk}, {})] * WRITERS)
    assert statuses == {201: 1, 409: WRITERS - 1}
    assert Vote.objects.standing().count() == 1
    assert Event.objects.filter(kind="vote.given").count() == 1


def test_one_card_moved_by_all_at_once_is_in_one_place(cast, acting, together):
    petra = acting(cast.product_manager)
    cards = [create_initiative(product=cast.product, title=f"Card {n}", actor=petra) for n in range(6)]
    for n, card in enumerate(cards):
        place_initiative(card, horizon=list(Horizon)[n % 3], actor=petra)
    lanes = [str(horizon) for horizon in Horizon]
    calls = [
        (
            f"/api/v1/initiatives/{cards[0].pk}/move/",
            {"horizon": lanes[n % 3], "before": cards[n % 5 + 1].pk, "reason": "It may go back."},
            {},
        )
        for n in range(WRITERS)
    ]
    assert together(calls) == {200: WRITERS}
    assert_whole(cards)


def test_all_cards_moved_at_once_into_one_lane_are_all_there(cast, acting, together):
    petra = acting(cast.product_manager)
    cards = [create_initiative(product=cast.product, title=f"Card {n}", actor=petra) for n in range(WRITERS)]
    calls = [(f"/api/v1/initiatives/{card.pk}/move/", {"horizon": "now", "after": cards[0].pk}, {}) for card in cards]
    assert together(calls) == {200: WRITERS}
    assert_whole(cards)


def test_of_many_who_saw_the_same_card_one_moves_it(cast, acting, together):
    card = create_initiative(product=cast.product, title="Card", actor=acting(cast.product_manager))
    calls = [(f"/api/v1/initiatives/{card.pk}/move/", {"horizon": "next"}, {"If-Match": '"1"'})] * WRITERS
    assert together(calls) == {200: 1, 409: WRITERS - 1}


def assert_whole(cards):
    """Every card is on the board once, and no two share a place."""
    places = list(Initiative.objects.on_roadmap().values_list("pk", "horizon", "position"))
    assert {pk for pk, _, _ in places} == {card.pk for card in cards}
    assert len({(horizon, position) for _, horizon, position in places}) == len(cards)
