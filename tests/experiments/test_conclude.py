"""What was measured makes a result with its interval; that proposes, a person decides; through every door."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conversation.models import Notice
from experiments import actions
from experiments.measuring import propose
from experiments.models import Experiment
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from roadmap.actions import create_initiative
from tests.experiments.conftest import SHARES
from tests.reading import whole

pytestmark = pytest.mark.django_db


def near(value):
    return pytest.approx(value, abs=5e-3)


def by_call(made, petra, **_):
    actions.enter_result(made, measured=SHARES, guard_values=[1.5], actor=petra)


def on_the_web(made, cast, browse, **_):
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/result/", SHARES | {"guard_0": "1.5"})
    assert answer.status_code == 302, answer.content


def by_api(made, cast, call, **_):
    body = {"measured": SHARES, "guard_values": [1.5]}
    answer = call(cast.leader).post(f"/api/v1/experiments/{made.pk}/measure/", body, format="json")
    assert answer.json()["proposal"]["verdict"] == "backs", answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_result_is_entered_with_its_interval(cast, running, petra, browse, call, door):
    made = running(guards=[{"name": "Complaints", "direction": "at_most", "limit": Decimal(2)}], planned_sample=200)
    door(made=made, petra=petra, cast=cast, browse=browse, call=call)
    made.refresh_from_db()
    assert (made.result, made.low, made.high, made.sample) == (near(20.0), near(5.24), near(33.39), 150)
    assert made.measured == SHARES
    assert made.judged_guards[0]["held"] is True
    proposal = propose(made)
    assert (proposal.verdict, proposal.cautions[0][:27]) == ("backs", "150 of the 200 planned were")
    shown = browse(cast.viewer).get(f"/experiments/{made.pk}/").content.decode()
    assert "The figures propose: it backs its ideas." in shown
    assert "Newcombe" in shown
    assert Event.objects.filter(kind="experiment.measured").count() == 1


@pytest.mark.parametrize(
    ("measure", "measured", "result", "low", "high"),
    [
        ("share", {"hits": 8, "n": 12}, 66.67, 39.06, 86.19),
        (
            "means",
            {
                "mean": -10.2, "deviation": 3.9623225512, "n": 5, "base_mean": -1.6, "base_deviation": 1.6733200531, "base_n": 5,
            },
            -8.6, -13.4407, -3.7593,
        ),
        ("number", {"value": 3.5, "low": 2, "high": 5}, 3.5, 2, 5),
    ],
)  # fmt: skip
def test_each_measure_has_its_figure(running, petra, measure, measured, result, low, high):
    made = actions.enter_result(running(measure=measure), measured=measured, actor=petra)
    assert (made.result, made.low, made.high) == (near(result), near(low), near(high))


@pytest.mark.parametrize(
    ("threshold", "direction", "verdict"),
    [
        (5, "at_least", "backs"), (10, "at_least", "inconclusive"), (40, "at_least", "refutes"),
        (40, "at_most", "backs"), (20, "at_most", "inconclusive"), (5, "at_most", "refutes"),
    ],
)  # fmt: skip
def test_the_interval_against_the_criterion_proposes(running, petra, threshold, direction, verdict):
    made = running(threshold=Decimal(threshold), direction=direction)
    assert propose(made) is None
    assert propose(actions.enter_result(made, measured=SHARES, actor=petra)).verdict == verdict


@pytest.mark.parametrize(("value", "verdict", "why"), [(3.0, "inconclusive", "guard broke"), (None, "inconclusive", "not measured"), (2.0, "backs", "wholly within")])  # fmt: skip
def test_a_guard_that_broke_or_was_not_measured_backs_nothing(running, petra, value, verdict, why):
    made = running(guards=[{"name": "Complaints", "direction": "at_most", "limit": Decimal(2)}])
    proposal = propose(actions.enter_result(made, measured=SHARES, guard_values=[value], actor=petra))
    assert proposal.verdict == verdict
    assert why in proposal.why


def test_a_later_entry_takes_the_place_of_the_first(running, petra):
    made = actions.enter_result(running(), measured=SHARES, actor=petra)
    made = actions.enter_result(made, measured=SHARES | {"hits": 60}, actor=petra)
    assert made.measured["hits"] == 60
    assert [event.facts["before"] is None for event in Event.objects.filter(kind="experiment.measured").order_by("id")] == [
        True,
        False,
    ]


def test_numbers_that_cannot_be_are_said_at_their_field(cast, running, petra, browse, call):
    made, shares = running(), SHARES
    for measured, field in (
        (shares | {"hits": 71}, "hits"), (shares | {"base_n": 0, "base_hits": 0}, "n"), (shares | {"n": -1}, "n"),
        ({"hits": 1, "n": 2}, "base_n"), (shares | {"value": 3}, "value"), (shares | {"hits": 1.5}, "hits"),
        (shares | {"n": float("nan")}, "n"), (shares | {"n": 1e15}, "n"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            actions.enter_result(made, measured=measured, actor=petra)
        assert field in refused.value.message_dict, measured
    with pytest.raises(ValidationError, match="There are 0 guards"):
        actions.enter_result(made, measured=shares, guard_values=[1], actor=petra)
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/result/", shares | {"hits": "71"})
    assert (answer.status_code, "more successes than cases" in answer.content.decode()) == (422, True)
    answer = call(cast.leader).post(f"/api/v1/experiments/{made.pk}/measure/", {"measured": {"hits": 1}}, format="json")
    assert answer.status_code == 400
    for measure, measured in (("number", {"value": 9, "low": 1, "high": 3}), ("means", {"mean": 1, "deviation": 0, "n": 1, "base_mean": 1, "base_deviation": 0, "base_n": 1}), ("share", {"hits": 0, "n": 0})):  # fmt: skip
        with pytest.raises(ValidationError):
            actions.enter_result(running(measure=measure), measured=measured, actor=petra)
    assert not Experiment.objects.exclude(result=None).exists()


SAID = {"verdict": "refutes", "reason": "Nobody pressed twice.", "learning": "They want it by phone."}


def concluded_by_call(made, petra, **_):
    actions.conclude_experiment(made, actor=petra, **SAID)


def concluded_on_the_web(made, cast, browse, **_):
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/conclusion/", SAID, follow=True)
    assert f"/experiments/{made.pk}/reopening/" in answer.content.decode()


def concluded_by_api(made, cast, call, **_):
    answer = call(cast.leader).post(f"/api/v1/experiments/{made.pk}/conclude/", SAID, format="json")
    assert answer.json()["verdict"] == "refutes"


@pytest.mark.parametrize("door", [concluded_by_call, concluded_on_the_web, concluded_by_api])
def test_a_person_decides_and_says_why(cast, running, petra, browse, call, idea, door):
    made = actions.enter_result(running(), measured=SHARES, actor=petra)
    door(made=made, petra=petra, cast=cast, browse=browse, call=call)
    made.refresh_from_db()
    assert (made.state, made.verdict, made.proposed, made.learning) == (
        "concluded",
        "refutes",
        "backs",
        "They want it by phone.",
    )
    viewer = browse(cast.viewer)
    assert "where the figures proposed “backs”" in viewer.get(f"/experiments/{made.pk}/").content.decode()
    assert "1 refutes it" in whole(viewer, f"/ideas/{idea.pk}/").replace("1 Refutes", "1 refutes")
    assert Event.objects.get(kind="experiment.concluded").facts["verdict"] == "refutes"
    with pytest.raises(NotPossible, match="Reopen it first"):
        actions.enter_result(made, measured=SHARES, actor=petra)


def test_without_a_result_or_a_learning_nothing_is_concluded(cast, plan, running, petra, browse, acting):
    with pytest.raises(NotPossible, match="not started"):
        actions.conclude_experiment(plan(), actor=petra, **SAID)
    made = running()
    with pytest.raises(ValidationError, match="Without a result"):
        actions.conclude_experiment(made, actor=petra, **SAID)
    for name in ("reason", "learning"):
        with pytest.raises(ValidationError) as refused:
            actions.conclude_experiment(made, actor=petra, **(SAID | {"verdict": "inconclusive", name: " "}))
        assert list(refused.value.message_dict) == [name]
    with pytest.raises(NotAllowed):
        actions.conclude_experiment(made, actor=acting(cast.salesperson), **SAID)
    answer = browse(cast.product_manager).post(f"/experiments/{made.pk}/conclusion/", SAID)
    assert (answer.status_code, "Without a result it is inconclusive" in answer.content.decode()) == (422, True)
    made.refresh_from_db()
    assert made.state == "running"
    assert actions.conclude_experiment(made, actor=petra, **(SAID | {"verdict": "inconclusive"})).proposed == ""


STOP = {"reason": "The depot closed.", "learning": "Ask the landlord first."}


@pytest.mark.parametrize("door", ["call", "web", "api"])
def test_it_is_stopped_and_reopened(cast, running, petra, browse, call, door):
    made = running()
    if door == "call":
        actions.stop_experiment(made, actor=petra, **STOP)
        actions.reopen_experiment(made, actor=petra)
    elif door == "web":
        browser = browse(cast.leader)
        assert browser.post(f"/experiments/{made.pk}/stop/", STOP).status_code == 302
        assert "Stopped early" in browser.get(f"/experiments/{made.pk}/").content.decode()
        assert browser.post(f"/experiments/{made.pk}/reopening/").status_code == 302
    else:
        api = call(cast.product_manager)
        assert api.post(f"/api/v1/experiments/{made.pk}/stop/", STOP, format="json").json()["state"] == "stopped"
        assert api.post(f"/api/v1/experiments/{made.pk}/reopen/", format="json").json()["state"] == "running"
    made.refresh_from_db()
    assert (made.state, made.learning, made.ended_at) == ("running", "", None)
    assert Event.objects.get(kind="experiment.reopened").words.body["changes"]["learning"] == ["Ask the landlord first.", ""]
    with pytest.raises(NotPossible, match="has not ended"):
        actions.reopen_experiment(made, actor=petra)


@pytest.mark.parametrize("door", ["call", "web", "api"])
def test_what_followed_is_written_down(cast, ended, petra, browse, call, idea, door):
    made, card = ended(), create_initiative(product=cast.product, title="Customers know when", ideas=[idea], actor=petra)
    said = {"words": "We build it for all depots.", "led_to": f"initiative:{card.pk}"}
    if door == "call":
        actions.say_what_followed(made, words=said["words"], led_to=card, actor=petra)
    elif door == "web":
        assert browse(cast.product_manager).post(f"/experiments/{made.pk}/followed/", said).status_code == 302
    else:
        answer = call(cast.leader).post(f"/api/v1/experiments/{made.pk}/follow-up/", said, format="json")
        assert answer.json()["led_to"] == said["led_to"]
    shown = browse(cast.viewer).get(f"/experiments/{made.pk}/").content.decode()
    assert "We build it for all depots." in shown
    assert f"/initiatives/{card.pk}/" in shown
    assert "Messages to half of the depots" in whole(browse(cast.viewer), f"/initiatives/{card.pk}/")


def test_only_what_has_to_do_with_it_can_have_followed(cast, ended, running, petra, call):
    made, foreign = ended(), create_initiative(product=cast.product, title="Unrelated", actor=petra)
    with pytest.raises(ValidationError, match="has to do with the ideas"):
        actions.say_what_followed(made, led_to=foreign, actor=petra)
    with pytest.raises(ValidationError, match="Say what was decided"):
        actions.say_what_followed(made, words=" ", actor=petra)
    with pytest.raises(NotPossible, match="nothing follows from it yet"):
        actions.say_what_followed(running(), words="So.", actor=petra)
    api, address = call(cast.leader), f"/api/v1/experiments/{made.pk}/follow-up/"
    for led_to in (f"initiative:{foreign.pk}", "idea:x", "company:1", "idea:999999999999999999999"):
        assert api.post(address, {"led_to": led_to}, format="json").status_code == 400


def test_who_follows_the_idea_hears_how_it_ended(cast, ended, acting):
    made = ended(actor=acting(cast.second_product_manager))
    told = Notice.objects.filter(event__kind="experiment.concluded")
    assert set(told.values_list("person", flat=True)) == {cast.second_product_manager.pk}
    assert made.state == "concluded"
