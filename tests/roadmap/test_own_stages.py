"""A product's own stages: named, ordered, limited and timed as it likes, each of a kind that gates and answers go by."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap import actions
from roadmap.flow import flow_of
from roadmap.models import Idea, OwnStage, Stage, stages_of

pytestmark = pytest.mark.django_db


def text_of(response):
    """What people read of a page's list: without its head, filters and menus."""
    return " ".join(strip_tags(response.content.decode().split("ideas-page")[-1]).split())


@pytest.fixture
def own(cast, petra, idea):
    """The open product's own stages, by their kind."""
    return {one.kind: one for one in actions.own_stages(cast.product, actor=petra)}


def add_by_call(cast, acting, **_):
    actions.add_stage(cast.product, name="Design", kind="discovery", actor=acting(cast.product_manager))


def add_on_the_web(cast, browse, **_):
    browser, address = browse(cast.product_manager), f"/ideas/stages/of/{cast.product.pk}/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"name": "discovery", "kind": "discovery"}).status_code == 422  # it has one of that name
    assert browser.post(address, {"name": "Design", "kind": "discovery"}).status_code == 302


def add_by_api(cast, call, **_):
    given = {"product": cast.product.pk, "name": "Design", "kind": "discovery"}
    answer = call(cast.product_manager).post("/api/v1/stages/", given, format="json")
    assert answer.status_code == 201, answer.json()


@pytest.mark.parametrize("add", [add_by_call, add_on_the_web, add_by_api])
def test_the_first_change_makes_the_usual_stages_its_own_and_puts_each_idea_in_one(cast, acting, browse, call, idea, add):
    assert [one.name for one in stages_of(cast.product)][:3] == ["Assessment", "Discovery", "Pilot"]
    add(cast=cast, acting=acting, browse=browse, call=call)
    assert [one.name for one in stages_of(cast.product)][:4] == ["Assessment", "Discovery", "Design", "Pilot"]
    idea.refresh_from_db()
    assert (idea.own_stage.name, idea.stage) == ("Assessment", Stage.ASSESSMENT)
    assert not OwnStage.objects.filter(product=cast.restricted).exists()
    assert Event.objects.filter(kind="stage.added").count() == 1


def test_an_idea_moves_between_stages_of_one_kind_and_pages_say_the_products_name(cast, petra, browse, call, idea, own):
    design = actions.add_stage(cast.product, name="Sketching", kind="discovery", actor=petra)
    idea = actions.sort_idea(idea, actor=petra)
    browser = browse(cast.product_manager)
    assert "Sketching" in browser.get(f"/ideas/{idea.pk}/stage/").content.decode()
    moved = browser.post(f"/ideas/{idea.pk}/stage/", {"stage": str(design.pk), "version": idea.version})
    assert moved.status_code == 302, moved.content.decode()
    idea.refresh_from_db()
    assert (idea.stage, idea.own_stage) == (Stage.DISCOVERY, design)
    for page in (
        "/ideas/",
        f"/ideas/{idea.pk}/",
        f"/ideas/?product={cast.product.pk}&stage=own-{design.pk}",
        f"/ideas/flow/?product={cast.product.pk}",
    ):
        assert "Sketching" in browser.get(page).content.decode(), page
    assert idea.title not in text_of(browser.get(f"/ideas/?product={cast.product.pk}&stage=own-{own['discovery'].pk}"))
    api = call(cast.product_manager)
    back = api.post(f"/api/v1/ideas/{idea.pk}/move-stage/", {"stage": "discovery"}, format="json")
    assert (back.json()["stage_name"], back.json()["stage"]) == ("Discovery", "discovery")
    again = api.post(f"/api/v1/ideas/{idea.pk}/move-stage/", {"own": design.pk}, format="json").json()
    assert again["own_stage"] == design.pk
    listed = api.get("/api/v1/ideas/", {"own_stage": design.pk}).json()["results"]
    assert [one["id"] for one in listed] == [idea.pk]
    event = Event.objects.filter(kind="idea.moved").latest("pk")
    assert (event.facts["was"], event.facts["to"]) == ("discovery", "discovery")


def test_a_stage_of_another_product_is_none_of_its(cast, petra, idea, own):
    theirs = actions.add_stage(cast.restricted, name="Theirs", kind="pilot", actor=petra)
    with pytest.raises(ValidationError, match="no stage of"):
        actions.move_stage(idea, own=theirs, actor=petra)


def test_renaming_ordering_and_what_may_not_be_set(cast, petra, call, browse, own):
    named = actions.change_stage(own["pilot"], name="  Try   it ", limit=2, days=30, actor=petra)
    assert (named.name, named.limit, named.days) == ("Try it", 2, 30)
    with pytest.raises(ValidationError, match="Another stage"):
        actions.change_stage(own["delivery"], name="try IT", actor=petra)
    with pytest.raises(ValidationError, match="Only a stage of work"):
        actions.change_stage(own["not_doing"], limit=3, actor=petra)
    with pytest.raises(ValidationError, match="how many"):
        actions.change_stage(own["delivery"], holds=True, actor=petra)
    api = call(cast.product_manager)
    version = OwnStage.objects.get(pk=own["discovery"].pk).version
    changed = api.patch(f"/api/v1/stages/{own['discovery'].pk}/", {"days": 14}, format="json", HTTP_IF_MATCH=f'"{version}"')
    assert changed.status_code == 200, changed.json()
    assert api.post(f"/api/v1/stages/{named.pk}/place/", {"by": -2}, format="json").status_code == 200
    assert [one.name for one in stages_of(cast.product)][:3] == ["Try it", "Assessment", "Discovery"]
    assert browse(cast.product_manager).post(f"/ideas/stages/{named.pk}/placing/", {"by": "down"}).status_code == 302
    assert [one.name for one in stages_of(cast.product)][:2] == ["Assessment", "Try it"]
    edited = browse(cast.product_manager).post(f"/ideas/stages/{named.pk}/", {"name": "Trial", "days": 5, "version": 99})
    assert edited.status_code in (409, 422)


def test_a_dropped_stage_says_where_its_ideas_go(cast, petra, browse, call, idea, own):
    design = actions.add_stage(cast.product, name="Design", kind="discovery", actor=petra)
    actions.move_stage(idea, own=design, actor=petra)
    with pytest.raises(ValidationError, match="1 idea is in Design"):
        actions.drop_stage(design, actor=petra)
    browser = browse(cast.product_manager)
    assert "go where you say" in browser.get(f"/ideas/stages/{design.pk}/dropping/").content.decode()
    assert browser.post(f"/ideas/stages/{design.pk}/dropping/", {}).status_code == 422
    assert browser.post(f"/ideas/stages/{design.pk}/dropping/", {"into": own["discovery"].pk}).status_code == 302
    idea.refresh_from_db()
    assert idea.own_stage == own["discovery"]
    with pytest.raises(NotPossible, match="every product needs"):
        actions.drop_stage(own["discovery"], into=own["assessment"], actor=petra)
    api = call(cast.product_manager)
    assert api.post(f"/api/v1/stages/{own['pilot'].pk}/drop/", {}, format="json").status_code == 200
    with pytest.raises(NotPossible, match="no stage of the kind"):
        actions.move_stage(idea, stage="pilot", actor=petra)
    with pytest.raises(NotPossible, match="dropped"):
        actions.change_stage(own["pilot"], name="Again", actor=petra)
    assert actions.add_stage(cast.product, name="Pilot", kind="pilot", actor=petra).pk != own["pilot"].pk


def restore_by_call(stage, petra, **_):
    actions.restore_stage(stage, actor=petra)


def restore_on_the_web(stage, cast, browse, **_):
    browser = browse(cast.product_manager)
    shown = browser.get(f"/ideas/stages/of/{stage.product_id}/").content.decode()
    assert f'action="/ideas/stages/{stage.pk}/return/"' in shown
    assert browser.post(f"/ideas/stages/{stage.pk}/return/").status_code == 302


def restore_by_api(stage, cast, call, **_):
    assert call(cast.product_manager).post(f"/api/v1/stages/{stage.pk}/restore/").status_code == 200


@pytest.mark.parametrize("restore", [restore_by_call, restore_on_the_web, restore_by_api])
def test_a_dropped_stage_comes_back_to_where_it_was(cast, petra, browse, call, idea, own, restore):
    before = [one.pk for one in OwnStage.objects.of(cast.product.pk)]
    pilot = actions.change_stage(own["pilot"], limit=4, actor=petra)
    actions.move_stage(idea, stage="pilot", own=pilot, actor=petra)
    actions.drop_stage(pilot, into=own["discovery"], actor=petra)
    restore(pilot, petra=petra, cast=cast, browse=browse, call=call)
    assert [one.pk for one in OwnStage.objects.of(cast.product.pk)] == before
    idea.refresh_from_db()
    assert idea.own_stage == own["discovery"]  # it went there, and stays
    assert OwnStage.objects.get(pk=pilot.pk).limit == 4
    assert Event.objects.get(kind="stage.restored").actor == cast.product_manager
    actions.move_stage(idea, stage="pilot", own=pilot, actor=petra)


def test_a_stage_does_not_come_back_twice_nor_beside_its_namesake_nor_for_anybody(cast, petra, acting, browse, own):
    pilot = actions.drop_stage(own["pilot"], actor=petra)
    with pytest.raises(NotAllowed):
        actions.restore_stage(pilot, actor=acting(cast.leader))
    with pytest.raises(NotPossible, match="Bring it back first"):
        actions.change_stage(pilot, name="Trial", actor=petra)
    namesake = actions.add_stage(cast.product, name="PILOT", kind="pilot", actor=petra)
    with pytest.raises(NotPossible, match="another stage of the name"):
        actions.restore_stage(pilot, actor=petra)
    actions.change_stage(namesake, name="Trial", actor=petra)
    actions.restore_stage(pilot, actor=petra)
    with pytest.raises(NotPossible, match="not dropped"):
        actions.restore_stage(pilot, actor=petra)


def test_ideas_of_a_dropped_stage_do_not_pass_a_gate_by_it(cast, petra, idea, own):
    with pytest.raises(NotPossible, match="demands Go"):
        actions.drop_stage(
            move_to(idea, own["pilot"], petra), into=own["delivery"], actor=petra
        )  # fmt: skip
    idea.refresh_from_db()
    assert idea.own_stage == own["pilot"]


def move_to(idea, stage, actor):
    """An idea in a stage; the stage."""
    actions.move_stage(idea, own=stage, actor=actor)
    return stage


def test_a_limit_warns_and_refuses_only_where_the_stage_holds_to_it(cast, petra, browse, idea, own):
    pilot = actions.change_stage(own["pilot"], limit=1, actor=petra)
    other, third = (actions.create_idea(product=cast.product, title=title, actor=petra) for title in ("Other", "Third"))
    actions.move_stage(other, own=pilot, actor=petra)
    browser = browse(cast.product_manager)
    warned = browser.post(f"/ideas/{idea.pk}/stage/", {"stage": str(pilot.pk), "version": idea.version}, follow=True)
    assert "means to have 1 there at most" in warned.content.decode()
    actions.change_stage(pilot, holds=True, actor=petra)
    with pytest.raises(NotPossible, match="holds to it"):
        actions.move_stage(third, own=pilot, actor=petra)


def test_ideas_that_wait_longer_than_expected_are_marked_counted_and_found(cast, petra, browse, call, idea, own):
    actions.change_stage(own["assessment"], days=10, actor=petra)
    actions.sort_idea(idea, actor=petra)
    young = actions.create_idea(product=cast.product, title="Young", state="backlog", actor=petra)
    for one, days in ((idea, 11), (young, 3)):
        Idea.objects.filter(pk=one.pk).update(stage_since=clock.now() - timedelta(days=days, hours=1))
    assert list(Idea.objects.late()) == [idea]
    stay = next(one for one in flow_of(cast.product) if one.stage == own["assessment"])
    assert (stay.count, stay.median_days, stay.late) == (2, 7, [idea])
    browser = browse(cast.viewer)
    assert "Young" not in text_of(browser.get("/ideas/?late=on"))
    assert "longer than expected" in browser.get("/ideas/?sort=stage_since").content.decode()
    assert "1 longer" in text_of(browser.get(f"/ideas/flow/?product={cast.product.pk}"))
    api = call(cast.viewer)
    assert [one["id"] for one in api.get("/api/v1/ideas/", {"late": "true"}).json()["results"]] == [idea.pk]
    assert young.pk in [one["id"] for one in api.get("/api/v1/ideas/", {"late": "false"}).json()["results"]]


def test_a_merged_idea_comes_back_to_its_own_stage(cast, petra, idea, own):
    other = actions.create_idea(product=cast.product, title="Other", actor=petra)
    actions.move_stage(other, own=own["pilot"], actor=petra)
    merge = actions.merge_idea(other, into=idea, actor=petra)
    other.refresh_from_db()
    assert other.own_stage is None
    actions.drop_stage(own["pilot"], actor=petra)
    actions.undo_idea_merge(merge, actor=petra)
    other.refresh_from_db()
    assert (other.stage, other.own_stage) == (Stage.PILOT, None)


def test_only_product_managers_set_stages_up(cast, acting, browse, call, own):
    with pytest.raises(NotAllowed):
        actions.change_stage(own["pilot"], name="Mine", actor=acting(cast.salesperson))
    assert browse(cast.viewer).get(f"/ideas/stages/of/{cast.product.pk}/").status_code == 403
    assert call(cast.viewer).get("/api/v1/stages/", {"product": cast.product.pk}).json()["results"]
