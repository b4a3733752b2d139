"""Assessing viability: each alone, blind everywhere until the reveal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from customers.models import Company, Lifecycle
from gates.actions import viability
from gates.evidence.viability import results
from gates.models import ViabilityAssessment, ViabilityRound
from history import clock
from history.models import EventWords
from history.refusals import NotAllowed, NotPossible
from people.models import Person, Segment
from tests.evidence import CRITERIA, EXPANSION, a_round, an_assessment, an_idea, noon
from tests.reading import tells


@pytest.fixture
def round(cast):
    return a_round(cast)


@pytest.fixture
def says(acting):
    def say(round, person, number=0, **changes):
        return viability.assess(round, actor=acting(person), **an_assessment(number, **changes))

    return say


def test_salespeople_who_were_asked_assess_and_nobody_else(cast, acting, round, says):
    assert says(round, cast.salesperson).probability == Decimal("0.7")
    for person in (cast.product_manager, cast.leader, cast.success, cast.viewer, cast.outsider):
        with pytest.raises(NotAllowed):
            says(round, person)


def test_a_round_asks_salespeople_who_do_not_own_the_idea(cast, acting):
    for assessors, why in (([cast.leader], "not in sales"), ([], "at least one")):
        with pytest.raises(ValidationError, match=why):
            a_round(cast, assessors=assessors)
    idea = an_idea(cast)
    idea.owner = cast.salesperson
    idea.save()
    with pytest.raises(ValidationError, match="owns this idea"):
        a_round(cast, idea=idea)
    with pytest.raises(ValidationError, match="may not see"):
        a_round(cast, idea=an_idea(cast, product=cast.restricted), assessors=[cast.outsider])


def test_one_round_of_an_idea_is_open_at_a_time(cast, round):
    with pytest.raises(ValidationError, match="open for this idea"):
        a_round(cast, idea=round.idea)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ratings": dict.fromkeys(CRITERIA, 6)}, "reach"),
        ({"probability": Decimal("1.2")}, "probability"),
        ({"wrong_if": " "}, "wrong_if"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast, round, says, changes, field):
    with pytest.raises(ValidationError) as refusal:
        says(round, cast.salesperson, **changes)
    assert field in refusal.value.message_dict
    assert not ViabilityAssessment.objects.exists()


def test_an_account_that_cannot_be_undoes_the_whole_assessment(cast, round, says):
    with pytest.raises(ValidationError) as refusal:
        says(round, cast.salesperson, accounts=[{"company": cast.acme, "probability": Decimal(2), "amount": Decimal(1)}])
    assert "accounts" in refusal.value.message_dict
    assert not ViabilityAssessment.objects.exists()


def test_one_may_change_ones_mind_until_the_reveal(cast, acting, round, says):
    says(round, cast.salesperson, accounts=[{"company": cast.acme, "probability": Decimal("0.5"), "amount": Decimal(100)}])
    says(round, cast.salesperson, number=1, accounts=[])
    assert ViabilityAssessment.objects.get().pain_urgency == 3
    assert not ViabilityAssessment.objects.get().accounts.exists()
    for person in (cast.second_salesperson, cast.third_salesperson):
        says(round, person)
    viability.reveal(round, actor=acting(cast.product_manager))
    with pytest.raises(NotPossible, match="revealed"):
        says(round, cast.salesperson)


def test_it_is_revealed_when_all_are_in_or_the_deadline_has_passed(cast, acting, round, says):
    manager = acting(cast.product_manager)
    with pytest.raises(NotPossible, match="Nobody has assessed"):
        viability.reveal(round, actor=manager)
    says(round, cast.salesperson)
    with pytest.raises(NotPossible, match="1 of 3"):
        viability.reveal(round, actor=manager)
    with pytest.raises(NotAllowed):
        viability.reveal(round, actor=acting(cast.salesperson))
    with clock.at(noon(round.deadline + timedelta(days=1))):
        assert viability.reveal(round, actor=manager).is_revealed


SECRET = "They told me in confidence that they will leave."


def test_it_is_blind_everywhere_until_the_reveal(cast, acting, browse, call, round, says):
    given = says(round, cast.salesperson, wrong_if=SECRET, probability=Decimal("0.123"))
    everybody = [person for person in Person.objects.active() if person != cast.salesperson]
    assert results(round) is None
    for person in everybody:
        assert not ViabilityAssessment.objects.visible_to(acting(person)).exists()
        browser, api = browse(person), call(person)
        for address in (reverse("gates:viability", args=[round.pk]), reverse("history:activity")):
            shown = browser.get(address).content.decode()
            assert SECRET not in shown
            assert not tells(shown, "12.3")
        for address in (
            "/api/v1/viability-assessments/",
            f"/api/v1/viability-assessments/{given.pk}/",
            f"/api/v1/viability-rounds/{round.pk}/",
        ):
            assert SECRET not in api.get(address).content.decode()
        assert api.get(f"/api/v1/viability-assessments/{given.pk}/").status_code == 404
    assert SECRET not in str(list(EventWords.objects.values_list("body", flat=True)))
    assert call(cast.salesperson).get(f"/api/v1/viability-assessments/{given.pk}/").json()["wrong_if"] == SECRET


def test_after_the_reveal_everybody_reads(cast, acting, browse, round, says):
    for number, person in enumerate((cast.salesperson, cast.second_salesperson, cast.third_salesperson)):
        says(round, person, number, wrong_if=SECRET)
    viability.reveal(round, actor=acting(cast.leader))
    for person in (cast.viewer, cast.leader, cast.second_salesperson):
        assert SECRET in browse(person).get(reverse("gates:viability", args=[round.pk])).content.decode()


def named_accounts():
    for number, (probability, amount) in enumerate(EXPANSION):
        company = Company.objects.create(name=f"Account {number}", segment=Segment.SMB)
        yield {"company": company, "probability": Decimal(probability), "amount": Decimal(amount)}


def test_the_worked_example_through_the_real_rows(cast, acting, says):
    fourth = Person.objects.create(email="fourth@larkspan.example", name="Fay Fourth", segment=Segment.SMB)
    fourth.held_roles.create(role="sales")
    people = [cast.salesperson, cast.second_salesperson, cast.third_salesperson, fourth]
    round = a_round(cast, assessors=people)
    accounts = list(named_accounts())
    for number, person in enumerate(people):
        says(
            round, person, number, accounts=accounts if number == 0 else [], probability=Decimal([".7", ".6", ".8", ".4"][number])
        )
    came = results(viability.reveal(round, actor=acting(cast.product_manager)))
    assert came.totals == pytest.approx([73.75, 63.75, 61.25, 62.50])
    assert (came.spread.mean, came.spread.median, came.spread.deviation) == pytest.approx((65.3125, 63.125, 5.7168), abs=1e-4)
    assert (came.agreement.interval, came.agreement.ordinal) == pytest.approx((0.2269, 0.2549), abs=1e-4)
    assert (came.expansion.expected, came.expansion.deviation) == pytest.approx((37700, 28901.7301), abs=1e-3)
    assert (came.expansion.p10, came.expansion.p50, came.expansion.p90) == (5000, 25000, 85000)
    assert (came.target_probability, came.top_share) == pytest.approx((0.48, 0.3183), abs=1e-4)
    assert came.disagreement.flagged == any("range" in reason or "ratings" in reason for reason in came.disagreement.reasons)
    assert came.coverage == 1.0, "enterprise and mid-market are both heard"
    assert [bar.is_met for bar in came.bars] == [True, True, True, False, True]


def test_a_company_named_by_two_counts_once_at_the_mean(cast, acting, round, says):
    for person, probability, amount in ((cast.salesperson, "0.2", 1000), (cast.second_salesperson, "0.4", 3000)):
        says(round, person, accounts=[{"company": cast.acme, "probability": Decimal(probability), "amount": Decimal(amount)}])
    says(round, cast.third_salesperson)
    came = results(viability.reveal(round, actor=acting(cast.product_manager)))
    assert [(one.probability, one.amount, one.named_by) for one in came.accounts] == [(pytest.approx(0.3), 2000, 2)]
    assert came.expansion.expected == pytest.approx(600)


def test_arr_at_risk_stands_apart(cast, acting, round, says):
    rows = []
    for name, arr, without, with_it in (("A", 50_000, ".30", ".18"), ("B", 80_000, ".15", ".10"), ("C", 120_000, ".10", ".08")):
        company = Company.objects.create(name=f"Risk {name}", arr=Decimal(arr), lifecycle=Lifecycle.CUSTOMER)
        rows.append({"company": company, "without": Decimal(without), "with_feature": Decimal(with_it)})
    says(round, cast.salesperson, risks=rows)
    with clock.at(noon(round.deadline + timedelta(days=1))):
        came = results(viability.reveal(round, actor=acting(cast.product_manager)))
    assert (came.risk.without, came.risk.with_feature, came.risk.avoided) == pytest.approx((39000, 26600, 12400))
    assert came.expansion is None


def test_the_web_asks_takes_and_reveals(cast, browse, round, says):
    browser, page = browse(cast.salesperson), reverse("gates:viability_assessment", args=[round.pk])
    shown = browser.get(page)
    assert "Deals or renewals stop over it" in shown.content.decode()
    form = dict.fromkeys(CRITERIA, "4") | {
        "probability": "70", "wrong_if": "", "objections": "Typed already",
        "accounts-TOTAL_FORMS": "2", "accounts-INITIAL_FORMS": "0", "risks-TOTAL_FORMS": "1", "risks-INITIAL_FORMS": "0",
        "accounts-0-company": cast.acme.pk, "accounts-0-probability": "40", "accounts-0-amount": "12000",
        "accounts-1-company": "", "risks-0-company": "",
    }  # fmt: skip
    answer = browser.post(page, form)
    assert answer.status_code == 422
    assert "Typed already" in answer.content.decode()
    half = form | {"wrong_if": "They build it themselves.", "accounts-1-company": cast.globex.pk}
    assert browser.post(page, half).status_code == 422
    twice = half | {"accounts-1-company": cast.acme.pk, "accounts-1-probability": "10", "accounts-1-amount": "1"}
    assert "Name each company once" in browser.post(page, twice).content.decode()
    assert not ViabilityAssessment.objects.exists()
    assert browser.post(page, form | {"wrong_if": "They build it themselves."}).status_code == 302
    assert ViabilityAssessment.objects.get().accounts.get().probability == Decimal("0.4")
    assert "They build it themselves." in browser.get(page).content.decode()
    for person in (cast.second_salesperson, cast.third_salesperson):
        says(round, person, 1)
    assert (
        browse(cast.leader).post(reverse("gates:viability_revelation", args=[round.pk]), {"version": round.version}).status_code
        == 302
    )
    assert ViabilityRound.objects.get().is_revealed
    assert browse(cast.salesperson).post(reverse("gates:viability_revelation", args=[round.pk])).status_code == 403


def test_the_web_opens_a_round(cast, browse):
    idea = an_idea(cast)
    page = reverse("gates:new_viability", args=[idea.pk])
    assert "Callum Reid · Enterprise" in browse(cast.product_manager).get(page).content.decode()
    assert browse(cast.salesperson).get(page).status_code == 403
    form = {
        "target_amount": "30000", "target_by": (clock.today() + timedelta(days=100)).isoformat(),
        "deadline": (clock.today() + timedelta(days=7)).isoformat(), "assessors": [cast.salesperson.pk, cast.second_salesperson.pk],
    }  # fmt: skip
    assert browse(cast.product_manager).post(page, form | {"target_amount": "0"}).status_code == 422
    assert browse(cast.product_manager).post(page, form).status_code == 302
    assert set(ViabilityRound.objects.get().asked.values_list("segment", flat=True)) == {"enterprise", "mid_market"}


def test_another_round_follows_a_revealed_one(cast, acting, round, says):
    says(round, cast.salesperson)
    with clock.at(noon(round.deadline + timedelta(days=1))):
        viability.reveal(round, actor=acting(cast.product_manager))
    assert a_round(cast, idea=round.idea, again_after=round).again_after == round


def test_a_round_called_off_stays_sealed(cast, acting, round, says):
    says(round, cast.salesperson, wrong_if=SECRET)
    off = viability.cancel_round(round, actor=acting(cast.product_manager))
    assert results(off) is None
    assert not ViabilityAssessment.objects.visible_to(acting(cast.leader)).exists()
