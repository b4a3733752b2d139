"""Following a record: by choice, and by itself for what one made, owns, speaks about."""

import pytest

from conversation import actions
from conversation.models import Follow
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.actions import create_idea, edit_idea
from tests.reading import whole


def who_follows(record):
    return {row.person for row in Follow.objects.on(record).standing()}


@pytest.mark.parametrize("door", ["call", "page", "api"])
@pytest.mark.parametrize("who", ["salesperson", "success", "leader", "admin"])
def test_one_follows_and_stops(door, who, cast, idea, acting, browse, call):
    person = getattr(cast, who)
    browser, api = browse(person), call(person)
    if door == "call":
        actions.follow(idea, actor=acting(person))
    elif door == "page":
        assert browser.post(f"/talk/idea/{idea.pk}/following/").status_code == 302
    else:
        answer = api.post("/api/v1/follows/", {"topic": "idea", "record": idea.pk}, format="json")
        assert answer.status_code == 201
    assert person in who_follows(idea)
    assert str(person) in whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
    if door == "call":
        actions.unfollow(idea, actor=acting(person))
    elif door == "page":
        browser.post(f"/talk/idea/{idea.pk}/following/", {"stop": "1"})
    else:
        assert api.post(f"/api/v1/follows/{answer.json()['id']}/stop/").status_code == 200
    assert person not in who_follows(idea)
    assert set(Event.objects.filter(actor=person).values_list("kind", flat=True)) == {"record.followed", "record.unfollowed"}


def test_twice_is_once_and_only_who_follows_stops(cast, idea, pm, acting):
    with pytest.raises(NotPossible, match="already"):
        actions.follow(idea, actor=pm)
    with pytest.raises(NotPossible, match="do not follow"):
        actions.unfollow(idea, actor=acting(cast.leader))


def test_a_viewer_and_an_outsider_do_not(cast, idea, secret, acting, browse):
    with pytest.raises(NotAllowed):
        actions.follow(idea, actor=acting(cast.viewer))
    with pytest.raises(NotAllowed):
        actions.follow(secret, actor=acting(cast.outsider))
    assert browse(cast.viewer).post(f"/talk/idea/{idea.pk}/following/").status_code == 403
    assert browse(cast.outsider).post(f"/talk/idea/{secret.pk}/following/").status_code == 404


def test_nobody_stops_for_another(cast, idea, call):
    row = Follow.objects.on(idea).get()
    assert call(cast.admin).post(f"/api/v1/follows/{row.pk}/stop/").status_code == 403
    assert who_follows(idea) == {cast.product_manager}


def test_who_makes_and_who_owns_follow_by_themselves(cast, pm):
    idea = create_idea(product=cast.product, title="SSO", owner=cast.second_product_manager, actor=pm)
    assert {(row.person, row.why) for row in Follow.objects.on(idea)} == {
        (cast.product_manager, "made"),
        (cast.second_product_manager, "owns"),
    }


def test_a_new_owner_follows_from_then_on(cast, idea, pm):
    edit_idea(idea, owner=cast.second_product_manager, actor=pm)
    assert who_follows(idea) == {cast.product_manager, cast.second_product_manager}


def test_who_stopped_stays_out_until_they_speak_or_choose(cast, idea, pm, acting):
    sam = acting(cast.salesperson)
    actions.write_comment(idea, text="@callum.reid", actor=pm)
    actions.unfollow(idea, actor=sam)
    actions.write_comment(idea, text="@callum.reid again", actor=pm)
    assert cast.salesperson not in who_follows(idea)
    actions.write_comment(idea, text="All right", actor=sam)
    assert cast.salesperson in who_follows(idea)
