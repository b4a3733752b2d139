"""Starting fixes the plan; what changes afterwards needs a reason and stays to be seen."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from experiments import actions
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.experiments.conftest import SHARES

pytestmark = pytest.mark.django_db


def by_call(made, petra, **_):
    actions.start_experiment(made, actor=petra)


def on_the_web(made, cast, browse, **_):
    assert browse(cast.product_manager).post(f"/experiments/{made.pk}/start/").status_code == 302


def by_api(made, cast, call, **_):
    assert call(cast.leader).post(f"/api/v1/experiments/{made.pk}/start/", format="json").json()["state"] == "running"


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_it_starts_once(cast, plan, petra, browse, call, door):
    made = plan()
    door(made=made, petra=petra, cast=cast, browse=browse, call=call)
    made.refresh_from_db()
    assert made.state == "running"
    assert made.started_at is not None
    with pytest.raises(NotPossible, match="started already"):
        actions.start_experiment(made, actor=petra)
    assert Event.objects.filter(kind="experiment.started").count() == 1


def test_what_is_fixed_is_not_edited_but_the_rest_is(cast, running, petra, browse, call):
    made = running()
    with pytest.raises(ValidationError, match="Amend it, with a reason"):
        actions.edit_experiment(made, threshold=Decimal(1), actor=petra)
    answer = call(cast.product_manager).patch(f"/api/v1/experiments/{made.pk}/", {"metric": "Another"}, format="json")
    assert answer.status_code == 400
    form = {"title": "Messages to two thirds", "tags": "", "version": made.version, "threshold": "1"}
    assert browse(cast.product_manager).post(f"/experiments/{made.pk}/edit/", form).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.threshold) == ("Messages to two thirds", 5)
    with pytest.raises(NotPossible, match="concluded or stopped, not archived"):
        actions.archive_experiment(made, actor=petra)


def amended_by_call(made, petra, **_):
    actions.amend_experiment(made, threshold=Decimal(3), reason="We had counted twice.", actor=petra)


def amended_on_the_web(made, cast, browse, **_):
    form = {
        "hypothesis": made.hypothesis, "kind": made.kind, "metric": made.metric, "measure": made.measure,
        "direction": made.direction, "threshold": "3", "reason": "We had counted twice.", "version": made.version,
    }  # fmt: skip
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/amendment/", form)
    assert answer.status_code == 302, answer.content


def amended_by_api(made, cast, call, **_):
    body = {"threshold": "3", "reason": "We had counted twice."}
    answer = call(cast.leader).post(f"/api/v1/experiments/{made.pk}/amend/", body, format="json")
    assert answer.json()["amendments"][0]["reason"] == "We had counted twice."


@pytest.mark.parametrize("door", [amended_by_call, amended_on_the_web, amended_by_api])
def test_an_amendment_is_shown_as_made_after_the_start(cast, running, petra, browse, call, door):
    made = running()
    door(made=made, petra=petra, cast=cast, browse=browse, call=call)
    made.refresh_from_db()
    assert made.threshold == 3
    amendment = made.amendments.get()
    assert list(amendment.changes) == ["threshold"]
    assert not amendment.knew_result
    shown = browse(cast.viewer).get(f"/experiments/{made.pk}/").content.decode()
    assert "Amended after start" in shown
    assert "We had counted twice." in shown
    assert Event.objects.get(kind="experiment.amended").words.body["reason"] == "We had counted twice."


def test_an_amendment_says_that_a_result_was_known_and_the_proposal_warns(cast, running, petra, call):
    made = actions.enter_result(running(), measured=SHARES, actor=petra)
    actions.amend_experiment(made, threshold=Decimal(15), reason="Too easy.", actor=petra)
    assert made.amendments.get().knew_result
    proposal = call(cast.viewer).get(f"/api/v1/experiments/{made.pk}/").json()["proposal"]
    assert proposal["verdict"] == "inconclusive"
    assert "amended when a result was known" in proposal["cautions"][0]
    with pytest.raises(ValidationError, match="Stop it and plan another"):
        actions.amend_experiment(made, measure="share", reason="Simpler.", actor=petra)


def test_new_guards_wait_to_be_measured_anew(running, petra):
    guard = {"name": "Errors", "direction": "at_most", "limit": Decimal(2)}
    made = actions.enter_result(running(guards=[guard]), measured=SHARES, guard_values=[1.0], actor=petra)
    assert made.judged_guards[0]["held"] is True
    made = actions.amend_experiment(
        made, guards=[{"name": "Calls", "direction": "at_most", "limit": 9}], reason="Errors are not counted.", actor=petra
    )
    assert (made.judged_guards[0]["name"], made.judged_guards[0]["held"]) == ("Calls", None)
    assert made.amendments.get().changes["guards"] == ["Errors at most 2", "Calls at most 9"]


def test_a_plan_is_not_amended_nor_without_a_reason_nor_by_everybody(cast, plan, petra, acting, ended):
    made = plan()
    with pytest.raises(NotPossible, match="a plan is simply changed"):
        actions.amend_experiment(made, threshold=Decimal(1), reason="So.", actor=petra)
    actions.start_experiment(made, actor=petra)
    with pytest.raises(ValidationError, match="Say why"):
        actions.amend_experiment(made, threshold=Decimal(1), reason=" ", actor=petra)
    with pytest.raises(ValidationError, match="cannot be changed here"):
        actions.amend_experiment(made, title="Other", reason="So.", actor=petra)
    with pytest.raises(NotAllowed):
        actions.amend_experiment(made, threshold=Decimal(1), reason="So.", actor=acting(cast.salesperson))
    actions.amend_experiment(made, threshold=made.threshold, reason="Nothing differs.", actor=petra)
    assert made.amendments.count() == 0
    with pytest.raises(NotPossible, match="stays as it was"):
        actions.amend_experiment(ended(), threshold=Decimal(1), reason="So.", actor=petra)
