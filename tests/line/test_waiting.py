"""What waits for somebody on Home: experiments that run beyond their end, of whoever owns them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from experiments import actions
from history import clock
from line.waiting import all_waiting
from roadmap.actions import create_idea

SHARE = {"hits": 56, "n": 70}


@pytest.fixture
def overdue(cast, acting):
    """An experiment that was to end yesterday; owned by the product manager, unless said otherwise."""

    def make(**values):
        petra = acting(cast.product_manager)
        asked = {
            "product": cast.product, "title": "Fake door", "hypothesis": "They press it.", "kind": "fake_door",
            "metric": "Presses", "measure": "share", "threshold": Decimal(5), "owner": cast.product_manager,
            "ideas": [create_idea(product=values.get("product", cast.product), title="Export", actor=petra)],
            "starts_on": clock.today() - timedelta(days=20), "ends_on": clock.today() - timedelta(days=1), "actor": petra,
        }  # fmt: skip
        return actions.start_experiment(actions.plan_experiment(**(asked | values)), actor=petra)

    return make


def told(actor):
    return [(item.do, item.text, item.is_late) for item in all_waiting(actor) if item.kind == "experiment"]


def test_one_past_its_end_waits_for_its_owner_until_it_is_concluded(cast, acting, browse, call, overdue):
    experiment, petra = overdue(), acting(cast.product_manager)
    assert told(petra) == [("Enter the result", "Fake door", True)]
    home = browse(cast.product_manager).get("/").content.decode()
    assert f'href="/experiments/{experiment.pk}/"' in home
    (row,) = [one for one in call(cast.product_manager).get("/api/v1/waiting/").json() if one["kind"] == "experiment"]
    assert (row["text"], row["is_late"]) == ("Fake door", True)
    actions.enter_result(experiment, measured=SHARE, actor=petra)
    assert told(petra) == [("Conclude", "Fake door", True)]
    actions.conclude_experiment(experiment, verdict="backs", reason="It does.", learning="They press.", actor=petra)
    assert told(petra) == []


def test_it_waits_for_nobody_else_and_not_before_its_end(cast, acting, overdue):
    overdue()
    overdue(title="Later", ends_on=clock.today())
    overdue(title="No end", ends_on=None)
    assert told(acting(cast.leader)) == []
    assert [text for _, text, _ in told(acting(cast.product_manager))] == ["Fake door"]


def test_without_an_owner_it_waits_for_whoever_planned_it(cast, acting, overdue):
    overdue(owner=None)
    overdue(title="Handed over", owner=cast.leader)
    assert [text for _, text, _ in told(acting(cast.product_manager))] == ["Fake door"]
    assert [text for _, text, _ in told(acting(cast.leader))] == ["Handed over"]


def test_an_owner_who_may_not_see_the_product_any_more_is_not_told_of_it(cast, acting, overdue):
    overdue(product=cast.restricted, owner=cast.outsider)
    assert told(acting(cast.outsider)) == []
