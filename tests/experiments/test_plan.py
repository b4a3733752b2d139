"""An experiment is planned, and changed as long as it has not started; through every door."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from experiments import actions
from experiments.models import Experiment
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from objectives import actions as objectives
from roadmap.actions import create_idea
from tests.reading import whole

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Messages to half of the depots", "hypothesis": "Fewer people are out.", "kind": "ab_test", "metric": "Visits met",
    "measure": "shares", "direction": "at_least", "threshold": "5", "tags": "Messages, trial",
    "guard_0_name": "Complaints per 1,000", "guard_0_direction": "at_most", "guard_0_limit": "2",
}  # fmt: skip


def by_call(plan, **_):
    return plan(
        tags=["Messages", "trial"], guards=[{"name": "Complaints per 1,000", "direction": "at_most", "limit": Decimal(2)}]
    )


def on_the_web(cast, browse, idea, **_):
    answer = browse(cast.leader).post("/experiments/new/", FORM | {"idea_title": idea.key, "owner": cast.leader.pk})
    assert answer.status_code == 302, answer.content
    return Experiment.objects.get()


def by_api(cast, call, idea, **_):
    body = {
        "title": "Messages to half of the depots", "hypothesis": "Fewer people are out.", "kind": "ab_test", "metric": "Visits met",
        "measure": "shares", "threshold": "5", "ideas": [idea.pk], "tags": ["messages", "trial"],
        "guards": [{"name": "Complaints per 1,000", "direction": "at_most", "limit": "2"}],
    }  # fmt: skip
    answer = call(cast.product_manager).post("/api/v1/experiments/", body, format="json")
    assert answer.status_code == 201, answer.content
    return Experiment.objects.get(pk=answer.json()["id"])


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_an_experiment_is_planned(cast, plan, browse, call, idea, door):
    made = door(cast=cast, plan=plan, browse=browse, call=call, idea=idea)
    assert (made.product, list(made.ideas.all()), made.state, made.threshold) == (cast.product, [idea], "draft", 5)
    assert [tag.name for tag in made.tags.all()] == ["messages", "trial"]
    assert [(one["name"], one["direction"], Decimal(one["limit"])) for one in made.guards] == [
        ("Complaints per 1,000", "at_most", 2)
    ]
    assert Event.objects.filter(kind="experiment.planned", subject_id=made.pk, about_id=idea.pk).count() == 1
    viewer = browse(cast.viewer)
    for address in ("/experiments/", "/experiments/?state=draft", f"/experiments/{made.pk}/", f"/ideas/{idea.pk}/"):
        assert "Messages to half of the depots" in whole(viewer, address), address


def test_only_product_managers_and_leaders_plan(cast, plan, browse, call, acting):
    for person in (cast.viewer, cast.salesperson, cast.success):
        with pytest.raises(NotAllowed, match="Only product managers and leadership"):
            plan(actor=acting(person))
        assert browse(person).get("/experiments/new/").status_code == 403
        assert call(person).post("/api/v1/experiments/", {}, format="json").status_code == 403
    with pytest.raises(NotAllowed):
        plan(product=cast.restricted, actor=acting(cast.outsider))


def test_what_cannot_be_is_said_at_its_field(cast, plan, petra):
    foreign = create_idea(product=cast.restricted, title="Elsewhere", actor=petra)
    guard = {"name": "Errors", "direction": "at_most", "limit": Decimal(1)}
    for values, field in (
        ({"ideas": []}, "ideas"), ({"ideas": [foreign]}, "ideas"), ({"threshold": Decimal(101)}, "threshold"),
        ({"measure": "guess"}, "measure"), ({"title": " "}, "title"), ({"guards": [guard, guard]}, "guards"),
        ({"guards": [guard | {"limit": "many"}]}, "guards"), ({"guards": [guard | {"direction": "up"}]}, "guards"),
        ({"guards": [guard | {"name": f"G{n}"} for n in range(6)]}, "guards"), ({"tags": ["x" * 41]}, "tags"),
        ({"verdict": "backs"}, "verdict"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            plan(**values)
        assert field in refused.value.message_dict, values
    assert Experiment.objects.count() == 0


def test_a_form_that_cannot_be_keeps_what_was_typed(cast, browse, idea):
    answer = browse(cast.product_manager).post("/experiments/new/", FORM | {"idea_title": "No such idea"})
    assert answer.status_code == 422
    assert "Choose one from the list." in answer.content.decode()
    assert "Complaints per 1,000" in answer.content.decode()


def test_the_form_opens_from_the_idea(cast, browse, idea):
    answer = browse(cast.product_manager).get(f"/experiments/new/?idea={idea.pk}")
    assert "Tell the customer when the van sets off" in answer.content.decode()


def test_a_plan_is_changed_through_every_door(cast, plan, petra, browse, call):
    made = plan()
    made = actions.edit_experiment(made, threshold=Decimal(7), ends_on=None, actor=petra, version=1)
    assert (made.threshold, made.version) == (7, 2)
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/edit/", FORM | {"threshold": "8", "version": 2})
    assert answer.status_code == 302, answer.content
    answer = call(cast.leader).patch(
        f"/api/v1/experiments/{made.pk}/", {"threshold": "9", "tags": ["now"]}, format="json", headers={"If-Match": '"3"'}
    )
    assert (answer.status_code, answer.json()["threshold"], answer.json()["tags"]) == (200, "9.0000", ["now"])
    with pytest.raises(Stale):
        actions.edit_experiment(made, title="Late", actor=petra, version=1)
    changes = Event.objects.filter(kind="experiment.changed").first().words.body["changes"]
    assert "threshold" in changes


def test_tags_alone_are_a_change_too(plan, petra):
    made = actions.edit_experiment(plan(), tags=["one"], actor=petra)
    assert made.version == 2
    again = actions.edit_experiment(made, tags=["One"], actor=petra)
    assert again.version == 2
    assert Event.objects.filter(kind="experiment.changed").count() == 1


def test_ideas_come_and_go_but_one_stays(cast, plan, petra, browse, idea):
    made, other = plan(), create_idea(product=cast.product, title="Call them the day before", actor=petra)
    browser = browse(cast.product_manager)
    assert browser.post(f"/experiments/{made.pk}/ideas/", {"idea_title": other.key}).status_code == 302
    assert set(made.ideas.all()) == {idea, other}
    assert browser.post(f"/experiments/{made.pk}/ideas/{idea.pk}/removal/").status_code == 302
    assert set(made.ideas.all()) == {other}
    assert browser.post(f"/experiments/{made.pk}/ideas/{other.pk}/removal/").status_code == 409
    foreign = create_idea(product=cast.restricted, title="Elsewhere", actor=petra)
    assert browser.post(f"/experiments/{made.pk}/ideas/", {"idea_title": foreign.key}).status_code == 422


def test_a_plan_is_archived_and_comes_back(cast, plan, browse, call, petra):
    made, browser = plan(), browse(cast.product_manager)
    answer = browser.post(f"/experiments/{made.pk}/archival/", follow=True)
    assert "This plan is archived." in answer.content.decode()
    assert "Messages to half" not in browser.get("/experiments/").content.decode()
    assert "Messages to half" in browser.get("/experiments/?state=archived").content.decode()
    with pytest.raises(NotPossible, match="Bring it back first"):
        actions.start_experiment(made, actor=petra)
    assert browser.post(f"/experiments/{made.pk}/archival/?undo=1").status_code == 302
    api = call(cast.leader)
    assert api.post(f"/api/v1/experiments/{made.pk}/unarchive/", format="json").status_code == 409
    assert api.post(f"/api/v1/experiments/{made.pk}/archive/", format="json").json()["archived_at"]
    assert [row["id"] for row in api.get("/api/v1/experiments/?is_archived=true").json()["results"]] == [made.pk]
    assert api.post(f"/api/v1/experiments/{made.pk}/unarchive/", format="json").json()["archived_at"] is None


def test_a_day_that_cannot_be_is_refused(plan):
    with pytest.raises(ValidationError, match="cannot end before it begins"):
        plan(starts_on=clock.today(), ends_on=clock.today() - timedelta(days=1))


def test_a_key_result_that_one_may_not_see_is_no_choice(cast, plan, acting, petra):
    leader = acting(cast.leader)
    today = clock.today()
    cycle = objectives.add_cycle(name="Q1", starts_on=today, ends_on=today + timedelta(days=80), actor=leader)
    hidden = objectives.add_objective(cycle=cycle, product=cast.restricted, title="Secret", owner=cast.leader, actor=leader)
    result = objectives.add_key_result(hidden, title="Ten", target=Decimal(10), owner=cast.leader, actor=leader)
    assert plan(key_result=result).key_result == result
    with pytest.raises(ValidationError, match="key result"):
        plan(key_result=result, actor=acting(cast.outsider))
