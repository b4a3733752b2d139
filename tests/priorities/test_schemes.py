"""How a product's ideas are put in order: methods, and factors of one's own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from history.models import Event
from history.refusals import NotAllowed, NotPossible, Stale
from priorities import actions
from priorities.models import Factor, Scheme
from priorities.ranking import rank


def by_call(cast, petra, **_):
    actions.choose_method(cast.product, method="rice", actor=petra)


def on_the_web(cast, browse, **_):
    assert browse(cast.product_manager).post(f"/priorities/products/{cast.product.pk}/", {"method": "rice"}).status_code == 302


def by_api(cast, call, **_):
    body = {"product": cast.product.pk, "method": "rice"}
    answer = call(cast.product_manager).post("/api/v1/priority-schemes/", body, format="json")
    assert [one["code"] for one in answer.json()["factors"]] == ["reach", "impact", "confidence", "effort"]


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_product_manager_chooses_the_method(cast, petra, browse, call, door):
    door(cast=cast, petra=petra, browse=browse, call=call)
    scheme = Scheme.objects.get(product=cast.product)
    assert scheme.method == "rice"
    assert Event.objects.filter(kind="priority.method_chosen", subject_id=scheme.pk).get().facts == {"method": "rice"}


@pytest.mark.parametrize("who", ["salesperson", "leader", "viewer"])
def test_nobody_else_does(cast, acting, who):
    with pytest.raises(NotAllowed):
        actions.choose_method(cast.product, method="rice", actor=acting(getattr(cast, who)))


def test_estimates_wait_for_their_method_to_come_back(cast, estimated, rice, petra):
    before = rank(rice, [estimated], petra)[0].score
    wsjf = actions.choose_method(cast.product, method="wsjf", actor=petra)
    assert rank(wsjf, [estimated], petra)[0].score is None
    again = actions.choose_method(cast.product, method="rice", actor=petra)
    assert rank(again, [estimated], petra)[0].score == before


def test_a_team_makes_a_score_of_its_own(cast, idea, petra, browse):
    scheme = actions.choose_method(cast.product, method="weighted", actor=petra)
    for factor in scheme.factors_in_use()[1:]:
        actions.remove_factor(factor, actor=petra)
    form = {"name": "Joy", "source": "people", "least": "1", "most": "5", "weight": "3", "help": "", "unit": ""}
    assert browse(cast.product_manager).post(f"/priorities/schemes/{scheme.pk}/factors/new/", form).status_code == 302
    actions.estimate(idea, values={"joy": Decimal(4)}, actor=petra)
    told = rank(scheme, [idea], petra)[0]
    assert told.score == pytest.approx(100 * (1 * 1 + 0.75 * 3) / 4), "evidence is the most on the list; joy three quarters"
    actions.choose_method(cast.product, method="rice", actor=petra)
    assert "joy" not in [one.code for one in scheme.factors_in_use()]
    actions.choose_method(cast.product, method="weighted", actor=petra)
    assert "joy" in [one.code for one in scheme.factors_in_use()]


def test_a_scale_that_cannot_be_is_refused_at_its_field(cast, petra, browse):
    scheme = actions.choose_method(cast.product, method="weighted", actor=petra)
    form = {"name": "Joy", "source": "people", "least": "5", "most": "1", "weight": "1"}
    answer = browse(cast.product_manager).post(f"/priorities/schemes/{scheme.pk}/factors/new/", form)
    assert (answer.status_code, "The most must be more than the least." in answer.content.decode()) == (422, True)
    with pytest.raises(ValidationError, match="Say where the scale ends"):
        actions.add_factor(scheme, name="Joy", least=Decimal(1), actor=petra)
    assert not Factor.objects.filter(name="Joy").exists()


def test_the_factors_of_a_fixed_method_are_fixed_but_for_where_they_are_from(rice, petra, call, cast):
    with pytest.raises(ValidationError, match="are fixed"):
        actions.add_factor(rice, name="Joy", most=Decimal(5), actor=petra)
    reach = rice.factors.get(code="reach")
    with pytest.raises(ValidationError, match="are fixed"):
        actions.remove_factor(reach, actor=petra)
    answer = call(cast.product_manager).patch(
        f"/api/v1/priority-factors/{reach.pk}/", {"source": "arr", "name": "Pull"}, format="json"
    )
    assert (answer.json()["source"], answer.json()["name"]) == ("arr", "Reach")


def test_the_last_factor_stays(cast, petra):
    scheme = actions.choose_method(cast.product, method="weighted", actor=petra)
    first, *others = scheme.factors_in_use()
    for factor in others:
        actions.remove_factor(factor, actor=petra)
    with pytest.raises(NotPossible, match="keep one factor"):
        actions.remove_factor(first, actor=petra)


def test_two_who_change_the_method_at_once_hear_of_each_other(cast, rice, petra):
    actions.choose_method(cast.product, method="wsjf", version=rice.version, actor=petra)
    with pytest.raises(Stale):
        actions.choose_method(cast.product, method="weighted", version=rice.version, actor=petra)


def test_who_may_not_choose_is_told_who_does(cast, browse):
    assert "A product manager chooses" in browse(cast.viewer).get("/priorities/").content.decode()
    assert "Choose a method" in browse(cast.product_manager).get("/priorities/").content.decode()
