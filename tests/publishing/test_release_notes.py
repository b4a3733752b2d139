"""Release notes: drafted from what was completed, mended, published, and mailed once to each who asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from answers.models import Answer
from customers.models import Contact
from feedback.actions import give_feedback
from history import clock
from history.refusals import NotAllowed, NotPossible
from publishing.actions import (
    draft_notes,
    edit_notes,
    make_view,
    publish_notes,
    publish_view,
    send_notes,
    withdraw_notes,
    word_card,
)
from roadmap.actions import complete_initiative, create_idea, create_initiative, link_insight, place_initiative


@pytest.fixture
def done(cast, petra):
    """Two things completed that Ann asked for, one that was killed; Ben has no address."""
    ann = Contact.objects.create(name="Ann", company=cast.acme, email="ann@acme.example")
    ben = Contact.objects.create(name="Ben", company=cast.acme)
    made = {}
    for title, ending in (("Print", "met"), ("Export", "partly"), ("Fax", "killed")):
        idea = create_idea(product=cast.product, title=f"Our {title}", actor=petra)
        for who in (ann, ben):
            said = give_feedback(text=f"{title} please", product=cast.product, contact=who, actor=petra)
            link_insight(said, idea=idea, start=0, end=5, importance=3, actor=petra)
        card = create_initiative(product=cast.product, title=f"Our {title}", ideas=[idea], actor=petra)
        card = place_initiative(card, horizon="now", actor=petra)
        made[title] = complete_initiative(card, actual_outcomes="It does", ending=ending, actor=petra)
    return made


@pytest.fixture
def notes(cast, petra, done):
    """Notes of today."""
    view = make_view(name="Outside", audience="customers", product=cast.product, actor=petra)
    word_card(view, done["Print"], title="Print anything", text="On any paper.", actor=petra)
    return draft_notes(cast.product, since=clock.today(), until=clock.today(), actor=petra)


def test_a_draft_holds_what_is_in_customers_hands_in_their_words(notes):
    assert "## Print anything\n\nOn any paper." in notes.text
    assert "## Our Export" in notes.text
    assert "Fax" not in notes.text


def test_days_without_anything_give_no_draft(cast, petra, done):
    long_ago = clock.today() - timedelta(days=90)
    with pytest.raises(ValidationError):
        draft_notes(cast.product, since=long_ago, until=long_ago + timedelta(days=3), actor=petra)
    with pytest.raises(ValidationError):
        draft_notes(cast.product, since=clock.today(), until=long_ago, actor=petra)


def test_a_draft_is_for_those_who_write_it_and_published_notes_for_all(cast, petra, browse, notes):
    link = publish_view(notes.product.roadmap_views.get(), actor=petra)
    path = f"/roadmap/notes/{notes.pk}/"
    assert browse(cast.viewer).get(path).status_code == 404
    assert notes.title not in Client().get(f"/r/{link.secret}/").content.decode()
    publish_notes(edit_notes(notes, text="## Print\n\nAt last.", actor=petra), actor=petra)
    assert "At last." in browse(cast.viewer).get(path).content.decode()
    assert "At last." in Client().get(f"/r/{link.secret}/").content.decode()
    withdraw_notes(notes, actor=petra)
    assert browse(cast.viewer).get(path).status_code == 404


def test_who_asked_for_two_things_gets_one_mail_and_nobody_is_told_twice(petra, notes, run_jobs):
    with pytest.raises(NotPossible):
        send_notes(notes, actor=petra)
    publish_notes(notes, actor=petra)
    sent = send_notes(notes, actor=petra)
    assert [answer.contact.name for answer in sent] == ["Ann"]
    assert sent[0].feedback.count() == 2, "both of her words are answered"
    assert send_notes(notes, actor=petra) == []
    run_jobs()
    ours = [one for one in mail.outbox if one.to == ["ann@acme.example"]]
    assert len(ours) == 1
    assert "On any paper." in ours[0].body
    waiting = Answer.objects.filter(occasion="shipped", state="waiting")
    assert {answer.contact.name for answer in waiting} == {"Ben"}, "who cannot be mailed is left to the account owner"


def test_notes_go_through_the_web_and_the_api(cast, browse, call, acting, done):
    web, today = browse(cast.product_manager), clock.today().isoformat()
    answer = web.post("/roadmap/notes/new/", {"product": cast.product.pk, "since": today, "until": today})
    assert answer.status_code == 302
    path = answer.url
    assert web.post(f"{path}edit/", {"title": "", "text": "x"}).status_code == 422
    assert web.post(f"{path}edit/", {"title": "News", "text": "Mended"}).status_code == 302
    for verb in ("publication/", "sending/"):
        assert web.post(f"{path}{verb}").status_code == 302
    api = call(cast.product_manager)
    made = api.post("/api/v1/release-notes/", {"product": cast.product.pk, "since": today, "until": today}, format="json").json()
    url = f"/api/v1/release-notes/{made['id']}/"
    assert call(cast.viewer).get(url).status_code == 404
    assert api.post(f"{url}publish/", {}, format="json").json()["published_at"]
    assert api.post(f"{url}send/", {}, format="json").json()["sent_at"]
    assert call(cast.viewer).post(f"{url}withdraw/", {}, format="json").status_code == 403
    with pytest.raises(NotAllowed):
        draft_notes(cast.product, since=clock.today(), until=clock.today(), actor=acting(cast.salesperson))
