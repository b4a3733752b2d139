"""Many held submissions are let through or refused in one go, all or none; and a decision can be taken back."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from feedback.actions import tag
from feedback.models import Feedback
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from portal import actions
from portal.models import Submission
from portal.waiting import count_held
from tests.portal.doing import at

LIST = reverse("portal:submission_list")


@pytest.fixture
def three(portal, petra, ann, bob):
    moderated = actions.change_portal(portal, actor=petra, is_moderated=True)
    wishes = ((ann, "First"), (bob, "Second"), (ann, "Third"))
    return [actions.submit(moderated, contact=contact, text=text) for contact, text in wishes]


def approve(rows, petra):
    return actions.decide_on_all("approve", rows, actor=petra)


def refuse(rows, petra):
    return actions.decide_on_all("refuse", rows, actor=petra, reason="About another product.")


def states():
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def test_all_that_were_picked_go_to_the_inbox(three, petra):
    approve(three, petra)
    assert states() == ["passed"] * 3
    assert set(Feedback.objects.values_list("text", flat=True)) == {"First", "Second", "Third"}
    assert Event.objects.filter(kind="submission.approved").count() == 3


def test_all_that_were_picked_are_refused_for_one_reason(three, petra, ann, visit, portal):
    refuse(three, petra)
    assert states() == ["refused"] * 3
    assert "About another product." in visit(ann).get(at(portal, "own", three[2].code)).content.decode()


def test_a_refusal_of_many_needs_a_reason(three, petra):
    with pytest.raises(ValidationError):
        actions.decide_on_all("refuse", three, actor=petra, reason=" ")
    assert states() == ["held"] * 3


def test_where_one_refuses_nothing_is_changed(three, petra):
    actions.approve_submission(three[1], actor=petra)
    with pytest.raises(NotPossible, match=r"Nothing was changed\. 1 of 3 refused .*Second"):
        refuse(three, petra)
    assert states() == ["held", "passed", "held"]


def test_none_and_too_many_are_refused(three, petra):
    for rows in ([], three * 34):
        with pytest.raises(NotPossible, match="between 1 and 100"):
            approve(rows, petra)


def test_only_those_who_triage_decide_on_many(cast, acting, three):
    for person in (cast.salesperson, cast.success, cast.leader, cast.viewer):
        with pytest.raises(NotAllowed):
            actions.decide_on_all("approve", three, actor=acting(person))


def test_a_refusal_taken_back_waits_again(three, petra, ann, visit, portal):
    refuse(three, petra)
    actions.decide_on_all("hold-again", three, actor=petra)
    again = Submission.objects.order_by("pk")[0]
    assert (again.state, again.reason, again.decided_by) == ("held", "", None)
    assert "Somebody looks at it" in visit(ann).get(at(portal, "own", again.code)).content.decode()
    with pytest.raises(NotPossible, match="waits already"):
        actions.hold_again(again, actor=petra)


def test_an_approval_taken_back_leaves_the_inbox_and_comes_back_as_the_same_feedback(three, petra):
    first = actions.approve_submission(three[0], actor=petra)
    held = actions.hold_again(first, actor=petra)
    assert (held.state, held.feedback.state) == ("held", "archived")
    assert count_held(petra) == 3
    again = actions.approve_submission(held, actor=petra)
    assert again.feedback == first.feedback
    assert (Feedback.objects.get().state, Feedback.objects.count()) == ("inbox", 1)
    assert actions.hold_again(again, actor=petra).state == "held"


def test_what_somebody_worked_on_in_the_inbox_stays_there(three, petra):
    passed = actions.approve_submission(three[0], actor=petra)
    tag(passed.feedback, actor=petra, add=["export"], remove=[])
    with pytest.raises(NotPossible, match="worked on"):
        actions.hold_again(passed, actor=petra)


def test_what_went_through_by_itself_was_never_held(portal, ann, petra):
    with pytest.raises(NotPossible, match="by itself"):
        actions.hold_again(actions.submit(portal, contact=ann, text="Hello"), actor=petra)


def test_the_web_lets_many_through_and_takes_it_back(cast, browse, three):
    browser = browse(cast.product_manager)
    shown = browser.get(LIST).content.decode()
    assert all(f'value="{row.pk}" form="picked"' in shown for row in three)
    answer = browser.post(reverse("portal:approvals"), {"id": [row.pk for row in three]}, follow=True)
    assert "3 are in the inbox." in answer.content.decode()
    undo = reverse("portal:holdings") + "?" + "&".join(f"id={row.pk}" for row in three)
    assert undo.replace("&", "&amp;") in answer.content.decode()
    browser.post(undo)
    assert states() == ["held"] * 3


def test_the_web_refuses_many_and_loses_nothing_typed(cast, browse, three):
    browser, ids = browse(cast.product_manager), [row.pk for row in three[:2]]
    page = reverse("portal:refusals")
    asked = browser.get(page, {"id": ids}).content.decode()
    assert "Do not take these 2" in asked
    assert all(f'name="id" value="{pk}"' in asked for pk in ids)
    assert browser.post(page, {"id": ids, "reason": ""}).status_code == 422
    assert browser.post(page, {"id": ids, "reason": "Not ours"}).status_code == 302
    assert states() == ["refused", "refused", "held"]


def test_nothing_ticked_says_so_and_a_missing_one_is_not_found(cast, browse, three):
    browser = browse(cast.product_manager)
    assert "Tick at least one first." in browser.post(reverse("portal:approvals"), follow=True).content.decode()
    assert "Tick at least one first." in browser.get(reverse("portal:refusals"), follow=True).content.decode()
    for wrong in ("99999999", "x"):
        assert browser.post(reverse("portal:approvals"), {"id": [three[0].pk, wrong]}).status_code == 404
    assert states() == ["held"] * 3


def test_the_api_decides_on_many(cast, call, three):
    api, ids, bulk = call(cast.product_manager), [row.pk for row in three], "/api/v1/portal-submissions/bulk/"
    assert api.post(bulk, {"verb": "refuse", "ids": ids}, format="json").status_code == 400
    assert api.post(bulk, {"verb": "approve", "ids": [*ids, 99999999]}, format="json").status_code == 400
    done = api.post(bulk, {"verb": "refuse", "ids": ids, "reason": "No"}, format="json").json()["results"]
    assert [row["state"] for row in done] == ["refused"] * 3
    assert api.post(f"/api/v1/portal-submissions/{ids[0]}/hold-again/", {}, format="json").json()["state"] == "held"
    assert api.post(bulk, {"verb": "refuse", "ids": ids, "reason": "No"}, format="json").status_code == 409
    assert call(cast.salesperson).post(bulk, {"verb": "approve", "ids": ids}, format="json").status_code == 403


def test_the_rail_counts_what_waits_for_those_who_may_let_it_through(cast, browse, acting, three):
    assert [count_held(acting(person)) for person in (cast.product_manager, cast.leader, cast.salesperson)] == [3, 0, 0]
    rail = browse(cast.product_manager).get(reverse("portal:portal_list")).content.decode().split("<main")[0]
    assert '3<span class="sr"> waiting</span>' in rail


def test_words_on_a_restricted_products_portal_do_not_count_for_strangers(
    cast, acting, petra, ann, django_assert_max_num_queries
):
    hidden = actions.make_portal(cast.restricted, actor=petra, audience="link", title="Secret", is_moderated=True)
    said = actions.submit(hidden, contact=ann, text="Hello")
    assert (count_held(petra), said.state) == (1, "held")
    with django_assert_max_num_queries(2):
        assert count_held(acting(cast.outsider)) == 0
    with pytest.raises(NotAllowed):
        actions.decide_on_all("approve", [said], actor=acting(cast.outsider))
