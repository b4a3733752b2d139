"""The pages of the gates: each at every state of a review, for whoever looks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from gates.actions.conditions import verify_condition
from gates.actions.waivers import ask_waiver
from gates.asks import ConditionAsk
from gates.models import Decision, GatePolicy, GateReview
from history import clock
from history.models import Event

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
    seen = leader.get(room(review) + "decide/").context["findings"].fingerprint
    answer = leader.post(room(review) + "decide/", {"rationale": "It holds.", "probability": "70", "seen": seen})
    decision = Decision.objects.get()
    assert answer.url == reverse("gates:decision", args=[decision.pk])
    assert (decision.outcome, decision.probability) == ("go", Decimal("0.700"))
    page = browse(cast.viewer).get(answer.url + "?verify=1")
    assert "The seal holds" in page.content.decode()


def test_the_form_of_a_decision_asks_for_what_its_outcome_needs(stage, browse, cast):
    review = stage.voted(1, "conditional_go")
    page = browse(cast.leader).get(room(review) + "decide/")
    assert "override_words" in page.context["form"].fields
    assert page.context["form"].conditions.total_form_count() == 1
    due = (clock.today() + timedelta(days=10)).isoformat()
    typed = {
        "rationale": "Nearly.", "probability": "60", "override_words": "One thing is open.", "conditions-TOTAL_FORMS": "2",
        "conditions-INITIAL_FORMS": "0", "conditions-0-words": "Review passed", "conditions-0-test": "Its report",
        "conditions-0-owner": cast.second_product_manager.pk, "conditions-0-due": due,
    }  # fmt: skip
    late = typed | {"conditions-0-due": (clock.today() + timedelta(days=40)).isoformat()}
    refused = browse(cast.leader).post(room(review) + "decide/", late)
    assert refused.status_code == 422
    assert "30 days from now" in refused.content.decode()
    assert "Review passed" in refused.content.decode()
    assert refused.context["form"].conditions.forms[0].errors.keys() == {"due"}
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


def test_a_policys_versions_say_what_they_changed_and_an_earlier_one_comes_back(stage, browse, cast):
    address = reverse("gates:policy", args=[cast.product.pk])
    admin = browse(cast.admin)
    form = admin.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    assert admin.post(address, typed | {"quorum": "2", "theta": "70%", "why": "We are few"}).status_code == 302
    assert GatePolicy.objects.get().rules.theta == Decimal("0.70")
    assert admin.post(reverse("gates:adopt_preset", args=[cast.product.pk, "small_team"])).status_code == 302
    page = admin.get(address)
    said = [changed for _, changed in page.context["versions"]]
    assert said[1] == ["Quorum of gatekeepers: 1 → 2 people", "Share of companies that must reach their outcome: 60% → 70%"]
    assert said[0] == ["Quorum of gatekeepers: 2 → 1 person", "Share of companies that must reach their outcome: 70% → 60%"]
    again = reverse("gates:adopt_version", args=[cast.product.pk, 1])
    assert again in page.content.decode()
    assert again not in browse(cast.leader).get(address).content.decode()
    assert browse(cast.leader).post(again).status_code == 403
    assert admin.post(again).status_code == 302
    standing = GatePolicy.objects.standing().get()
    assert (standing.number, standing.rules.quorum, standing.why) == (3, 2, "As in version 1")
    assert admin.post(again).status_code == 409
    assert admin.post(reverse("gates:adopt_version", args=[cast.product.pk, 9])).status_code == 404
    assert [event.actor for event in Event.objects.filter(kind="gate.policy_adopted")] == [cast.admin] * 3


def test_an_admin_finds_the_policies_among_the_settings(browse, cast):
    policies = reverse("gates:policies")
    assert policies in browse(cast.admin).get(reverse("people:organisation")).content.decode()
    assert 'aria-label="Settings"' in browse(cast.admin).get(policies).content.decode()
    assert 'aria-label="Settings"' not in browse(cast.leader).get(policies).content.decode()


def test_the_editor_of_criteria_takes_shares_in_per_cent(stage, browse, cast):
    review = stage.draft(1)
    address, leader = room(review) + "criteria/", browse(cast.leader)
    page = leader.get(address)
    row = next(form for form in page.context["forms"] if form.initial.get("judged") == "engagement.share_at_assurance")
    assert (row["threshold"].value(), row.fields["threshold"].unit) == ("20", "%")
    typed = {"criteria-TOTAL_FORMS": "2", "criteria-INITIAL_FORMS": "0"}
    typed |= {
        "criteria-0-name": "Enough will use it",
        "criteria-0-judged": "engagement.share_at_assurance",
        "criteria-0-comparator": "at_least",
    }
    typed |= {"criteria-1-name": "Lawful", "criteria-1-judged": "people:must"}
    refused = leader.post(address, typed | {"criteria-0-threshold": "120"})
    assert refused.status_code == 422
    assert "between 0% and 100%" in refused.content.decode()
    assert leader.post(address, typed | {"criteria-0-threshold": "32.5"}).status_code == 302
    assert review.criteria_sets.get().criteria.get(position=0).threshold == Decimal("0.325")
    assert "at least 32.5%" in leader.get(room(review)).content.decode()


def test_a_probability_may_be_typed_with_its_sign(stage, browse, cast):
    review = stage.discussion(1)
    leader = browse(cast.leader)
    for wrong in ("101", "-1", "70.55", "seventy"):
        assert leader.post(room(review) + "vote/", {"outcome": "go", "probability": wrong}).status_code == 422
    assert leader.post(room(review) + "vote/", {"outcome": "go", "probability": "70.5 %"}).status_code == 302
    assert review.ballots.get().probability == Decimal("0.705")


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


def test_a_decided_room_says_what_was_recommended_then_and_not_what_has_merely_grown_old(stage, browse, cast, evidence):
    decision = stage.decided(1)
    evidence.standings["engagement.share_at_assurance"] = "stale"
    with clock.at(clock.now() + timedelta(days=200)):
        page = browse(cast.viewer).get(room(decision.review)).content.decode()
    assert "As the criteria recommended: Every criterion is met" in page
    assert "Out of date" not in page
    assert "Later evidence" not in page
    assert decision.words["said"]["rationale"] in page


def test_evidence_that_changes_after_the_decision_stands_apart(stage, browse, cast, evidence):
    decision = stage.decided(1)
    evidence.values["engagement.share_at_assurance"] = Decimal("0.02")
    for address in (room(decision.review), reverse("gates:decision", args=[decision.pk])):
        page = browse(cast.viewer).get(address)
        text = " ".join(page.content.decode().split())
        assert "Later evidence" in text
        assert "<strong>2%</strong> now" in text
        assert "Asked again today, the criteria would recommend <strong>Recycle</strong>" in text
        assert page.context["sealed"].decision.recommended == "go"
    results = [row.result for row in browse(cast.viewer).get(room(decision.review)).context["rows"]]
    assert "Failed" not in results


def test_a_settled_conditional_go_still_shows_what_the_panel_saw(stage, browse, cast, evidence):
    due = clock.today() + timedelta(days=10)
    one = ConditionAsk(words="A fee is known", test="A signed offer", owner_id=cast.second_product_manager.pk, due=due)
    decision = stage.decide(
        stage.voted(1, "conditional_go"), "conditional_go", override_words="One thing is open.", conditions=(one,)
    )
    evidence.values["engagement.share_at_assurance"] = Decimal("0.02")
    verify_condition(decision.conditions.get(), actor=stage.as_(cast.leader), finding="Seen.")
    settled = Decision.objects.standing().get()
    page = browse(cast.viewer).get(reverse("gates:decision", args=[settled.pk]))
    assert "The panel decided Conditional go" in page.content.decode()
    assert page.context["sealed"].decision == decision
    assert "<strong>2%</strong> now" in " ".join(page.content.decode().split())
