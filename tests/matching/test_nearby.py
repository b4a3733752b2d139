"""What is close in meaning to what somebody looks for."""

from __future__ import annotations

import pytest

from history.actor import Actor
from matching import nearby
from matching.nearby import nearest_to
from matching.text import embedder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def by_words(bag, monkeypatch):
    monkeypatch.setattr(nearby, "at_work", lambda: bag)


def test_what_is_near_comes_without_what_holds_the_words(say, think, read, pm, bag):
    idea, said = think("Dark theme for evenings"), say("Evenings need colours: dark")
    say("Dark theme colours"), say("Something else entirely")
    read()
    found = nearest_to("dark theme colours", actor=pm)
    assert set(found) == {idea, said}
    bag.read.clear()
    nearest_to("Dark  theme colours ", actor=pm)
    assert bag.read == []  # the same words are read once


def test_only_what_one_may_see(cast, say, think, read, pm):
    think("Dark theme of the secret", product=cast.restricted)
    say("Dark colours, secret", product=cast.restricted)
    read()
    assert nearest_to("dark secret evening", actor=Actor(person=cast.outsider)) == []
    assert len(nearest_to("dark secret evening", actor=pm)) == 2


def test_the_search_page_asks_for_it_apart(cast, say, think, read, browse):
    think("Dark theme for evenings")
    read()
    browser = browse(cast.viewer)
    assert (
        'hx-get="/near/?q=dark%20evening%20%26%20colours"' in browser.get("/search/?q=dark evening %26 colours").content.decode()
    )
    part = browser.get("/near/?q=dark evening %26 colours").content.decode()
    assert "Close in meaning" in part
    assert "Dark theme for evenings" in part
    for words in ("", "abc", "x" * 5000, "%00", '"'):
        assert browser.get("/near/", {"q": words}).status_code in (200, 400)


def test_the_api_answers_the_same(cast, think, read, call):
    idea = think("Dark theme for evenings")
    read()
    api = call(cast.viewer)
    assert api.get("/api/v1/near/?q=dark evening colours").json() == [
        {"kind": "idea", "id": idea.pk, "key": idea.key, "title": "Dark theme for evenings"}
    ]
    assert api.get("/api/v1/near/?q=abc").status_code == 400


def test_without_a_model_nothing_is_near(think, read, pm, monkeypatch):
    think("Dark theme for evenings")
    read()
    monkeypatch.setattr(embedder, "PACKAGE", "a_package_that_is_not_there")
    assert nearest_to("dark evening colours", actor=pm) == []
