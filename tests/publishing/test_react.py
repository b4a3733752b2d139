"""A few words about a card of a published roadmap become feedback, within their bounds."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from feedback.models import Feedback
from history import clock
from publishing.actions import change_view, react
from publishing.models import Reaction


@pytest.fixture
def path(link, view):
    """Where words about the card are sent."""
    return f"/r/{link.secret}/cards/{view.cards.get().code}/"


def test_a_readers_words_go_to_the_inbox_and_say_which_card(cast, browse, card, path):
    assert Client().post(path, {"text": "We would use this daily."}).url.endswith("?said=1")
    feedback = Feedback.objects.get()
    assert (feedback.text, feedback.channel, feedback.product) == ("We would use this daily.", "portal", cast.product)
    assert (feedback.company, feedback.contact) == (None, None), "nobody is believed to be whom they name"
    page = browse(cast.product_manager).get(f"/feedback/{feedback.pk}/").content.decode()
    assert "Exports that travel" in page
    assert card.key in page


def test_words_never_show_on_the_roadmap(link, path):
    Client().post(path, {"text": "Only for you"})
    assert "Only for you" not in Client().get(f"/r/{link.secret}/").content.decode()


def test_the_same_words_are_there_once_and_machines_are_thanked_and_forgotten(path):
    for words in ("Yes please", "  yes   PLEASE "):
        Client().post(path, {"text": words})
    assert Client().post(path, {"text": "Buy now", "website": "x"}).status_code == 302
    assert Client().post(path, {"text": "See https://spam.example"}).status_code == 422
    assert Feedback.objects.count() == Reaction.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "x" * 501])
def test_words_that_cannot_be_come_back_with_what_was_typed(path, words):
    assert Client().post(path, {"text": words}).status_code == 422
    assert not Feedback.objects.exists()


def test_one_computer_says_only_so_much_in_an_hour(path):
    with clock.at(datetime.fromisoformat("2026-10-01T12:00:01+00:00")):
        answers = [Client().post(path, {"text": f"Word {n}"}).status_code for n in range(12)]
    assert answers[:10] == [302] * 10
    assert answers[-1] == 429
    assert Feedback.objects.count() == 10


def test_a_view_that_takes_no_words_has_no_door_for_them(view, petra, path):
    change_view(view, takes_reactions=False, actor=petra)
    assert Client().post(path, {"text": "Hello"}).status_code == 404


def test_salespeople_react_in_their_own_name(cast, acting, browse, call, view, card):
    sam = acting(cast.salesperson)
    react(view.cards.get(), text="Globex asked twice.", actor=sam)
    feedback = Feedback.objects.get()
    assert (feedback.submitted_by, feedback.channel) == (cast.salesperson, "sales")
    page = f"/roadmap/views/{view.pk}/cards/{card.pk}/words/"
    assert browse(cast.salesperson).post(page, {"text": "And again."}).status_code == 302
    body = {"initiative": card.pk, "text": "A third time."}
    assert call(cast.salesperson).post(f"/api/v1/roadmap-views/{view.pk}/react/", body, format="json").status_code == 200
    assert Feedback.objects.count() == 3
    assert call(cast.viewer).post(f"/api/v1/roadmap-views/{view.pk}/react/", body, format="json").status_code == 403
