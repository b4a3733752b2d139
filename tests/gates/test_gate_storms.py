"""Sixteen at one gate at the same moment: exactly one decision, and nobody sees a fault."""

from __future__ import annotations

from collections import Counter
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from rest_framework.test import APIClient

from gates.models import Decision, GateReview, Packet
from history.models import Event
from people.models import ApiToken

WRITERS = 16
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def together():
    """Each ``(person, path, body)`` at the same moment; their statuses."""

    def run(calls):
        tokens = {person.pk: ApiToken.objects.create(person, name="storm", scope="write")[1] for person, _, _ in calls}
        start, statuses = Barrier(len(calls)), []

        def write(person, path, body):
            try:
                api = APIClient(raise_request_exception=False)
                api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens[person.pk]}")
                start.wait(60)
                statuses.append(api.post(path, body, format="json").status_code)
            finally:
                connections.close_all()

        threads = [Thread(target=write, args=call) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(180)
        return Counter(statuses)

    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("Threads share no database that lives in memory.")
    return run


def test_sixteen_deciders_make_one_decision(full, together):
    review = full.voted(1)
    body = {"outcome": "go", "rationale": "It holds.", "probability": "0.7"}
    calls = [(full.panel[n % 3], f"/api/v1/gate-reviews/{review.pk}/decide/", body) for n in range(WRITERS)]
    assert together(calls) == {200: 1, 409: WRITERS - 1}
    assert Decision.objects.count() == Packet.objects.count() == Event.objects.filter(kind="gate.decided").count() == 1


def test_sixteen_drafts_make_one_review(full, together):
    calls = [(full.panel[n % 3], "/api/v1/gate-reviews/", {"idea": full.idea.pk, "gate": 1}) for n in range(WRITERS)]
    assert together(calls) == {201: 1, 409: WRITERS - 1}
    assert GateReview.objects.count() == 1


def test_decisions_at_many_gates_make_one_chain(full, together):
    reviews = [full.voted(1, idea=full.new_idea(f"Idea {number}")) for number in range(6)]
    body = {"outcome": "go", "rationale": "It holds.", "probability": "0.7"}
    calls = [(full.panel[0], f"/api/v1/gate-reviews/{review.pk}/decide/", body) for review in reviews]
    assert together(calls) == {200: 6}
    packets = list(Packet.objects.order_by("number"))
    assert [packet.number for packet in packets] == [1, 2, 3, 4, 5, 6]
    assert [packet.previous for packet in packets[1:]] == [packet.hash for packet in packets[:-1]]
