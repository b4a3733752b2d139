"""What stands beside an assessment: deals and commitments, objections, segments, the second round, the assessors' own records."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from conversation.actions import write_comment
from customers.models import Company, Deal
from gates.actions import viability
from gates.actions.policies import adopt_policy
from gates.evidence.assessors import record_of, weight_of, weighted
from gates.evidence.commitments import by_segment, changes, commitments
from gates.evidence.viability import results
from gates.figures.forecasts import forecast_scores
from gates.models import LaunchReview, SalesForecast, ViabilityAssessment, ViabilityRound
from gates.standing import policy_of
from tests.evidence import a_round, an_assessment

SECRET = "Zugvogel"


@pytest.fixture
def sellers(cast):
    return (cast.salesperson, cast.second_salesperson, cast.third_salesperson)


def account(company, **changes):
    return {"company": company, "probability": Decimal("0.5"), "amount": Decimal(40_000)} | changes


def revealed(cast, acting, sellers, round=None, **said):
    round = round or a_round(cast)
    for number, person in enumerate(sellers):
        viability.assess(round, actor=acting(person), **an_assessment(number, **said))
    return viability.reveal(round, actor=acting(cast.product_manager))


def came(round):
    return results(ViabilityRound.objects.get(pk=round.pk))


def test_an_account_names_its_deal_its_commitment_and_what_it_replaces(cast, acting, sellers, browse):
    deal = Deal.objects.create(company=cast.acme, name="More seats", amount=30_000)
    row = account(cast.acme, deal=deal, rung="letter", evidence="Their mail of Friday", replaces=Decimal(10_000))
    found = came(revealed(cast, acting, sellers, accounts=[row]))
    assert (found.expansion.expected, found.cannibalised) == (15_000, 5_000), "net of what it replaces"
    ladder = commitments(found)
    assert [(step.rung, step.accounts, step.settled) for step in ladder.steps] == [("letter", 1, 0)]
    assert (ladder.rows[0].deal, ladder.rows[0].result, ladder.rows[0].is_off) == (deal, "Still open", False)
    page = browse(cast.viewer).get(reverse("gates:viability", args=[found.round.pk])).content.decode()
    assert "Their mail of Friday" in page
    assert "Cannibalised" in page
    Deal.objects.update(status="lost")
    one = commitments(came(found.round)).rows[0]
    assert (one.result, one.source, one.is_off) == ("Did not buy", "the CRM", True)
    assert "Not as committed" in browse(cast.viewer).get(reverse("gates:viability", args=[found.round.pk])).content.decode()


def test_the_launch_review_goes_before_the_crm(cast, acting, sellers):
    deal = Deal.objects.create(company=cast.acme, name="More seats", amount=30_000, status="lost")
    found = came(revealed(cast, acting, sellers, accounts=[account(cast.acme, deal=deal)]))
    review = LaunchReview.objects.create(idea=found.round.idea, basis="by_hand", succeeded=True, recorded_by=cast.leader)
    named = found.assessments[0].accounts.all()[0]
    SalesForecast.objects.create(
        launch_review=review,
        assessment=found.assessments[0],
        account=named,
        probability=Decimal("0.5"),
        happened=True,
        brier=0.25,
    )
    one = commitments(came(found.round)).rows[0]
    assert (one.result, one.source, one.is_off) == ("Bought", "the launch review", True), "it bought, and nobody saw it commit"


@pytest.mark.parametrize(
    ("changes", "why"), [({"replaces": Decimal(50_000)}, "no expansion"), ({"deal": "elsewhere"}, "not with Acme")]
)
def test_an_account_that_cannot_be_is_refused(cast, acting, changes, why):
    if changes.get("deal"):
        changes = {"deal": Deal.objects.create(company=cast.globex, name="Theirs")}
    with pytest.raises(ValidationError, match=why):
        row = account(cast.acme, **changes)
        viability.assess(a_round(cast), actor=acting(cast.salesperson), **an_assessment(accounts=[row]))


def test_an_assessment_with_its_details_by_page_and_api(cast, browse, call):
    round, deal = a_round(cast), Deal.objects.create(company=cast.acme, name="More seats", amount=30_000)
    address = reverse("gates:viability_assessment", args=[round.pk])
    browser = browse(cast.salesperson)
    assert "More seats" in browser.get(address).content.decode()
    lines = {
        f"{name}-{part}": value for name in ("accounts", "risks") for part, value in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))
    }
    ratings = dict.fromkeys(an_assessment()["ratings"], 4)
    body = ratings | lines | {
        "probability": 60, "wrong_if": "No", "objections": "Too dear\nToo new", "to_hear": "What it saves\nWho has it",
        "accounts-0-company": cast.acme.pk, "accounts-0-probability": 50, "accounts-0-amount": 1000, "accounts-0-rung": "time",
        "accounts-0-deal": deal.pk, "accounts-0-evidence": "A workshop on Monday",
    }  # fmt: skip
    made = browser.post(address, body)
    assert made.status_code == 302, made.content.decode()[:3000]
    mine = ViabilityAssessment.objects.get()
    assert mine.objection_lines == [("Too dear", "What it saves"), ("Too new", "Who has it")]
    assert (mine.accounts.get().deal, mine.accounts.get().rung) == (deal, "time")
    assert "A workshop on Monday" in browser.get(address).content.decode()
    told = {
        "round": round.pk, "ratings": ratings, "probability": "0.5", "wrong_if": "No", "to_hear": "The price",
        "accounts": [{"company": cast.globex.pk, "probability": "0.4", "amount": "500", "replaces": "100", "rung": "said"}],
    }  # fmt: skip
    answer = call(cast.second_salesperson).post("/api/v1/viability-assessments/", told, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["accounts"][0]["replaces"] == "100.00"


def test_the_library_of_objections_opens_with_the_reveal(cast, acting, sellers, browse, call):
    round = a_round(cast)
    for number, person in enumerate(sellers):
        said = an_assessment(number, objections=f"{SECRET} costs too much", to_hear="What it saves")
        viability.assess(round, actor=acting(person), **said)
    pages = [
        reverse("gates:objections"),
        reverse("gates:objections") + f"?q={SECRET}",
        reverse("gates:viability", args=[round.pk]),
    ]
    for person in (cast.viewer, cast.leader, cast.salesperson, cast.product_manager):
        browser, api = browse(person), call(person)
        for page in pages:
            assert f"{SECRET} costs" not in browser.get(page).content.decode()
        assert api.get(f"/api/v1/viability-assessments/?objection={SECRET}").json()["results"] == []
    viability.reveal(round, actor=acting(cast.product_manager))
    browser = browse(cast.viewer)
    shown = browser.get(reverse("gates:objections") + f"?q={SECRET.lower()}+much").content.decode()
    assert shown.count(f"{SECRET} costs too much") == 3
    assert "They would need to hear" in shown
    assert "No objection that was revealed says this" in browser.get(reverse("gates:objections") + "?q=nothing").content.decode()
    assert f"{SECRET} costs" in browser.get(reverse("gates:objections") + f"?idea={round.idea_id}").content.decode()
    found = call(cast.viewer).get(f"/api/v1/viability-assessments/?objection={SECRET}").json()["results"]
    assert len(found) == 3
    assert browser.get(reverse("gates:objections") + "?idea=99999999999&q=%F0%9F%98%80").status_code == 200


def test_what_is_said_of_an_open_round_is_held_until_the_reveal(cast, acting, sellers, browse, call):
    round = a_round(cast)
    write_comment(round, actor=acting(cast.product_manager), text=f"{SECRET} will carry it")
    api = call(cast.viewer)
    heard = api.get(f"/api/v1/comments/?topic=viability-round&record={round.pk}")
    assert SECRET not in heard.content.decode()
    revealed(cast, acting, sellers, round)
    assert SECRET in browse(cast.viewer).get(reverse("gates:viability", args=[round.pk])).content.decode()


def test_each_segment_stands_by_itself(cast, acting, sellers):
    found = came(revealed(cast, acting, sellers, accounts=[account(cast.acme)]))
    rows = by_segment(found)
    assert sum(row.assessors for row in rows) == 3
    assert sum(row.expected for row in rows) == found.expansion.expected == 20_000
    Company.objects.update(segment="")
    assert by_segment(came(found.round))[-1].accounts == 1


def test_a_second_round_shows_what_the_discussion_changed(cast, acting, sellers, browse):
    first = a_round(cast)
    low = an_assessment()["ratings"] | {"sales_readiness": 1, "pricing_fit": 1}
    for number, person in enumerate(sellers):
        said = an_assessment(number) | ({"ratings": low} if number == 0 else {})
        viability.assess(first, actor=acting(person), **said)
    first = viability.reveal(first, actor=acting(cast.product_manager))
    assert changes(came(first)) is None
    second = a_round(cast, idea=first.idea, again_after=first)
    for person in sellers:
        viability.assess(second, actor=acting(person), **an_assessment(0))
    viability.reveal(second, actor=acting(cast.product_manager))
    told = changes(came(second))
    assert (told.before, told.was_apart, told.is_apart) == (first, True, False)
    assert told.rows[0][2] == pytest.approx(73.75)
    page = browse(cast.viewer).get(reverse("gates:viability", args=[second.pk])).content.decode()
    assert "What the discussion changed" in page
    assert "They agree now" in page


def resolved(cast, found, count, happened):
    review = LaunchReview.objects.create(idea=found.round.idea, basis="by_hand", succeeded=True, recorded_by=cast.leader)
    one = found.assessments[0]
    accounts = [
        one.accounts.create(company=Company.objects.create(name=f"C{n}"), probability=0.9, amount=1) for n in range(count)
    ]
    SalesForecast.objects.bulk_create(
        SalesForecast(
            launch_review=review, assessment=one, account=row, probability=Decimal("0.9"), happened=happened, brier=0.01
        )
        for row in accounts
    )  # fmt: skip


def test_a_record_weighs_from_twenty_on_and_only_where_the_policy_says_so(cast, acting, sellers, browse):
    first = came(revealed(cast, acting, sellers, probability=Decimal("0.5")))
    resolved(cast, first, 20, True)
    assert record_of(cast.salesperson).n == 20
    assert weighted(first) is None, "the policy does not say so"
    rules = replace(policy_of(first.round.idea).rules, weigh_assessors=True)
    adopt_policy(cast.product, rules, actor=acting(cast.admin), why="They have earned it")
    ViabilityAssessment.objects.filter(assessor=cast.salesperson).update(probability=Decimal("0.9"))
    told = weighted(came(first.round))
    assert (told.weighed, told.of) == (1, 3)
    assert told.probability == pytest.approx((2 * 0.9 + 0.5 + 0.5) / 4)
    page = reverse("gates:viability", args=[first.round.pk])
    assert "Your record so far" in browse(cast.salesperson).get(page).content.decode()
    assert "Your record so far" not in browse(cast.second_salesperson).get(page).content.decode()
    assert "weighed by records" in browse(cast.viewer).get(page).content.decode()


def test_weights_stay_between_a_half_and_two():
    assert weight_of(None) == 1
    assert weight_of(forecast_scores([0.9] * 19, [True] * 19)) == 1
    assert weight_of(forecast_scores([1] * 20, [True] * 20)) == 2
    assert weight_of(forecast_scores([0.9] * 20, [False] * 20)) == 0.5
    assert weight_of(forecast_scores([0.5] * 20, [True] * 20)) == 1
