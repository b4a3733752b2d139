"""What was set aside comes back once enough others say the same, by meaning."""

import pytest

from feedback.actions import set_aside
from feedback.alike import alike_since
from matching.text import embedder

pytestmark = pytest.mark.django_db


def aside(say, pm, text):
    """A feedback that was set aside until two more say so."""
    feedback = say(text)
    set_aside(feedback, reason="not_our_market", revisit_count=2, actor=pm)
    return feedback.set_asides.get()


def test_what_is_near_in_meaning_counts_and_what_is_not_does_not(say, read, pm):
    put_away = aside(say, pm, "Night mode for the workshop")
    near, far = say("Night mode for the workshop please"), say("Export figures into spreadsheets")
    read()
    assert set(alike_since(put_away)) == {near}
    assert far not in alike_since(put_away)


def test_what_was_said_before_does_not_count(say, read, pm):
    say("Night mode for the workshop please")
    put_away = aside(say, pm, "Night mode for the workshop")
    read()
    assert list(alike_since(put_away)) == []


def test_without_a_model_nothing_counts_by_meaning(say, read, pm, monkeypatch):
    put_away = aside(say, pm, "Night mode for the workshop")
    say("Night mode for the workshop please")
    read()
    monkeypatch.setattr(embedder, "model_id", lambda: "")
    assert list(alike_since(put_away)) == []
