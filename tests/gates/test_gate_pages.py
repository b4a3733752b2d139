"""The pages of the gates: each at every state of a review, for whoever looks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from gates.actions.waivers import ask_waiver
from gates.models import Decision, GatePolicy, GateReview
from history import clock

pytestmark = pytest.mark.django_db


def room(review):
    return reverse("gates:review", args=[review.pk])


@pytest.mark.parametrize("state", ["draft", "locked", "ready", "scoring", "discussion", "voted"])
def test_everybody_reads_the_room_at_every_state(full, browse, state):
    review = getattr(full, state)(1)
    for person in (full.cast.viewer, full.cast.product_manager, full.owner, full.cast.salesperson, full.cast.fourth_leader):
        page = browse(person).get(room(review))
        assert page.status_code == 200
        assert "Lawful and safe to build" in page.content.decode()


def test_a_restricted_product_hides_its_gates(stage, browse, cast):
    stage.idea.product = cast.restricted
    stage.idea.save()
    review = stage.draft(1)
    assert browse(cast.outsider).get(room(review)).status_code == 404
    assert stage.idea.title not in browse(cast.outsider).get(reverse("gates:portfolio")).content.decode()


def test_a_review_goes_its_whole_way_in_the_browser(stage, browse, cast):
    leader, owner = browse(cast.leader), browse(cast.product_manager)
    answer = leader.post(reverse("gates:draft"), {"idea": stage.idea.pk, "gate": "1", "question": "Go on?"})
    review = GateReview.objects.get()
    assert answer.url == room(review)
    assert leader.get(room(review) + "criteria/").status_code == 200
    assert leader.post(room(review) + "panel/", {"gatekeepers": [cast.leader.pk]}).status_code == 302
    assert leader.post(room(review) + "lock/").status_code == 302
    assert owner.post(room(review) + "submit/").status_code == 302
    assert leader.post(room(review) + "declare/", {"has_conflict": "no"}).status_code == 302
    assert leader.post(room(review) + "open/").status_code == 302
    page = leader.get(room(review) + "score/")
    asked = {one.key: ("yes" if one.is_must else "8") for one, _ in page.context["form"].questions()}
    assert leader.post(room(review) + "score/", asked | {"confidence": "high"}).status_code == 302
    assert leader.post(room(review) + "reveal/").status_code == 302
    assert leader.post(room(review) + "vote/", {"outcome": "go", "probability": "70"}).status_code == 302
    seen = leader.get(room(review) + "decide/").context["form"].initial["seen"]
    answer = leader.post(room(review) + "decide/", {"rationale": "It holds.", "probability": "70", "seen": seen})
    decision = Decision.objects.get()
    assert answer.url == reverse("gates:decision", args=[decision.pk])
    assert (decision.outcome, decision.probability) == ("go", Decimal("0.700"))
    page = browse(cast.viewer).get(answer.url + "?verify=1")
    assert "The seal holds" in page.content.decode()


def test_the_form_of_a_decision_asks_for_what_its_outcome_needs(stage, browse, cast):
    review = stage.voted(1, "conditional_go")
    page = browse(cast.leader).get(room(review) + "decide/")
    assert {"condition_0_words", "override_words"} <= set(page.context["form"].fields)
    due = (clock.today() + timedelta(days=10)).isoformat()
    typed = {
        "rationale": "Nearly.", "probability": "60", "override_words": "One thing is open.", "condition_0_words": "Review passed",
        "condition_0_test": "Its report", "condition_0_owner": cast.second_product_manager.pk, "condition_0_due": due,
    }  # fmt: skip
    late = typed | {"condition_0_due": (clock.today() + timedelta(days=40)).isoformat()}
    refused = browse(cast.leader).post(room(review) + "decide/", late)
    assert refused.status_code == 422
    assert "30 days from now" in refused.content.decode()
    assert "Review passed" in refused.content.decode()
    assert browse(cast.leader).post(room(review) + "decide/", typed).status_code == 302
    decision = Decision.objects.get()
    page = browse(cast.leader).get(reverse("gates:decision", args=[decision.pk]))
    assert "Review passed" in page.content.decode()
    verify = reverse("gates:verify_condition", args=[decision.conditions.get().pk])
    assert browse(cast.leader).post(verify, {"finding": "The report is there and clean."}).status_code == 302
    assert Decision.objects.standing().get().outcome == "go"


def test_criteria_are_edited_row_by_row_and_nothing_typed_is_lost(stage, browse, cast):
    review = stage.draft(1)
    address = room(review) + "criteria/"
    page = browse(cast.leader).get(address)
    typed = {
        "criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0", "criteria-0-name": "Enough use it", "criteria-0-judged": "engagement.share_at_assurance",
        "criteria-0-comparator": "at_least", "criteria-0-threshold": "", "criteria-1-name": "Pain", "criteria-1-judged": "people:should", "criteria-1-weight": "2",
    }  # fmt: skip
    refused = browse(cast.leader).post(address, typed)
    assert refused.status_code == 422
    assert "say the threshold" in refused.content.decode()
    assert 'value="Pain"' in refused.content.decode()
    assert browse(cast.leader).post(address, typed | {"criteria-0-threshold": "0.25"}).status_code == 302
    assert [one.name for one in review.criteria_sets.get().criteria.all()] == ["Enough use it", "Pain"]
    assert page.status_code == 200


@pytest.mark.parametrize("count", [3, 30])
def test_the_portfolio_costs_the_same_however_many_reviews(stage, browse, cast, count, django_assert_max_num_queries):
    for number in range(count):
        stage.draft(1, idea=stage.new_idea(f"Idea {number}"), with_panel=False)
    browser = browse(cast.viewer)
    with django_assert_max_num_queries(15):
        assert browser.get(reverse("gates:portfolio")).status_code == 200
    with django_assert_max_num_queries(15):
        assert browser.get(reverse("gates:decisions")).status_code == 200


def test_a_policy_is_put_in_force_by_an_admin_and_read_by_all(stage, browse, cast):
    address = reverse("gates:policy", args=[cast.product.pk])
    assert browse(cast.viewer).get(address).status_code == 200
    assert browse(cast.viewer).get(reverse("gates:policies")).status_code == 200
    preset = reverse("gates:adopt_preset", args=[cast.product.pk, "full_governance"])
    assert browse(cast.leader).post(preset).status_code == 403
    assert browse(cast.admin).post(preset).status_code == 302
    assert GatePolicy.objects.get().preset == "full_governance"
    form = browse(cast.admin).get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert browse(cast.admin).post(address, typed | {"quorum": "2", "why": "We are few"}).status_code == 302
    assert GatePolicy.objects.standing().get().rules.quorum == 2
    refused = browse(cast.admin).post(address, typed | {"hold_days": "400"})
    assert refused.status_code == 422
    edit = reverse("gates:policy_criteria", args=[cast.product.pk, 3])
    assert browse(cast.admin).get(edit).status_code == 200


def test_waivers_are_asked_and_answered_on_the_page(stage, browse, cast):
    review = stage.locked(1)
    assert browse(cast.product_manager).get(room(review) + "waiver/").status_code == 200
    ask_waiver(
        review, criterion="the-projection-stands", why="The model is being rebuilt", control="We watch weekly", actor=stage.as_(cast.product_manager),
        until=clock.today() + timedelta(days=20),
    )  # fmt: skip
    address = reverse("gates:answer_waiver", args=[review.waivers.get().pk])
    assert browse(cast.second_leader).post(address, {"is_granted": "no"}).status_code == 422
    assert browse(cast.second_leader).post(address, {"is_granted": "yes"}).status_code == 302
    assert review.waivers.get().is_valid
    assert "We watch weekly" in browse(cast.viewer).get(room(review)).content.decode()
