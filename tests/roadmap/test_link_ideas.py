"""Links between ideas: dependencies without circles, relations both ways, and coming back to what ended."""

from __future__ import annotations

import pytest

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.marks import marks_of
from roadmap.models import Idea, IdeaLink, IdeaMerge, Stage
from tests.reading import whole


@pytest.fixture
def three(cast, petra):
    """Three ideas."""
    return [actions.create_idea(product=cast.product, title=title, actor=petra) for title in ("First", "Second", "Third")]


def link_by_call(one, other, petra, **_):
    actions.link_ideas(one, to=other, kind="depends_on", actor=petra)


def link_on_the_web(one, other, cast, browse, **_):
    form = {"kind": "needed_by", "to_title": one.key}
    assert browse(cast.product_manager).post(f"/ideas/{other.pk}/links/new/", form).status_code == 302


def link_by_api(one, other, cast, call, **_):
    body = {"idea": one.pk, "other": other.pk, "kind": "depends_on"}
    assert call(cast.product_manager).post("/api/v1/idea-links/", body, format="json").status_code == 201


@pytest.mark.parametrize("door", [link_by_call, link_on_the_web, link_by_api])
def test_an_idea_depends_on_another_and_both_say_so(cast, petra, browse, call, three, door):
    one, other, _ = three
    door(one, other, cast=cast, petra=petra, browse=browse, call=call)
    link = IdeaLink.objects.get()
    assert (link.idea, link.other, link.kind) == (one, other, "depends_on")
    reader = browse(cast.viewer)
    here, there = (reader.get(f"/ideas/{idea.pk}/parts/").content.decode() for idea in (one, other))
    assert "Depends on" in here
    assert "Not shipped yet" in here
    assert "Needed by" in there
    assert Event.objects.get(kind="idea.linked").subject_id == one.pk


def test_two_that_wait_for_each_other_over_a_third_do_not_become_one(cast, petra, browse, call, three):
    """Merged, or one a duplicate of the other, whichever of them stays: the refusal names the way, and nothing is written."""
    first, second, third = three
    actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    between = actions.link_ideas(second, to=third, kind="depends_on", actor=petra)
    way = f"{first.key} → {second.key} → {third.key}"
    for gone, stays in ((first, third), (third, first)):
        with pytest.raises(NotPossible, match=f"circle of dependencies: {way}"):
            actions.merge_idea(gone, into=stays, actor=petra)
        with pytest.raises(NotPossible, match=f"circle of dependencies: {way}"):
            actions.mark_duplicate(gone, of=stays, actor=petra)
    answer = browse(cast.product_manager).post(f"/ideas/{first.pk}/merge/?into={third.pk}", {"keep_title": "stays"})
    assert (answer.status_code, way in answer.content.decode()) == (422, True)
    body = {"into": third.pk}
    refused = call(cast.product_manager).post(f"/api/v1/ideas/{first.pk}/merge/", body, format="json")
    assert (refused.status_code, way in refused.json()["detail"]) == (409, True)
    assert not IdeaMerge.objects.exists()
    assert not Idea.objects.exclude(duplicate_of=None).exists()
    actions.unlink_ideas(between, actor=petra)
    actions.merge_idea(first, into=third, actor=petra)


def test_two_of_which_one_waits_for_the_other_become_one(petra, three):
    """A link between the two themselves says nothing any more; told apart, it stands again."""
    first, second, third = three
    link = actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    actions.link_ideas(first, to=third, kind="depends_on", actor=petra)
    merge = actions.merge_idea(first, into=second, actor=petra)
    assert link not in IdeaLink.objects.standing()
    actions.undo_idea_merge(merge, actor=petra)
    assert link in IdeaLink.objects.standing()


def test_a_way_beside_the_link_of_the_two_is_a_circle_all_the_same(petra, three):
    first, second, third = three
    for one, other in ((first, third), (first, second), (second, third)):
        actions.link_ideas(one, to=other, kind="depends_on", actor=petra)
    with pytest.raises(NotPossible, match=f"{first.key} → {second.key} → {third.key}"):
        actions.merge_idea(third, into=first, actor=petra)


def test_a_circle_is_refused_with_the_way_that_closes_it(cast, petra, browse, call, three):
    first, second, third = three
    actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    actions.link_ideas(second, to=third, kind="depends_on", actor=petra)
    way = f"{third.key} → {first.key} → {second.key} → {third.key}"
    with pytest.raises(NotPossible, match=f"close a circle: {way}"):
        actions.link_ideas(third, to=first, kind="depends_on", actor=petra)
    answer = browse(cast.product_manager).post(f"/ideas/{third.pk}/links/new/", {"kind": "depends_on", "to_title": first.key})
    assert (answer.status_code, way in answer.content.decode()) == (422, True)
    body = {"idea": third.pk, "other": first.pk, "kind": "depends_on"}
    assert way in call(cast.product_manager).post("/api/v1/idea-links/", body, format="json").json()["detail"]
    with pytest.raises(NotPossible, match="itself"):
        actions.link_ideas(first, to=first, kind="related", actor=petra)


def test_the_way_names_nothing_that_one_may_not_see(cast, petra, acting, three):
    first, second, _ = three
    hidden = actions.create_idea(product=cast.restricted, title="Hidden", actor=petra)
    actions.link_ideas(second, to=hidden, kind="depends_on", actor=petra)
    actions.link_ideas(hidden, to=first, kind="depends_on", actor=petra)
    with pytest.raises(NotPossible, match="an idea that you may not see"):
        actions.link_ideas(first, to=second, kind="depends_on", actor=acting(cast.outsider))


def test_related_is_the_same_both_ways_and_said_once(petra, three):
    first, second, _ = three
    link = actions.link_ideas(second, to=first, kind="related", actor=petra)
    assert (link.idea, link.other) == (first, second)
    with pytest.raises(NotPossible, match="linked like this already"):
        actions.link_ideas(first, to=second, kind="related", actor=petra)


def test_a_link_is_taken_away_and_brought_back(cast, petra, browse, call, three):
    first, second, _ = three
    link = actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    web = browse(cast.product_manager)
    gone = web.post(f"/ideas/links/{link.pk}/removal/", {"here": second.pk})
    assert gone.headers["Location"] == f"/ideas/{second.pk}/"
    assert not IdeaLink.objects.exists()
    assert web.post(f"/ideas/{first.pk}/links/{second.pk}/depends_on/").status_code == 302
    assert web.post(f"/ideas/{first.pk}/links/{second.pk}/nonsense/").status_code == 404
    link = IdeaLink.objects.get()
    assert (
        call(cast.product_manager).post(f"/api/v1/idea-links/{link.pk}/remove/", {}, format="json").json()["other"] == second.pk
    )
    assert Event.objects.filter(kind="idea.unlinked").count() == 2


@pytest.mark.parametrize("who", ["viewer", "salesperson", "leader"])
def test_nobody_else_links(cast, acting, browse, call, three, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.link_ideas(three[0], to=three[1], kind="related", actor=acting(person))
    assert browse(person).get(f"/ideas/{three[0].pk}/links/new/").status_code == 403
    body = {"idea": three[0].pk, "other": three[1].pk, "kind": "related"}
    assert call(person).post("/api/v1/idea-links/", body, format="json").status_code == 403


def test_what_one_may_not_see_is_not_shown_on_the_other_idea(cast, petra, browse, call, idea):
    hidden = actions.create_idea(product=cast.restricted, title="Zugvogel", actor=petra)
    actions.link_ideas(idea, to=hidden, kind="depends_on", actor=petra)
    actions.create_idea(product=cast.restricted, title="Zugvogel again", revived_from=idea, actor=petra)
    assert "Zugvogel" in browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()
    otto = browse(cast.outsider)
    assert "Zugvogel" not in otto.get(f"/ideas/{idea.pk}/parts/").content.decode()
    assert "Zugvogel" not in whole(otto, f"/ideas/{idea.pk}/")
    assert call(cast.outsider).get(f"/api/v1/idea-links/?of={idea.pk}").json()["results"] == []


def test_what_waits_is_marked_until_it_is_shipped(cast, petra, browse, call, three, card):
    first, second, _ = three
    actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    assert [mark.text for mark in marks_of([first])[first.pk]] == ["Waits"]
    assert "Depends on an idea that is not shipped yet" in whole(browse(cast.viewer), f"/ideas/{first.pk}/")
    actions.add_idea(card, idea=first, actor=petra)
    actions.place_initiative(card, horizon="now", actor=petra)
    assert "Depends on an idea that is not shipped yet" in browse(cast.viewer).get("/roadmap/").content.decode()
    assert len(call(cast.viewer).get("/api/v1/idea-links/?unshipped=true").json()["results"]) == 1
    Idea.objects.filter(pk=second.pk).update(stage=Stage.DONE)
    assert marks_of([first])[first.pk] == []
    assert len(call(cast.viewer).get("/api/v1/idea-links/?unshipped=false").json()["results"]) == 1


def test_what_an_initiative_brought_out_is_shipped(petra, three, card):
    first, second, _ = three
    actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    actions.add_idea(card, idea=second, actor=petra)
    card = actions.place_initiative(card, horizon="now", actor=petra)
    assert marks_of([first])[first.pk]
    actions.complete_initiative(card, actual_outcomes="It is out.", actor=petra)
    assert marks_of([first])[first.pk] == []


def test_what_was_said_of_a_duplicate_counts_for_the_idea_that_stands(cast, petra, browse, three, idea):
    first, second, third = three
    actions.link_ideas(first, to=second, kind="depends_on", actor=petra)
    actions.link_ideas(first, to=idea, kind="related", actor=petra)
    actions.mark_duplicate(first, of=idea, actor=petra)
    assert [mark.text for mark in marks_of([idea])[idea.pk]] == ["Waits"]
    parts = browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()
    assert second.title in parts
    assert "Related to" not in parts
    with pytest.raises(NotPossible, match=f"close a circle: {second.key} → {idea.key} → {second.key}"):
        actions.link_ideas(second, to=idea, kind="depends_on", actor=petra)
    with pytest.raises(NotPossible, match=f"duplicate of {idea.key}"):
        actions.link_ideas(third, to=first, kind="related", actor=petra)


def revive_by_call(idea, petra, **_):
    actions.revive_idea(idea, actor=petra)


def revive_on_the_web(idea, cast, browse, **_):
    web = browse(cast.product_manager)
    assert "Revive as a new idea" in whole(web, f"/ideas/{idea.pk}/")
    assert web.post(f"/ideas/{idea.pk}/revival/").status_code == 302


def revive_by_api(idea, cast, call, **_):
    answer = call(cast.product_manager).post(f"/api/v1/ideas/{idea.pk}/revive/", {}, format="json")
    assert (answer.status_code, answer.json()["revived_from"]) == (201, idea.pk)


@pytest.mark.parametrize("door", [revive_by_call, revive_on_the_web, revive_by_api])
def test_what_ended_is_revived_as_a_new_idea(cast, petra, browse, call, idea, door):
    persona = actions.add_persona(name="Fitter", actor=petra)
    actions.say_served(idea, personas=[persona], actor=petra)
    with pytest.raises(NotPossible, match="has not ended"):
        actions.revive_idea(idea, actor=petra)
    idea.refresh_from_db()
    actions.move_stage(idea, stage="not_doing", reason="Too dear", actor=petra)
    door(idea, cast=cast, petra=petra, browse=browse, call=call)
    revived = Idea.objects.get(revived_from=idea)
    assert (revived.title, revived.problem, revived.stage) == (idea.title, idea.problem, Stage.ASSESSMENT)
    assert list(revived.personas.all()) == [persona]
    assert "Revived as" in browse(cast.viewer).get(f"/ideas/{idea.pk}/parts/").content.decode()
