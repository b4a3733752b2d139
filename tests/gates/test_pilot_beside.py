"""What stands beside a pilot's outcomes: companies without the feature, what it was worth, what people answer, codes of words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gates.actions import comparing, pilots
from gates.evidence.pilots import scorecard
from gates.evidence.worth import coded, compared, opinions, worth
from gates.models import Benefit, Confirmation, ControlCompany, Pilot, WordCode
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from surveys.models import Survey, SurveyResponse
from tests.evidence import a_pilot, a_running_pilot, came_to, noon, outcome_of, place_of

METRIC = "Hours to approve an expense"
TREATED = ((40, 30), (52, 41), (38, 33), (45, 36), (60, 44))
OTHERS = ((42, 41), (50, 48), (47, 47), (39, 37), (58, 55))


def fresh(pilot):
    return scorecard(Pilot.objects.get(pk=pilot.pk))


@pytest.fixture
def manager(cast, acting):
    return acting(cast.product_manager)


@pytest.fixture
def success(cast, acting):
    return acting(cast.success)


@pytest.fixture
def with_controls(cast, manager, success):
    """The worked example: five with the feature, five without."""
    pilot = a_pilot(cast, 5)
    names = [f"Control {number}" for number in range(5)]
    others = [type(cast.acme).objects.create(name=name) for name in names]
    for number, (before, _) in enumerate(TREATED):
        place = place_of(pilot, number)
        pilots.fix_outcome(place, actor=manager, baseline=Decimal(before), target=Decimal(20))
    made = [
        comparing.name_control(pilot, company=other, metric=METRIC, before=Decimal(before), actor=manager)
        for other, (before, _) in zip(others, OTHERS, strict=True)
    ]
    pilots.lock_pilot(pilot, actor=manager)
    for number, (_, after) in enumerate(TREATED):
        pilots.expose(place_of(pilot, number), actor=manager)
        came_to(cast, outcome_of(pilot, number), after, agrees=None)
    for control, (_, after) in zip(made, OTHERS, strict=True):
        comparing.measure_control(control, after=Decimal(after), actor=success)
    return pilot


def test_the_difference_is_shown_at_the_end_only(cast, manager, with_controls, browse, call):
    controls = list(with_controls.controls.standing())
    assert compared(fresh(with_controls), controls) == []
    page = browse(cast.viewer).get(reverse("gates:pilot", args=[with_controls.pk])).content.decode()
    assert "The difference is shown after the last look" in page
    pilots.close_pilot(with_controls, actor=manager)
    found = compared(fresh(with_controls), controls)[0].found
    assert (round(found.difference, 4), round(found.permutation_p, 4), found.wording) == (-8.6, 0.0079, "association")
    page = browse(cast.viewer).get(reverse("gates:pilot", args=[with_controls.pk])).content.decode()
    assert "an association: no lot decided" in page
    beside = call(cast.viewer).get(f"/api/v1/pilots/{with_controls.pk}/").json()["beside"]
    assert round(beside["comparisons"][0]["difference"], 4) == -8.6


def test_whom_to_compare_with_is_named_before_anybody_has_it(cast, manager, success):
    pilot = a_pilot(cast, 1)
    with pytest.raises(ValidationError, match="in the pilot itself"):
        comparing.name_control(pilot, company=place_of(pilot).company, metric=METRIC, before=Decimal(1), actor=manager)
    with pytest.raises(ValidationError, match="metric that the pilot"):
        comparing.name_control(pilot, company=cast.acme, metric="Joy", before=Decimal(1), actor=manager)
    control = comparing.name_control(pilot, company=cast.acme, metric=METRIC, before=Decimal(1), actor=manager)
    with pytest.raises(ValidationError, match="control already"):
        comparing.name_control(pilot, company=cast.acme, metric=METRIC, before=Decimal(1), actor=manager)
    comparing.take_control_out(control, actor=manager)
    with pytest.raises(NotPossible, match="taken out"):
        comparing.take_control_out(control, actor=manager)
    control = comparing.name_control(pilot, company=cast.acme, metric=METRIC, before=Decimal(1), actor=manager)
    with pytest.raises(NotPossible, match="while the pilot runs"):
        comparing.measure_control(control, after=Decimal(1), actor=success)
    pilots.lock_pilot(pilot, actor=manager)
    pilots.expose(place_of(pilot), actor=manager)
    with pytest.raises(NotPossible, match="before anybody has the feature"):
        comparing.name_control(pilot, company=cast.globex, metric=METRIC, before=Decimal(1), actor=manager)
    with pytest.raises(NotPossible, match="does not change"):
        comparing.take_control_out(control, actor=manager)
    with pytest.raises(ValidationError, match="lies ahead"):
        comparing.measure_control(
            control, after=Decimal(1), measured_on=clock.today() + timedelta(days=2), actor=success
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        comparing.measure_control(control, after=Decimal(1), actor=manager)


def test_controls_by_page_and_by_api(cast, manager, browse, call):
    pilot = a_pilot(cast, 1)
    browser = browse(cast.product_manager)
    address = reverse("gates:new_control", args=[pilot.pk])
    assert browser.post(address, {"company": cast.acme.pk, "metric": METRIC, "before": ""}).status_code == 422
    assert browser.post(address, {"company": cast.acme.pk, "metric": METRIC, "before": "40"}).status_code == 302
    api = call(cast.product_manager)
    body = {"pilot": pilot.pk, "company": cast.globex.pk, "metric": METRIC, "before": "41"}
    made = api.post("/api/v1/pilot-controls/", body, format="json")
    assert made.status_code == 201, made.content
    assert api.post(f"/api/v1/pilot-controls/{made.json()['id']}/take-out/", {}, format="json").status_code == 200
    pilots.lock_pilot(pilot, actor=manager)
    control = ControlCompany.objects.standing().get()
    success = browse(cast.success)
    assert (
        success.post(reverse("gates:control_value", args=[control.pk]), {"after": "39", "measured_on": "2020-02-30"}).status_code
        == 422
    )
    assert (
        success.post(
            reverse("gates:control_value", args=[control.pk]), {"after": "39", "measured_on": clock.today().isoformat()}
        ).status_code == 302
    )  # fmt: skip
    told = call(cast.success).post(f"/api/v1/pilot-controls/{control.pk}/measure/", {"after": "38"}, format="json")
    assert told.json()["after"] == "38.0000"
    assert browser.post(reverse("gates:control_removal", args=[control.pk])).status_code == 302
    assert not ControlCompany.objects.standing().exists()


def test_what_it_was_worth_pays_back(cast, success, browse, call):
    """The worked example, as one company's."""
    start = noon(clock.today().replace(day=1) + timedelta(days=9))
    with clock.at(start):
        pilot = a_running_pilot(cast, 1)
        place = place_of(pilot)
        with pytest.raises(ValidationError, match="from exposure to now"):
            comparing.note_benefit(place, month=clock.today() + timedelta(days=40), amount=Decimal(1), actor=success)
    with clock.at(start + timedelta(days=250)):
        comparing.note_cost(place, cost=Decimal(12_000), actor=success)
        month = place.exposed_at.date() if place.exposed_at else start.date()
        for amount in (0, 1500, 2500, 3000, 3500, 3500, 3500, 3500):
            comparing.note_benefit(place, month=month, amount=Decimal(amount), actor=success)
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
        rows, together = worth(fresh(pilot))
        assert (round(together.payback_months, 4), round(together.roi, 4)) == (5.4286, 0.75)
        assert rows[0].total == 21_000
        assert "5.4 months" in browse(cast.viewer).get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
        assert call(cast.viewer).get(f"/api/v1/pilots/{pilot.pk}/").json()["beside"]["roi"] == 0.75
        comparing.note_benefit(place, month=month - timedelta(days=20), amount=Decimal(4000), actor=success)
        assert Benefit.objects.count() == 8, "said again, it is replaced"
    with pytest.raises(NotAllowed):
        comparing.note_cost(place, cost=Decimal(1), actor=cast.acting(cast.product_manager))


def test_worth_by_page_and_api(cast, browse, call):
    pilot = a_running_pilot(cast, 1)
    place, browser = place_of(pilot), browse(cast.success)
    address = reverse("gates:pilot_worth", args=[place.pk])
    half = browser.post(address, {"cost": "100", "month": clock.today().isoformat()})
    assert half.status_code == 422
    assert "A month and its amount go together" in half.content.decode()
    assert browser.post(address, {"cost": "100", "month": clock.today().isoformat(), "amount": "50"}).status_code == 302
    api = call(cast.success)
    where = f"/api/v1/pilot-companies/{place.pk}"
    assert api.post(f"{where}/note-cost/", {"cost": "120"}, format="json").json()["cost"] == "120.00"
    noted = {"month": clock.today().isoformat(), "amount": "60"}
    assert api.post(f"{where}/note-benefit/", noted, format="json").status_code == 200
    assert Benefit.objects.get().amount == 60


def test_words_are_coded_and_counted(cast, manager, success, browse, call):
    pilot = a_running_pilot(cast, 3)
    for number in range(2):
        came_to(cast, outcome_of(pilot, number), 29, agrees=number == 0)
    first, second = Confirmation.objects.order_by("pk")
    comparing.code_words(first, code="  Saves   TIME ", actor=manager)
    with pytest.raises(ValidationError, match="have this code"):
        comparing.code_words(first, code="saves time", actor=manager)
    browser = browse(cast.success)
    assert browser.post(reverse("gates:word_code", args=[second.pk]), {"code": "Saves time"}).status_code == 302
    assert browser.post(reverse("gates:word_code", args=[second.pk]), {"code": ""}).status_code == 302
    assert [(one.code, one.companies, one.achieved) for one in coded(fresh(pilot))] == [("saves time", 2, None)]
    pilots.close_pilot(pilot, actor=manager)
    assert coded(fresh(pilot))[0].achieved == 1
    assert "saves time" in browser.get(reverse("gates:pilot", args=[pilot.pk])).content.decode()
    given = WordCode.objects.get(confirmation=first)
    assert browser.post(reverse("gates:word_code_removal", args=[given.pk])).status_code == 302
    api, outcome = call(cast.product_manager), outcome_of(pilot)
    where = f"/api/v1/pilot-outcomes/{outcome.pk}"
    assert api.post(f"{where}/code-words/", {"code": "Calm"}, format="json").json()["values"][0]["confirmation"]["codes"] == [
        "calm"
    ]
    assert api.post(f"{where}/uncode-words/", {"code": "calm"}, format="json").status_code == 200
    assert api.post(f"{where}/uncode-words/", {"code": "calm"}, format="json").status_code == 409
    assert (
        api.post(f"/api/v1/pilot-outcomes/{outcome_of(pilot, 2).pk}/code-words/", {"code": "x"}, format="json").status_code == 409
    )
    assert Event.objects.filter(kind="pilot_outcome.words_uncoded").count() == 2


def test_what_their_people_answer_counts_since_they_have_it(cast, success, acting):
    pilot = a_running_pilot(cast, 2)
    survey = Survey.objects.create(product=cast.product, kind="csat", name="Happy?", created_by=cast.product_manager)
    places = list(pilot.companies.select_related("company"))
    before = clock.now() - timedelta(days=9)
    for number in range(6):
        at = before if number == 0 else clock.now()
        company = cast.acme if number == 5 else places[number % 2].company
        SurveyResponse.objects.create(survey=survey, respondent=f"r{number}", company=company, score=5, at=at)
    told = opinions(fresh(pilot), acting(cast.viewer))
    assert [(one.kind, one.answered, one.found) for one in told] == [("csat", 4, None)], "four are too few"
    SurveyResponse.objects.create(survey=survey, respondent="r7", company=places[0].company, score=2)
    found = opinions(fresh(pilot), acting(cast.viewer))[0].found
    assert (found.n, found.value) == (5, 0.8)
