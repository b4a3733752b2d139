"""The evidence for programs: the same verbs, the same refusals, as blind as the pages."""

from datetime import timedelta

import pytest

from gates.models import Confirmation, Pilot, PilotOutcome, Projection, ViabilityRound
from history import clock
from tests.evidence import (
    CRITERIA,
    a_feature,
    a_pilot,
    a_round,
    a_running_pilot,
    an_idea,
    came_to,
    earlier_features,
    noon,
    outcome_of,
    place_of,
    used,
    users,
)

API = "/api/v1"


def ahead(days):
    return (clock.today() + timedelta(days=days)).isoformat()


@pytest.fixture
def manager(cast, call):
    return call(cast.product_manager)


@pytest.fixture
def success(cast, call):
    return call(cast.success)


def test_a_program_projects_once_for_one_key(cast, call, manager):
    who = users(cast.product, 60, noon(clock.today() - timedelta(days=700)))
    earlier_features(cast.product, who, clock.today())
    feature = a_feature(cast.product, "Approvals", clock.today() - timedelta(weeks=4, days=1))
    used(feature, who[:15], noon(feature.released_on + timedelta(days=2)))
    body = {"idea": an_idea(cast).pk, "feature": feature.pk, "threshold": "0.2", "unit": "user"}
    first = manager.post(f"{API}/projections/", body, format="json", HTTP_IDEMPOTENCY_KEY="once")
    assert first.status_code == 201, first.content
    assert (
        manager.post(f"{API}/projections/", body, format="json", HTTP_IDEMPOTENCY_KEY="once").json()["id"] == first.json()["id"]
    )
    assert Projection.objects.count() == 1
    told = first.json()
    assert (told["status"], told["eligible"], told["probe_adopters"]) == ("ok", 60, 15)
    assert [one["level"] for one in told["intervals"]] == [50, 80, 95]
    assert told["assured_share"] == told["intervals"][1]["low"]
    assert manager.post(f"{API}/projections/{told['id']}/count/", {}, format="json").status_code == 409
    wrong = manager.post(f"{API}/projections/", body | {"horizon": 4}, format="json")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["horizon"])
    assert manager.post(f"{API}/projections/", body | {"colour": "red"}, format="json").status_code == 400
    assert call(cast.leader).post(f"{API}/projections/", body, format="json").status_code == 403
    assert call(cast.leader).get(f"{API}/projections/?idea={body['idea']}").json()["results"][0]["id"] == told["id"]


def test_a_projection_over_much_usage_answers_with_its_job(cast, manager, monkeypatch):
    monkeypatch.setattr("gates.evidence.projections.MOST_EVENTS_AT_ONCE", 0)
    feature = a_feature(cast.product, "Approvals", None)
    used(feature, users(cast.product, 2, noon(clock.today() - timedelta(days=9))), noon(clock.today() - timedelta(days=3)))
    body = {"idea": an_idea(cast).pk, "feature": feature.pk, "threshold": "0.2", "probe_kind": "none"}
    answer = manager.post(f"{API}/projections/", body, format="json")
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")


def test_a_pilot_from_design_to_answer_through_the_api(cast, call, manager, success):
    made = manager.post(f"{API}/pilots/", {"idea": an_idea(cast).pk, "name": "Try it"}, format="json")
    assert made.status_code == 201, made.content
    pilot = made.json()
    address = f"{API}/pilots/{pilot['id']}/"
    assert manager.patch(address, {"theta": "0.70"}, format="json", HTTP_IF_MATCH="7").status_code == 409
    assert manager.patch(address, {"theta": "0.70"}, format="json", HTTP_IF_MATCH='"1"').json()["theta"] == "0.70"
    assert manager.post(f"{address}enrol/", {"companies": [cast.acme.pk, cast.globex.pk]}, format="json").status_code == 200
    assert manager.post(f"{address}enrol/", {"companies": [cast.acme.pk]}, format="json").status_code == 400
    places = manager.get(f"{API}/pilot-companies/?pilot={pilot['id']}").json()["results"]
    assert {place["company"] for place in places} == {cast.acme.pk, cast.globex.pk}
    for place in places:
        body = {
            "place": place["id"], "metric": "Hours", "direction": "down", "baseline": "40", "target": "30", "due_on": ahead(60),
        }  # fmt: skip
        assert manager.post(f"{API}/pilot-outcomes/", body | {"target": "40"}, format="json").status_code == 400
        assert manager.post(f"{API}/pilot-outcomes/", body, format="json").status_code == 201
    assert manager.post(f"{address}lock/", {}, format="json").json()["state"] == "locked"
    assert manager.post(f"{address}lock/", {}, format="json").status_code == 409
    for place in places:
        assert manager.post(f"{API}/pilot-companies/{place['id']}/expose/", {}, format="json").status_code == 200
    outcome = PilotOutcome.objects.first()
    enter = f"{API}/pilot-outcomes/{outcome.pk}/enter/"
    assert manager.post(enter, {"value": "29"}, format="json").status_code == 403
    assert success.post(enter, {"value": "29"}, format="json").json()["values"][0]["value"] == "29.0000"
    link = success.post(f"{API}/pilot-outcomes/{outcome.pk}/ask-confirmation/", {}, format="json")
    assert link.status_code == 201
    assert "/confirm/" in link.json()["address"]
    assert "token" not in str(link.json().keys())
    assert success.post(f"{API}/pilot-outcomes/{outcome.pk}/withdraw-link/", {}, format="json").status_code == 200
    assert success.post(f"{API}/pilot-outcomes/{outcome.pk}/withdraw-link/", {}, format="json").status_code == 409
    came_to(cast, outcome, 28)
    figures = call(cast.leader).get(address).json()["figures"]
    assert (figures["achieved"], figures["settled"], figures["pending"], figures["verdict"]) == (0, 1, 1, "inconclusive")
    assert manager.post(f"{address}close/", {}, format="json").json()["state"] == "closed"


def test_who_leaves_a_pilot_through_the_api(cast, call, manager, success):
    pilot = a_running_pilot(cast, 1)
    place = f"{API}/pilot-companies/{place_of(pilot).pk}/"
    assert manager.post(f"{place}ask-withdrawal/", {"reason": "Late"}, format="json").status_code == 409
    assert manager.post(f"{place}drop-out/", {"reason": " "}, format="json").status_code == 400
    assert manager.post(f"{place}drop-out/", {"reason": "They left"}, format="json").json()["dropped_out_reason"] == "They left"
    waiting = a_pilot(cast, 0, idea=an_idea(cast, "Another"))
    manager.post(f"{API}/pilots/{waiting.pk}/enrol/", {"companies": [cast.acme.pk]}, format="json")
    place = f"{API}/pilot-companies/{place_of(waiting).pk}/"
    assert success.post(f"{place}ask-withdrawal/", {"reason": "No time"}, format="json").status_code == 200
    assert success.post(f"{place}approve-withdrawal/", {}, format="json").status_code == 403
    assert call(cast.leader).post(f"{place}refuse-withdrawal/", {}, format="json").status_code == 200
    assert manager.post(f"{place}take-out/", {}, format="json").status_code == 200
    assert not waiting.companies.exists()


def test_a_round_through_the_api(cast, call, manager):
    people = [cast.salesperson.pk, cast.second_salesperson.pk]
    body = {"idea": an_idea(cast).pk, "target_amount": "30000", "target_by": ahead(200), "assessors": people}
    made = manager.post(f"{API}/viability-rounds/", body, format="json")
    assert made.status_code == 201, made.content
    round = made.json()
    address = f"{API}/viability-rounds/{round['id']}/"
    assert manager.post(f"{address}ask/", {"assessors": [cast.third_salesperson.pk]}, format="json").status_code == 200
    given = {
        "round": round["id"], "ratings": dict.fromkeys(CRITERIA, 4), "probability": "0.7", "wrong_if": "They leave.",
        "accounts": [{"company": cast.acme.pk, "probability": "0.5", "amount": "50000"}],
    }  # fmt: skip
    sam = call(cast.salesperson)
    assert sam.post(f"{API}/viability-assessments/", given | {"ratings": {"reach": 4}}, format="json").status_code == 400
    assert sam.post(f"{API}/viability-assessments/", given, format="json").status_code == 201
    assert manager.post(f"{API}/viability-assessments/", given, format="json").status_code == 403
    shown = manager.get(address).json()
    assert (shown["given"], shown["results"]) == (1, None)
    assert manager.get(f"{API}/viability-assessments/?round={round['id']}").json()["results"] == []
    assert manager.post(f"{address}reveal/", {}, format="json").status_code == 409
    for person in (cast.second_salesperson, cast.third_salesperson):
        assert call(person).post(f"{API}/viability-assessments/", given, format="json").status_code == 201
    shown = manager.post(f"{address}reveal/", {}, format="json").json()
    assert shown["results"]["totals"] == pytest.approx([75.0, 75.0, 75.0])
    assert shown["results"]["target_probability"] == pytest.approx(0.5)
    assert len(manager.get(f"{API}/viability-assessments/?round={round['id']}").json()["results"]) == 3
    assert sam.post(f"{API}/viability-assessments/", given, format="json").status_code == 409


def test_calling_a_round_off_through_the_api(cast, call, manager):
    round = a_round(cast)
    assert call(cast.salesperson).post(f"{API}/viability-rounds/{round.pk}/cancel/", {}, format="json").status_code == 403
    assert manager.post(f"{API}/viability-rounds/{round.pk}/cancel/", {}, format="json").status_code == 200
    assert ViabilityRound.objects.get().cancelled_at


def test_what_one_may_not_see_is_not_there_for_programs_either(cast, call):
    idea = an_idea(cast, product=cast.restricted)
    pilot, round = a_running_pilot(cast, 1, idea=idea), a_round(cast, idea=idea)
    outsider = call(cast.outsider)
    for address in (
        f"pilots/{pilot.pk}", f"pilot-companies/{place_of(pilot).pk}", f"pilot-outcomes/{outcome_of(pilot).pk}", f"viability-rounds/{round.pk}",
    ):  # fmt: skip
        assert outsider.get(f"{API}/{address}/").status_code == 404
        assert outsider.get(f"{API}/{address.split('/')[0]}/").json()["results"] == []
    assert outsider.post(f"{API}/pilots/{pilot.pk}/close/", {}, format="json").status_code == 404
    hidden = {"place": place_of(pilot).pk, "metric": "x", "direction": "up", "baseline": "1", "target": "2", "due_on": ahead(9)}
    missing = hidden | {"place": 999_999}
    answers = [outsider.post(f"{API}/pilot-outcomes/", body, format="json").json()["errors"] for body in (hidden, missing)]
    assert str(answers[0]).replace(str(place_of(pilot).pk), "?") == str(answers[1]).replace("999999", "?")
    assert outsider.post(f"{API}/pilots/", {"idea": idea.pk, "name": "Try"}, format="json").status_code == 400
    assert Pilot.objects.count() == 1


def test_a_reading_token_writes_nothing(cast, call):
    pilot = a_running_pilot(cast, 1)
    reader = call(cast.success, scope="read")
    assert reader.get(f"{API}/pilots/{pilot.pk}/").status_code == 200
    assert reader.post(f"{API}/pilot-outcomes/{outcome_of(pilot).pk}/enter/", {"value": "1"}, format="json").status_code == 403
    assert not Confirmation.objects.exists()


def test_lists_ask_as_much_for_many_as_for_few(cast, manager, django_assert_max_num_queries):
    a_running_pilot(cast, 10)
    a_round(cast)
    for name in ("pilots", "pilot-companies", "pilot-outcomes", "viability-rounds", "viability-assessments", "projections"):
        with django_assert_max_num_queries(15):
            assert manager.get(f"{API}/{name}/").status_code == 200
