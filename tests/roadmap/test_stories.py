"""User stories with acceptance criteria: told, ordered, ticked off and taken off on the idea."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from roadmap import actions
from roadmap.actions import stories as verbs
from roadmap.models import Story

TOLD = {"role": "dispatcher", "want": "to see who is free", "so_that": "nobody waits"}
PART = {"HX-Request": "true"}


@pytest.fixture
def story(idea, petra):
    return actions.add_story(idea, **TOLD, criteria=["Shows five people", "Within a second"], actor=petra)


def tell_by_call(idea, cast, acting, **_):
    actions.add_story(idea, **TOLD, criteria=["Shows five", " ", "Shows five"], actor=acting(cast.product_manager))


def tell_on_the_web(idea, cast, browse, **_):
    web = browse(cast.product_manager)
    assert "As a …" in web.get(f"/ideas/{idea.pk}/stories/new/", headers=PART).content.decode()
    shown = web.post(f"/ideas/{idea.pk}/stories/new/", TOLD | {"criteria": "Shows five\n\n"}, headers=PART)
    assert (shown.status_code, "to see who is free" in shown.content.decode()) == (200, True)


def tell_by_api(idea, cast, call, **_):
    body = TOLD | {"idea": idea.pk, "criteria": ["Shows five"]}
    answer = call(cast.product_manager).post("/api/v1/stories/", body, format="json")
    assert (answer.status_code, answer.json()["criteria"]) == (201, [{"text": "Shows five", "is_met": False}])


@pytest.mark.parametrize("door", [tell_by_call, tell_on_the_web, tell_by_api])
def test_a_product_manager_tells_a_story(cast, acting, browse, call, idea, door):
    door(idea, cast=cast, acting=acting, browse=browse, call=call)
    story = Story.objects.get()
    assert str(story) == "As dispatcher, I want to see who is free, so that nobody waits"
    assert story.criteria == [{"text": "Shows five", "is_met": False}]
    assert Event.objects.of(idea).filter(kind="idea.story_added").exists()
    assert "to see who is free" in browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()


@pytest.mark.parametrize("who", ["viewer", "salesperson", "leader"])
def test_nobody_else_does(cast, acting, browse, call, idea, story, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.mark_criterion(story, number=1, is_met=True, actor=acting(person))
    assert browse(person).post(f"/ideas/{idea.pk}/stories/new/", TOLD).status_code == 403
    assert call(person).post(f"/api/v1/stories/{story.pk}/remove/", {}, format="json").status_code == 403


def tick_by_call(story, petra, **_):
    actions.mark_criterion(story, number=2, is_met=True, actor=petra)


def tick_on_the_web(story, cast, browse, **_):
    form = {"number": "2", "is_met": "1", "version": story.version}
    shown = browse(cast.product_manager).post(f"/ideas/stories/{story.pk}/criterion/", form, headers=PART).content.decode()
    assert "1 of 2 criteria met" in shown


def tick_by_api(story, cast, call, **_):
    answer = call(cast.product_manager).post(
        f"/api/v1/stories/{story.pk}/mark-criterion/", {"number": 2, "is_met": True}, format="json"
    )
    assert answer.json()["criteria"][1]["is_met"]


@pytest.mark.parametrize("door", [tick_by_call, tick_on_the_web, tick_by_api])
def test_a_criterion_is_ticked_off(cast, browse, call, petra, story, door):
    door(story, cast=cast, browse=browse, call=call, petra=petra)
    story.refresh_from_db()
    assert (story.met, story.is_met) == (1, False)
    event = Event.objects.get(kind="idea.criterion_met")
    assert event.words.body["criterion"] == "Within a second"


def test_a_criterion_that_is_none_and_one_seen_before_it_changed_are_refused(cast, browse, petra, story):
    with pytest.raises(ValidationError, match="2 criteria"):
        actions.mark_criterion(story, number=3, is_met=True, actor=petra)
    actions.change_story(story, criteria=["Other", "Within a second"], actor=petra)
    with pytest.raises(Stale):
        actions.mark_criterion(story, number=1, is_met=True, version=1, actor=petra)
    late = {"number": "1", "is_met": "1", "version": 1}
    assert browse(cast.product_manager).post(f"/ideas/stories/{story.pk}/criterion/", late, headers=PART).status_code == 409


def test_what_stays_as_worded_stays_met(cast, browse, call, petra, story):
    story = actions.mark_criterion(story, number=1, is_met=True, actor=petra)
    web = browse(cast.product_manager)
    opened = web.get(f"/ideas/stories/{story.pk}/", headers=PART).content.decode()
    assert "Shows five people\nWithin a second" in opened
    form = TOLD | {"want": "to see everybody", "criteria": "On a phone\nShows five people", "version": story.version}
    assert web.post(f"/ideas/stories/{story.pk}/", form, headers=PART).status_code == 200
    story.refresh_from_db()
    assert story.criteria == [{"text": "On a phone", "is_met": False}, {"text": "Shows five people", "is_met": True}]
    assert web.post(f"/ideas/stories/{story.pk}/", form, headers=PART).status_code == 422
    answer = call(cast.product_manager).patch(f"/api/v1/stories/{story.pk}/", {"role": "planner"}, format="json")
    assert (answer.json()["role"], len(answer.json()["criteria"])) == ("planner", 2)


def test_they_are_put_in_order(cast, browse, call, idea, petra, story):
    second = actions.add_story(idea, role="fitter", want="my day", actor=petra)
    assert browse(cast.product_manager).post(f"/ideas/stories/{second.pk}/place/", {"up": "1"}, headers=PART).status_code == 200
    assert [one.pk for one in idea.stories.standing()] == [second.pk, story.pk]
    with pytest.raises(NotPossible, match="cannot go further"):
        actions.move_story(second, up=True, actor=petra)
    assert call(cast.product_manager).post(f"/api/v1/stories/{second.pk}/move/", {"up": False}, format="json").status_code == 200
    listed = call(cast.viewer).get(f"/api/v1/stories/?idea={idea.pk}&ordering=position").json()["results"]
    assert [row["id"] for row in listed] == [story.pk, second.pk]


def test_one_is_taken_off_and_put_back(cast, browse, call, idea, petra, story):
    web, at = browse(cast.product_manager), f"/ideas/stories/{story.pk}/removal/"
    assert "to see who is free" not in web.post(at, headers=PART).content.decode()
    with pytest.raises(NotPossible, match="was removed"):
        actions.change_story(story, role="x", actor=petra)
    assert call(cast.viewer).get(f"/api/v1/stories/?idea={idea.pk}").json()["results"] == []
    assert web.post(f"{at}?undo=1").status_code == 302
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/stories/{story.pk}/remove/", {}, format="json").json()["removed_at"]
    assert api.post(f"/api/v1/stories/{story.pk}/restore/", {}, format="json").json()["removed_at"] is None


def test_nothing_typed_is_lost_and_there_are_bounds(cast, browse, idea, petra, monkeypatch):
    web = browse(cast.product_manager)
    answer = web.post(
        f"/ideas/{idea.pk}/stories/new/", {"role": "dispatcher", "criteria": "x" * 301, "want": "Typed"}, headers=PART
    )
    assert (answer.status_code, "Typed" in answer.content.decode()) == (422, True)
    monkeypatch.setattr(verbs, "MOST", 1)
    actions.add_story(idea, **TOLD, actor=petra)
    with pytest.raises(NotPossible, match="several ideas"):
        actions.add_story(idea, **TOLD, actor=petra)


def test_those_of_a_restricted_product_are_its_members_to_see(cast, petra, browse, call):
    hidden = actions.create_idea(product=cast.restricted, title="Hidden", actor=petra)
    story = actions.add_story(hidden, **TOLD, actor=petra)
    assert browse(cast.outsider).get(f"/ideas/stories/{story.pk}/").status_code == 404
    assert call(cast.outsider).get(f"/api/v1/stories/{story.pk}/").status_code == 404


def test_the_parts_ask_as_much_for_ten_as_for_one(cast, idea, petra, browse, django_assert_max_num_queries):
    for number in range(10):
        actions.add_story(idea, role=f"role {number}", want="more", criteria=["One", "Two"], actor=petra)
        other = actions.create_idea(product=cast.product, title=f"Other {number}", actor=petra)
        actions.link_ideas(idea, to=other, kind="related", actor=petra)
        actions.add_design(idea, title=f"Screen {number}", address="https://example.com/a", actor=petra)
    reader = browse(cast.viewer)
    reader.get(f"/ideas/{idea.pk}/parts/", headers=PART)
    with django_assert_max_num_queries(15):
        assert reader.get(f"/ideas/{idea.pk}/parts/", headers=PART).status_code == 200
