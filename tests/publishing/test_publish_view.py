"""A roadmap for customers behind a link: what it shows, what it never shows, and how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from customers.models import Company, Contact
from feedback.actions import give_feedback
from feedback.models import Feedback
from history import clock
from history.refusals import NotAllowed, NotPossible
from objectives.models import Cycle, KeyResult, Objective
from people.actions import add_product_line
from people.models import Person, Product, ProductLine
from publishing.actions import (
    archive_view,
    change_link,
    make_view,
    publish_view,
    revoke_link,
    take_card_off,
    unarchive_view,
    word_card,
)
from publishing.models import Link, RoadmapView
from roadmap.actions import (
    complete_initiative,
    create_idea,
    create_initiative,
    edit_initiative,
    link_insight,
    place_initiative,
    set_up_board,
    take_off_roadmap,
)
from roadmap.models import Board, Idea, Initiative
from tests.reading import tells

MARK = "Zugvogel"


def path_of(link, rest=""):
    """The link's address on this server."""
    return f"/r/{link.secret}/{rest}"


def text(response):
    """What is read."""
    return response.content.decode()


def test_whoever_has_the_link_reads_the_words_and_the_lane(link):
    page = text(Client().get(path_of(link)))
    for words in ("What comes", "Being built", "Exports that travel", "<em>reports</em>"):
        assert words in page
    assert "Exports that travel: Being built" in text(Client().get(path_of(link, "feed/")))


def test_nothing_of_ours_is_ever_shown(cast, petra, card, view, link, acting):
    """Every text of every record behind a card gets a mark, as does every amount; no public page holds one."""
    idea = create_idea(product=cast.product, title="Idea", owner=cast.product_manager, actor=petra)
    contact = Contact.objects.create(name="Ann", company=cast.acme, email="ann@acme.example")
    feedback = give_feedback(text="Exports please", product=cast.product, contact=contact, actor=petra)
    link_insight(feedback, idea=idea, start=0, end=7, importance=3, actor=petra)
    cycle = Cycle.objects.create(name="Q4", starts_on="2026-10-01", ends_on="2026-12-31")
    objective = Objective.objects.create(cycle=cycle, product=cast.product, title="Objective", owner=cast.leader)
    result = KeyResult.objects.create(objective=objective, title="Result", baseline=0, target=4242, current=1, owner=cast.leader)
    done = create_initiative(
        product=cast.product, title="Done", owner=cast.leader, ideas=[idea], key_results=[result], actor=petra
    )
    word_card(view, place_initiative(done, horizon="now", actor=petra), title="It is here", actor=petra)
    complete_initiative(done, actual_outcomes="Secret numbers", actor=petra)
    edit_initiative(card, owner=cast.leader, ideas=[idea], key_results=[result], problem="P", target_outcomes="T", actor=petra)
    place_initiative(create_initiative(product=cast.product, title="Not worded", actor=petra), horizon="now", actor=petra)
    add_product_line(name="Line", actor=acting(cast.admin))
    set_up_board(cast.product, now_name="Ours", actor=petra)
    for model in (Initiative, Idea, Company, Contact, Person, Objective, KeyResult, Feedback, Cycle, Product, ProductLine, Board):
        texts = [
            field for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in ("password", "currency", "source")
        ]  # fmt: skip
        assert texts, model
        for row in model._default_manager.all():
            words = {field.name: f"{MARK}{row.pk}{field.name}"[: field.max_length or 99] for field in texts}
            model._default_manager.filter(pk=row.pk).update(**words)
    RoadmapView.objects.update(name=MARK)
    Company.objects.update(arr=987_654)
    pages = [text(Client().get(path_of(link, rest))) for rest in ("", "feed/", f"cards/{view.cards.first().code}/")]
    change_link(view, frame_origins=["https://www.example.com"], actor=petra)
    pages.append(text(Client().get(path_of(link, "frame/"))))
    change_link(view, password="a long secret", actor=petra)
    pages.append(text(Client().get(path_of(link))))
    for page in pages:
        for ours in (MARK, MARK.lower(), "INIT-", "IDEA-", "Not worded"):
            assert ours not in page, ours
        for figure in ("987", "4242"):
            assert not tells(page, figure), figure
    assert "It is here" in pages[0], "the page is not simply empty"


def test_a_link_is_not_listed_not_cached_and_not_passed_on(link):
    answer = Client().get(path_of(link))
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert 'name="robots" content="noindex' in text(answer)


def test_a_link_cannot_be_guessed_or_read_in_the_database(link):
    assert len(link.secret) == 64
    kept = Link.objects.values().get()
    assert link.secret not in str(kept)
    for wrong in (link.secret[:-1] + ("0" if link.secret[-1] != "0" else "1"), link.nonce, link.secret_hash, "x"):
        assert Client().get(f"/r/{wrong}/").status_code == 404


def test_a_revoked_link_shows_nothing_and_a_new_one_is_another(link, view, petra):
    revoke_link(view, actor=petra)
    assert {Client().get(path_of(link, rest)).status_code for rest in ("", "feed/", "frame/")} == {404}
    again = publish_view(view, actor=petra)
    assert again.secret != link.secret
    assert Client().get(path_of(again)).status_code == 200
    assert Client().get(path_of(link)).status_code == 404


def test_a_link_ends_with_its_last_day(link, view, petra):
    change_link(view, expires_on=clock.today() + timedelta(days=2), actor=petra)
    assert Client().get(path_of(link)).status_code == 200
    with clock.at(clock.now() + timedelta(days=4)):
        assert Client().get(path_of(link)).status_code == 404
    with pytest.raises(ValidationError):
        change_link(view, expires_on=clock.today() - timedelta(days=1), actor=petra)


def test_a_password_is_asked_for_and_guessing_is_slow(link, view, petra):
    change_link(view, password="open sesame", actor=petra)
    reader = Client()
    assert "Exports that travel" not in text(reader.get(path_of(link)))
    code = view.cards.get().code
    assert reader.get(path_of(link, "feed/")).status_code == reader.get(path_of(link, "frame/")).status_code == 404
    assert "Exports" not in text(reader.get(path_of(link, f"cards/{code}/")))
    assert reader.post(path_of(link), {"password": "wrong"}).status_code == 422
    assert reader.post(path_of(link), {"password": "open sesame"}).status_code == 302
    assert "Exports that travel" in text(reader.get(path_of(link)))
    change_link(view, password="another one", actor=petra)
    assert "Exports that travel" not in text(reader.get(path_of(link))), "another password lets nobody in who knew the old one"
    assert "open sesame" not in Link.objects.get().password
    with clock.at(datetime.fromisoformat("2026-10-01T12:00:01+00:00")):
        guesses = [Client().post(path_of(link), {"password": f"guess {n}"}).status_code for n in range(8)]
    assert guesses[-1] == 429


def test_only_the_named_sites_show_it_in_a_frame(link, view, petra):
    assert Client().get(path_of(link, "frame/")).status_code == 404
    change_link(view, frame_origins=["https://www.example.com/"], actor=petra)
    answer = Client().get(path_of(link, "frame/"))
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors https://www.example.com" in policy
    assert "X-Frame-Options" not in answer
    page = Client().get(path_of(link))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    for wrong in ("javascript:alert(1)", "https://a.example 'unsafe-inline'", "example.com; script-src *", "*"):
        with pytest.raises(ValidationError):
            change_link(view, frame_origins=[wrong], actor=petra)


def test_cards_come_and_go_with_the_roadmap_and_with_their_words(link, view, petra, card):
    place_initiative(card, horizon="later", reason="Late", actor=petra)
    lanes = {lane.name: [one.title for one in lane.cards] for lane in Client().get(path_of(link)).context["lanes"]}
    assert lanes == {"now": [], "next": [], "later": ["Exports that travel"], "completed": []}
    take_off_roadmap(card, reason="Early", actor=petra)
    assert "Exports that travel" not in text(Client().get(path_of(link)))
    place_initiative(card, horizon="now", actor=petra)
    take_card_off(view, card, actor=petra)
    assert "Exports that travel" not in text(Client().get(path_of(link)))


def test_an_archived_view_shows_nothing_until_it_is_back(link, view, petra):
    archive_view(view, actor=petra)
    assert Client().get(path_of(link)).status_code == 404
    with pytest.raises(NotPossible):
        word_card(view, Initiative.objects.get(), title="x", actor=petra)
    unarchive_view(view, actor=petra)
    assert Client().get(path_of(link)).status_code == 200


def test_only_a_roadmap_for_customers_has_a_link(petra):
    inside = make_view(name="Board meeting", audience="leadership", actor=petra)
    with pytest.raises(NotPossible):
        publish_view(inside, actor=petra)


def test_who_does_not_shape_publishes_nothing(cast, acting, browse, call, view):
    for who in (cast.viewer, cast.salesperson, cast.leader):
        with pytest.raises(NotAllowed):
            publish_view(view, actor=acting(who))
        assert browse(who).post(f"/roadmap/views/{view.pk}/link/").status_code == 403
        assert call(who).post(f"/api/v1/roadmap-views/{view.pk}/publish/", {}, format="json").status_code == 403
        assert call(who).get(f"/api/v1/roadmap-views/{view.pk}/").json()["link"] is None


def test_the_web_and_the_api_publish_too(cast, browse, call, view):
    web, api = browse(cast.product_manager), call(cast.product_manager)
    said = {"password": "", "expires_on": "", "frame_origins": "https://a.example\nhttps://b.example"}
    assert web.post(f"/roadmap/views/{view.pk}/link/", said).status_code == 302
    link = Link.objects.get()
    assert link.frame_origins == ["https://a.example", "https://b.example"]
    assert link.secret in text(web.get(f"/roadmap/views/{view.pk}/"))
    assert web.post(f"/roadmap/views/{view.pk}/link/", said | {"frame_origins": "nonsense"}).status_code == 422
    path = f"/api/v1/roadmap-views/{view.pk}/"
    assert api.post(f"{path}publish/", {}, format="json").status_code == 409
    changed = api.post(f"{path}change-link/", {"password": "secret enough"}, format="json").json()
    assert changed["link"]["has_password"] is True
    assert api.post(f"{path}change-link/", {"password": "short"}, format="json").json()["errors"].keys() == {"password"}
    assert api.post(f"{path}revoke-link/", {}, format="json").json()["link"] is None
    assert web.post(f"/roadmap/views/{view.pk}/link/revocation/").status_code == 409


def test_a_public_page_asks_as_much_for_thirty_cards_as_for_three(cast, petra, view, link, django_assert_max_num_queries):
    def more(count):
        for number in range(count):
            made = create_initiative(product=cast.product, title=f"Ours {number}", actor=petra)
            word_card(view, place_initiative(made, horizon="next", actor=petra), title=f"Theirs {number}", actor=petra)

    def asked(rest):
        with django_assert_max_num_queries(6) as captured:
            assert Client().get(path_of(link, rest)).status_code == 200
        return len(captured)

    more(3)
    few = [asked(""), asked("feed/")]
    more(27)
    assert [asked(""), asked("feed/")] == few
