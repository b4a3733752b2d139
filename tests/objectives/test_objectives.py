"""Objectives: added, edited, put away, for the company or a product."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import Objective


def by_call(cast, acting, cycle, **_):
    actions.add_objective(
        cycle=cycle, title=" Answer  faster ", product=cast.product, why="They wait.", actor=acting(cast.product_manager)
    )


def on_the_web(cast, browse, cycle, **_):
    form = {
        "title": "Answer faster",
        "why": "They wait.",
        "cycle": cycle.pk,
        "product": cast.product.pk,
        "owner": cast.product_manager.pk,
    }
    assert browse(cast.product_manager).post("/objectives/new/", form).status_code == 302


def by_api(cast, call, cycle, **_):
    body = {"title": "Answer faster", "why": "They wait.", "cycle": cycle.pk, "product": cast.product.pk}
    answer = call(cast.product_manager).post("/api/v1/objectives/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["progress"] is None


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_product_manager_adds_an_objective(cast, acting, browse, call, quarter, door):
    door(cast=cast, acting=acting, browse=browse, call=call, cycle=quarter.cycle)
    objective = Objective.objects.get(title="Answer faster")
    assert (objective.product, objective.owner, objective.why) == (cast.product, cast.product_manager, "They wait.")
    assert Event.objects.filter(kind="objective.added", subject_id=objective.pk).get().product == cast.product


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "suspended"])
def test_nobody_else_does(cast, acting, quarter, who):
    with pytest.raises(NotAllowed):
        actions.add_objective(cycle=quarter.cycle, title="Mine", actor=acting(getattr(cast, who)))


def test_who_is_no_member_of_the_product_neither_sets_nor_sees(cast, acting, browse, call, quarter):
    outsider = acting(cast.outsider)
    with pytest.raises(NotAllowed, match="no member"):
        actions.add_objective(cycle=quarter.cycle, title="In", product=cast.restricted, actor=outsider)
    with pytest.raises(NotAllowed, match="no member"):
        actions.edit_objective(quarter.product, product=cast.restricted, actor=outsider)
    browser, api = browse(cast.outsider), call(cast.outsider)
    assert "Nightjar flies" not in browser.get("/objectives/").content.decode()
    for address in (
        f"/objectives/{quarter.restricted.pk}/",
        f"/objectives/{quarter.restricted.pk}/edit/",
        f"/objectives/key-results/{quarter.secret.pk}/",
        f"/objectives/key-results/{quarter.secret.pk}/check-in/",
    ):
        assert browser.get(address).status_code == 404
    assert api.get(f"/api/v1/objectives/{quarter.restricted.pk}/").status_code == 404
    assert api.get(f"/api/v1/key-results/{quarter.secret.pk}/").status_code == 404
    assert all(one["title"] != "Nightjar flies" for one in api.get("/api/v1/objectives/").json()["results"])
    hidden = api.post(
        "/api/v1/objectives/", {"title": "In", "cycle": quarter.cycle.pk, "product": cast.restricted.pk}, format="json"
    )
    missing = api.post("/api/v1/objectives/", {"title": "In", "cycle": quarter.cycle.pk, "product": 999999}, format="json")
    assert hidden.status_code == missing.status_code == 400
    assert str(hidden.json()).replace(str(cast.restricted.pk), "N") == str(missing.json()).replace("999999", "N")


def test_an_objective_serves_the_companys_or_its_own_products_and_never_itself(cast, acting, quarter):
    actor = acting(cast.leader)
    with pytest.raises(ValidationError, match="cannot serve itself"):
        actions.edit_objective(quarter.company, parent=quarter.company, actor=actor)
    with pytest.raises(ValidationError, match="own product"):
        actions.edit_objective(quarter.company, parent=quarter.product, actor=actor)
    with pytest.raises(ValidationError, match="own product"):
        actions.edit_objective(quarter.restricted, parent=quarter.product, actor=actor)
    with pytest.raises(ValidationError, match="serve it"):
        actions.edit_objective(quarter.company, product=cast.restricted, actor=actor)
    below = actions.add_objective(cycle=quarter.cycle, title="Below", product=cast.product, parent=quarter.product, actor=actor)
    actions.edit_objective(quarter.product, parent=None, actor=actor)
    with pytest.raises(ValidationError, match="cannot serve itself"):
        actions.edit_objective(quarter.product, parent=below, actor=actor)
    other = actions.add_cycle(name="Q4", starts_on=date(2027, 1, 1), ends_on=date(2027, 3, 31), actor=actor)
    with pytest.raises(ValidationError, match="another cycle"):
        actions.add_objective(cycle=other, title="Late", parent=quarter.company, actor=actor)


def test_an_archived_objective_leaves_the_page_and_comes_back_by_undo(cast, acting, browse, quarter):
    browser, address = browse(cast.product_manager), f"/objectives/{quarter.product.pk}/archival/"
    with pytest.raises(NotPossible, match="serve this one"):
        actions.archive_objective(quarter.company, actor=acting(cast.leader))
    assert browser.post(address).status_code == 302
    assert Objective.objects.get(pk=quarter.product.pk).archived_at
    assert f"/objectives/{quarter.product.pk}/" not in browser.get("/objectives/").content.decode().split("toasts")[0]
    assert browser.post(address).status_code == 409
    assert browser.post(address + "?undo=1", {"next": "/objectives/"}).url == "/objectives/"
    assert not Objective.objects.get(pk=quarter.product.pk).archived_at


def test_a_stale_edit_shows_what_it_holds_now_and_keeps_what_was_typed(cast, acting, browse, call, quarter):
    actions.edit_objective(quarter.company, title="They stay", actor=acting(cast.leader))
    form = {"title": "We keep them", "cycle": quarter.cycle.pk, "owner": cast.leader.pk, "version": "1"}
    answer = browse(cast.leader).post(f"/objectives/{quarter.company.pk}/edit/", form)
    assert answer.status_code == 422
    assert "They stay" in answer.content.decode()
    assert "We keep them" in answer.content.decode()
    api = call(cast.leader).patch(f"/api/v1/objectives/{quarter.company.pk}/", {"title": "X"}, format="json", HTTP_IF_MATCH='"1"')
    assert api.status_code == 409
    assert api.json()["current"]["title"] == "They stay"


@pytest.mark.parametrize(
    ("values", "field"),
    [({"title": ""}, "title"), ({"title": "x" * 201}, "title"), ({"cycle": 999999}, "cycle"), ({"owner": "me"}, "owner"), ({"parent": -1}, "parent"), ({"colour": "red"}, "colour"), ({"title": "a\x00b"}, None)],
)  # fmt: skip
def test_what_cannot_be_is_a_clear_no(cast, call, quarter, values, field):
    answer = call(cast.leader).post("/api/v1/objectives/", {"title": "T", "cycle": quarter.cycle.pk} | values, format="json")
    assert answer.status_code == 400
    assert field is None or field in answer.json()["errors"]
