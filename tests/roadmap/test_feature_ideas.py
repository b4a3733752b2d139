"""Ideas and the features in which they show, linked one by one: from the feature's page, by call, over the API."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from tests.evidence import a_feature, an_idea


@pytest.fixture
def idea(cast):
    return an_idea(cast)


@pytest.fixture
def feature(cast):
    return a_feature(cast.product, "Approvals", None)


def by_call(cast, idea, feature, acting, **_):
    actions.link_feature(idea, feature=feature, actor=acting(cast.product_manager))


def on_the_web(cast, idea, feature, browse, **_):
    browser = browse(cast.product_manager)
    assert "Link an idea" in browser.get(f"/usage/features/{feature.pk}/").content.decode()
    assert browser.get(f"/features/{feature.pk}/ideas/").status_code == 200
    assert browser.post(f"/features/{feature.pk}/ideas/", {"idea_title": "no such idea"}).status_code == 422
    assert browser.post(f"/features/{feature.pk}/ideas/", {"idea_title": idea.title, "idea": idea.pk}).status_code == 302


def by_api(cast, idea, feature, call, **_):
    told = call(cast.product_manager).post(f"/api/v1/ideas/{idea.pk}/link-feature/", {"feature": feature.pk}, format="json")
    assert (told.status_code, feature.pk in told.json()["features"]) == (200, True)


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_feature_is_linked_to_the_idea_that_it_began_as(cast, idea, feature, acting, browse, call, door):
    other = a_feature(cast.product, "Other", None)
    actions.link_feature(idea, feature=other, actor=acting(cast.product_manager))
    door(cast=cast, idea=idea, feature=feature, acting=acting, browse=browse, call=call)
    assert set(idea.features.all()) == {feature, other}
    [told] = Event.objects.of(feature).filter(kind="idea.feature_linked")
    assert (told.subject_id, told.about_id) == (idea.pk, feature.pk)
    page = browse(cast.viewer).get(f"/usage/features/{feature.pk}/").content.decode()
    assert idea.title in page
    assert "linked" in page
    assert "Link an idea" not in page
    found = call(cast.viewer).get("/api/v1/ideas/", {"feature": feature.pk}).json()["results"]
    assert [one["id"] for one in found] == [idea.pk]


def test_and_unlinked_again(cast, idea, feature, acting, browse, call):
    manager = acting(cast.product_manager)
    actions.link_feature(idea, feature=feature, actor=manager)
    assert browse(cast.product_manager).post(f"/features/{feature.pk}/ideas/{idea.pk}/removal/").status_code == 302
    assert not idea.features.exists()
    actions.link_feature(idea, feature=feature, actor=manager)
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/ideas/{idea.pk}/unlink-feature/", {"feature": feature.pk}, format="json").status_code == 200
    assert Event.objects.of(feature).filter(kind="idea.feature_unlinked").count() == 2
    with pytest.raises(NotPossible, match="does not show"):
        actions.unlink_feature(idea, feature=feature, actor=manager)


def test_what_cannot_be_linked_is_said(cast, idea, feature, acting, call):
    manager = acting(cast.product_manager)
    with pytest.raises(ValidationError) as refusal:
        actions.link_feature(idea, feature=a_feature(cast.restricted, "Elsewhere", None), actor=manager)
    assert "feature" in refusal.value.message_dict
    actions.link_feature(idea, feature=feature, actor=manager)
    with pytest.raises(NotPossible, match="already"):
        actions.link_feature(idea, feature=feature, actor=manager)
    archived = a_feature(cast.product, "Gone", None)
    archived.archived_at = archived.created_at
    archived.save()
    with pytest.raises(NotPossible, match="archived"):
        actions.link_feature(idea, feature=archived, actor=manager)
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/ideas/{idea.pk}/link-feature/", {"feature": 10**9}, format="json").status_code == 400


def test_only_who_shapes_ideas_links_them(cast, idea, feature, acting, browse):
    for person in (cast.salesperson, cast.leader, cast.success, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.link_feature(idea, feature=feature, actor=acting(person))
        assert browse(person).post(f"/features/{feature.pk}/ideas/", {"idea": idea.pk}).status_code == 403
    assert not idea.features.exists()
