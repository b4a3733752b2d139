"""A product manager says what customers read of an idea; nobody else does, and nothing else is read."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from portal import actions
from portal.models import Publication
from tests.portal.doing import at
from tests.reading import whole


def test_published_it_shows_in_its_public_words(portal, published):
    shown = Client().get(portal.get_absolute_url()).content.decode()
    assert "Send numbers to a spreadsheet" in shown
    one = Client().get(published.address_on(portal)).content.decode()
    assert "<strong>retyping</strong>" in one
    assert "Under consideration" in one


def test_history_tells_who_published(published, petra):
    event = Event.objects.get(kind="publication.published")
    assert (event.actor, event.about_id, event.subject_id) == (petra.person, published.idea_id, published.pk)


def test_only_product_managers_who_see_the_product_publish(cast, acting, idea, petra, portal):
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.publish_idea(idea, actor=acting(person), title="No")
    assert not Publication.objects.exists()


def test_it_is_published_once_and_not_out_of_the_archive(idea, published, petra, cast):
    with pytest.raises(NotPossible, match="before"):
        actions.publish_idea(idea, actor=petra, title="Again")
    idea = published.idea
    idea.pk = None
    idea.state, idea.title = "archived", "Old"
    idea.save()
    with pytest.raises(NotPossible, match="archived"):
        actions.publish_idea(idea, actor=petra, title="Old")


def test_what_cannot_be_is_said_at_the_field(idea, petra, published):
    for values, field in (({"title": " "}, "title"), ({"title": "x" * 161}, "title"), ({"overruled": "soon"}, "overruled")):
        with pytest.raises(ValidationError) as refusal:
            actions.edit_publication(published, actor=petra, **values)
        assert field in refusal.value.message_dict
    with pytest.raises(ValidationError):
        actions.edit_publication(published, actor=petra, status="shipped")


def test_it_is_edited_and_never_unseen(published, petra):
    edited = actions.edit_publication(published, actor=petra, title="Numbers in your spreadsheet", version=1)
    assert edited.version == 2
    assert Event.objects.get(kind="publication.changed").words.body["changes"]["title"][1] == "Numbers in your spreadsheet"
    with pytest.raises(Stale):
        actions.edit_publication(published, actor=petra, title="Other", version=1)


def test_taken_off_it_is_gone_and_comes_back(portal, published, petra):
    actions.withdraw_publication(published, actor=petra)
    assert Client().get(published.address_on(portal)).status_code == 404
    assert published.title not in Client().get(portal.get_absolute_url()).content.decode()
    with pytest.raises(NotPossible):
        actions.withdraw_publication(published, actor=petra)
    actions.publish_again(published, actor=petra)
    assert Client().get(published.address_on(portal)).status_code == 200
    with pytest.raises(NotPossible):
        actions.publish_again(published, actor=petra)


def test_the_web_publishes_edits_previews_and_takes_off(cast, browse, portal, idea):
    browser = browse(cast.product_manager)
    page, idea_page = reverse("portal:publish", args=[idea.pk]), reverse("roadmap:idea", args=[idea.pk])
    assert "Customers read nothing of this idea" in whole(browser, idea_page)
    assert browser.get(page).status_code == 200
    refused = browser.post(page, {"title": "", "text": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.content.decode()
    assert browser.post(page, {"title": "For you", "text": "Soon <script>alert(1)</script>"}).status_code == 302
    made = Publication.objects.get()
    assert "For you" in whole(browser, idea_page)
    preview = browser.get(reverse("portal:preview", args=[idea.pk])).content.decode()
    assert "Preview" in preview
    assert "<script>alert" not in preview
    assert browser.post(page, {"title": "For you all", "overruled": "planned", "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.status) == ("For you all", "planned")
    assert browser.post(page, {"title": "Late", "version": 1}).status_code == 422
    off = reverse("portal:withdrawal", args=[idea.pk])
    assert browser.post(off).status_code == 302
    assert not Publication.objects.standing().exists()
    assert browser.post(off).status_code == 409
    assert browser.post(off + "?undo=1").status_code == 302
    assert Publication.objects.standing().exists()


def test_preview_and_taking_off_need_something_published(cast, browse, idea, portal):
    browser = browse(cast.product_manager)
    assert browser.get(reverse("portal:preview", args=[idea.pk])).status_code == 404
    assert browser.post(reverse("portal:withdrawal", args=[idea.pk])).status_code == 404


def test_the_api_publishes_edits_and_takes_off(cast, call, portal, idea):
    api = call(cast.product_manager)
    made = api.post("/api/v1/publications/", {"idea": idea.pk, "title": "For you"}, format="json")
    assert made.status_code == 201, made.content
    address = f"/api/v1/publications/{made.json()['id']}/"
    assert made.json()["status"] == "under_consideration"
    assert made.json()["companies"] == 0
    changed = api.patch(address, {"overruled": "planned"}, format="json", HTTP_IF_MATCH='"1"')
    assert (changed.status_code, changed.json()["status"]) == (200, "planned")
    assert api.patch(address, {"title": "x"}, format="json", HTTP_IF_MATCH='"1"').status_code == 409
    assert api.post(f"{address}withdraw/", {}, format="json").json()["withdrawn_at"]
    assert api.get("/api/v1/publications/?is_standing=true").json()["results"] == []
    assert api.post(f"{address}publish-again/", {}, format="json").json()["withdrawn_at"] is None
    assert api.get("/api/v1/publications/?ordering=-companies").json()["results"][0]["id"] == made.json()["id"]
    assert len(api.get(f"/api/v1/publications/?idea={idea.pk}&product={cast.product.pk}").json()["results"]) == 1
    assert api.post("/api/v1/publications/", {"idea": idea.pk, "title": "Twice"}, format="json").status_code == 409
    assert call(cast.salesperson).patch(address, {"title": "x"}, format="json").status_code == 403


def test_a_state_that_is_not_shown_is_not_there(portal, published, petra):
    actions.change_portal(portal, actor=petra, shown=["shipped"])
    assert Client().get(published.address_on(portal)).status_code == 404
    assert published.title not in Client().get(at(portal, "home")).content.decode()
