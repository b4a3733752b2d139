"""Views of the roadmap inside the house: an audience's fields and words, and nothing that a reader may not see."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from answers.actions import approve_wording
from history.refusals import NotAllowed
from publishing.actions import change_view, make_view, word_card
from publishing.models import Card, RoadmapView
from roadmap.actions import create_idea, create_initiative, place_initiative, vote
from tests.reading import whole


def text(response):
    """What the page says."""
    return response.content.decode()


@pytest.fixture
def rich(cast, petra):
    """A card with everything: problem, outcomes, owner, an idea that a company wants, and what we may say of it."""
    idea = create_idea(product=cast.product, title="Idea", actor=petra)
    vote(idea, company=cast.acme, actor=petra)
    approve_wording(idea, may_say="We build exports.", must_not_say="Never a date.", actor=petra)
    made = create_initiative(
        product=cast.product, title="Exports", problem="They retype", target_outcomes="400 readers", owner=cast.leader, ideas=[idea],
        actor=petra,
    )  # fmt: skip
    return place_initiative(made, horizon="now", actor=petra)


def test_each_audience_reads_its_own_fields(cast, browse, petra, rich):
    reader = browse(cast.viewer)
    seen = {
        "leadership": ["400 readers", "€120k"],
        "sales": ["They retype", "We build exports."],
        "internal": ["They retype", "Ingrid Solheim"],
    }
    unseen = {
        "leadership": ["They retype", "Ingrid Solheim", "We build"],
        "sales": ["€120k", "Ingrid Solheim", "Never"],
        "internal": ["€120k", "We build"],
    }
    for audience, words in seen.items():
        view = make_view(name=f"For {audience}", audience=audience, actor=petra)
        page = text(reader.get(f"/roadmap/views/{view.pk}/"))
        card = page[page.index("view-lanes") :]
        card = card[: card.index("<h2>Activity")]
        assert all(one in card for one in words), audience
        assert not [one for one in unseen[audience] if one in card], audience


def test_fields_and_words_are_chosen_for_each_view(cast, browse, petra, rich):
    view = make_view(name="Town hall", audience="internal", fields=["owner"], now_name="This season", actor=petra)
    word_card(view, rich, title="Reports for everybody", text="At last.", actor=petra)
    page = text(browse(cast.viewer).get(f"/roadmap/views/{view.pk}/"))
    for words in ("This season", "Reports for everybody", "At last.", "Ingrid Solheim"):
        assert words in page
    assert "They retype" not in page


def test_customers_never_get_a_field_of_ours_whatever_is_chosen(petra):
    view = make_view(name="Outside", audience="customers", fields=["arr", "owner", "problem"], actor=petra)
    assert view.fields == ["words"]
    assert change_view(view, fields=["arr"], actor=petra).fields == ["words"]


def test_a_view_shows_each_reader_only_what_they_may_see(cast, browse, call, petra):
    view = make_view(name="All", audience="internal", actor=petra)
    secret = create_initiative(product=cast.restricted, title="Secret flights", actor=petra)
    place_initiative(secret, horizon="now", actor=petra)
    word_card(view, secret, title="Hidden words", actor=petra)
    otto = browse(cast.outsider)
    page = text(otto.get(f"/roadmap/views/{view.pk}/"))
    assert "Secret flights" not in page
    assert "Hidden words" not in page
    assert call(cast.outsider).get(f"/api/v1/roadmap-views/{view.pk}/").json()["cards"] == []
    own = make_view(name="Night", audience="internal", product=cast.restricted, actor=petra)
    assert otto.get(f"/roadmap/views/{own.pk}/").status_code == 404
    assert "Night" not in text(otto.get("/roadmap/views/"))


def test_a_view_of_one_product_takes_no_card_of_another(cast, petra, rich):
    view = make_view(name="Night", audience="customers", product=cast.restricted, actor=petra)
    with pytest.raises(ValidationError):
        word_card(view, rich, title="Exports", actor=petra)


def test_two_views_of_one_name_and_a_field_that_is_none_are_refused(petra):
    make_view(name="Town hall", audience="internal", actor=petra)
    for wrong in ({"name": "Town hall"}, {"name": " "}, {"name": "Other", "fields": ["salary"]}):
        with pytest.raises(ValidationError):
            make_view(audience="internal", actor=petra, **wrong)


def test_views_are_made_and_worded_on_the_web(cast, browse, card):
    web = browse(cast.product_manager)
    answer = web.post("/roadmap/views/new/", {"name": "Outside", "audience": "customers", "takes_reactions": "on"})
    view = RoadmapView.objects.get()
    assert answer.url == f"/roadmap/views/{view.pk}/"
    picked = web.post(f"/roadmap/views/{view.pk}/cards/", {"initiative": card.pk})
    assert picked.url == f"/roadmap/views/{view.pk}/cards/{card.pk}/"
    assert web.post(picked.url, {"title": "", "text": "Typed"}).status_code == 422
    assert web.post(picked.url, {"title": "Exports", "text": "Soon everywhere."}).status_code == 302
    assert web.post(picked.url, {"title": "Mine", "version": 9}).status_code == 422
    assert (
        web.post(f"/roadmap/views/{view.pk}/edit/", {"name": "Outside", "title": "What comes", "version": 1}).status_code == 302
    )
    assert RoadmapView.objects.get().title == "What comes"
    assert "Exports" in whole(web, f"/initiatives/{card.pk}/")
    assert web.post(f"{picked.url}removal/").status_code == 302
    assert not Card.objects.exists()
    for path in ("", "new/", f"{view.pk}/", f"{view.pk}/edit/", f"{view.pk}/cards/", f"{view.pk}/link/"):
        assert web.get(f"/roadmap/views/{path}").status_code == 200, path


def test_views_are_made_through_the_api_by_those_who_shape(cast, call, acting, card):
    api = call(cast.product_manager)
    made = api.post("/api/v1/roadmap-views/", {"name": "Sales", "audience": "sales", "fields_shown": ["problem"]}, format="json")
    assert made.status_code == 201, made.content
    assert made.json()["fields"] == ["problem"]
    path = f"/api/v1/roadmap-views/{made.json()['id']}/"
    worded = api.post(f"{path}word-card/", {"initiative": card.pk, "title": "Exports"}, format="json").json()
    assert [one["title"] for one in worded["cards"]] == ["Exports"]
    assert api.post(f"{path}take-card-off/", {"initiative": card.pk}, format="json").json()["cards"] == []
    stale = api.patch(path, {"title": "Mine"}, format="json", headers={"If-Match": '"9"'})
    assert stale.status_code == 409
    assert (
        call(cast.salesperson).post("/api/v1/roadmap-views/", {"name": "x", "audience": "sales"}, format="json").status_code
        == 403
    )
    with pytest.raises(NotAllowed):
        make_view(name="Mine", audience="sales", actor=acting(cast.salesperson))
