"""Gate meetings: an agenda over several reviews, shown to the room one thing at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from gates.actions.meetings import cancel_meeting, change_meeting, plan_meeting, set_agenda
from gates.models import GateMeeting
from gates.slides import STEPS
from history import clock
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from people.models import Product

pytestmark = pytest.mark.django_db


def tomorrow():
    return clock.now() + timedelta(days=1)


@pytest.fixture
def reviews(full):
    return [full.locked(1), full.scored(1, idea=full.new_idea("Second idea")), full.voted(1, idea=full.new_idea("Third idea"))]


@pytest.fixture
def meeting(full, reviews):
    return plan_meeting(
        title="Gates of May", starts_at=tomorrow(), reviews=reviews, place="Room 4", actor=full.as_(full.cast.leader)
    )


def order_of(meeting):
    return list(meeting.items.order_by("position").values_list("review", flat=True))


def test_a_leader_calls_a_meeting_over_reviews_in_an_order(full, cast, meeting, reviews):
    assert order_of(meeting) == [review.pk for review in reviews]
    assert meeting.chair == cast.leader
    assert Event.objects.get(kind="gate_meeting.planned").product == cast.product
    leader = full.as_(cast.leader)
    set_agenda(meeting, [(reviews[2], 30), (reviews[0], 5)], actor=leader)
    assert list(meeting.items.values_list("review", "minutes")) == [(reviews[2].pk, 30), (reviews[0].pk, 5)]
    changed = change_meeting(meeting, title="Gates of June", chair=cast.second_leader, actor=leader)
    assert (str(changed), changed.chair) == ("Gates of June", cast.second_leader)
    cancel_meeting(changed, actor=full.as_(cast.second_leader))
    with pytest.raises(NotPossible, match="cancelled"):
        set_agenda(changed, [(reviews[0], 5)], actor=leader)


@pytest.mark.parametrize("name", ["product_manager", "salesperson", "viewer"])
def test_nobody_else_calls_one(full, reviews, name):
    with pytest.raises(NotAllowed):
        plan_meeting(title="Mine", starts_at=tomorrow(), reviews=reviews, actor=full.as_(getattr(full.cast, name)))


def test_another_leader_leaves_it_alone(full, cast, meeting, reviews):
    for verb in (
        lambda actor: cancel_meeting(meeting, actor=actor),
        lambda actor: set_agenda(meeting, [(reviews[0], 5)], actor=actor),
    ):
        with pytest.raises(NotAllowed):
            verb(full.as_(cast.fourth_leader))


def test_what_makes_no_meeting_is_refused_at_its_field(full, cast, reviews):
    leader = full.as_(cast.leader)
    decided = full.decided(1, idea=full.new_idea("Decided")).review
    for wrong, field in (
        ({"reviews": []}, "reviews"), ({"reviews": [reviews[0]] * 2}, "reviews"), ({"reviews": [decided]}, "reviews"),
        ({"starts_at": clock.now()}, "starts_at"), ({"title": " "}, "title"), ({"chair": cast.product_manager}, "chair"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as refused:
            plan_meeting(**{"title": "Gates", "starts_at": tomorrow(), "reviews": reviews, **wrong}, actor=leader)
        assert field in refused.value.message_dict
    with pytest.raises(ValidationError):
        set_agenda(
            plan_meeting(title="Gates", starts_at=tomorrow(), reviews=reviews, actor=leader), [(reviews[0], 3)], actor=leader
        )


def test_its_pages_plan_order_and_cancel(browse, cast, reviews):
    leader, viewer = browse(cast.leader), browse(cast.viewer)
    assert viewer.get(reverse("gates:meetings")).status_code == 200
    said = {"title": "Gates", "starts_at": f"{tomorrow():%Y-%m-%dT%H:%M}", "reviews": [one.pk for one in reviews[:2]]}
    assert leader.post(reverse("gates:plan_meeting"), said | {"starts_at": "soon"}).status_code == 422
    assert leader.post(reverse("gates:plan_meeting"), said).status_code == 302
    meeting = GateMeeting.objects.get()
    at = [meeting.pk]
    assert "Second idea" in viewer.get(reverse("gates:meeting", args=at)).content.decode()
    second = meeting.items.get(position=2)
    leader.post(reverse("gates:move_item", args=[*at, second.pk]))
    assert order_of(meeting) == [reviews[1].pk, reviews[0].pk]
    leader.post(reverse("gates:move_item", args=[*at, meeting.items.get(position=1).pk]), {"down": 1})
    assert order_of(meeting) == [reviews[0].pk, reviews[1].pk]
    form = leader.get(reverse("gates:agenda", args=at)).context["form"]
    typed = {name: 25 for name in form.fields if name.startswith("minutes_")}
    assert (
        leader.post(reverse("gates:agenda", args=at), typed | {"more": [reviews[2].pk], "drop": [reviews[0].pk]}).status_code
        == 302
    )
    assert list(meeting.items.values_list("review", "minutes")) == [(reviews[1].pk, 25), (reviews[2].pk, 20)]
    edit = reverse("gates:edit_meeting", args=at)
    initial = leader.get(edit).context["form"].initial
    answer = leader.post(
        edit, {"title": "Renamed", "starts_at": said["starts_at"], "chair": cast.leader.pk, "version": initial["version"]}
    )
    assert answer.status_code == 302
    assert leader.post(reverse("gates:cancel_meeting", args=at)).status_code == 302
    assert "Cancelled" in viewer.get(reverse("gates:meetings")).content.decode()


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
@pytest.mark.parametrize("item", [1, 2, 3])
def test_presenting_shows_one_thing_at_a_time_and_asks_little(browse, cast, meeting, item, step, django_assert_max_num_queries):
    browser, at = browse(cast.leader), reverse("gates:present", args=[meeting.pk])
    browser.get(at)
    with django_assert_max_num_queries(45):
        page = browser.get(f"{at}?item={item}&step={step}")
    assert page.status_code == 200
    assert page.context["step"] == STEPS[step - 1][0]


def test_presenting_keeps_blind_what_only_its_presenter_knows(browse, cast, meeting):
    for step in range(1, len(STEPS) + 1):
        text = browse(cast.salesperson).get(reverse("gates:present", args=[meeting.pk]) + f"?item=2&step={step}").content.decode()
        assert "My customers ask for it." not in text
        assert "says so." not in text


@pytest.mark.parametrize("query", ["?item=99&step=99", "?item=x&step=-1", "?item=0", "?step=9999999999999999"])
def test_an_odd_address_shows_the_nearest_there_is(browse, cast, meeting, query):
    assert browse(cast.viewer).get(reverse("gates:present", args=[meeting.pk]) + query).status_code == 200


def test_one_sees_of_a_meeting_what_one_may_see(full, browse, call, cast, meeting, reviews):
    reviews[0].idea.product = cast.restricted
    reviews[0].idea.save()
    shown = browse(cast.outsider).get(reverse("gates:meeting", args=[meeting.pk])).content.decode()
    assert reviews[0].idea.title not in shown
    assert "Second idea" in shown
    assert len(call(cast.outsider).get(f"/api/v1/gate-meetings/{meeting.pk}/").json()["items"]) == 2
    Product.objects.update(is_restricted=True)
    assert browse(cast.outsider).get(reverse("gates:meeting", args=[meeting.pk])).status_code == 404


def test_programs_keep_meetings(call, cast, reviews):
    leader = call(cast.leader)
    body = {"title": "Gates", "starts_at": tomorrow().isoformat(), "reviews": [one.pk for one in reviews[:2]]}
    made = leader.post("/api/v1/gate-meetings/", body, format="json")
    assert made.status_code == 201, made.json()
    at = f"/api/v1/gate-meetings/{made.json()['id']}/"
    assert leader.patch(at, {"place": "Room 5"}, format="json").json()["place"] == "Room 5"
    agenda = {"items": [{"review": reviews[1].pk, "minutes": 10}, {"review": reviews[0].pk}]}
    shown = leader.post(f"{at}set-agenda/", agenda, format="json").json()
    assert [(one["review"], one["minutes"]) for one in shown["items"]] == [(reviews[1].pk, 10), (reviews[0].pk, 20)]
    assert call(cast.viewer).post(f"{at}cancel/", {}, format="json").status_code == 403
    assert leader.post(f"{at}cancel/", {}, format="json").json()["cancelled_at"]
    assert call(cast.viewer).get("/api/v1/gate-meetings/?cancelled=true").json()["results"][0]["id"] == made.json()["id"]
    assert leader.post("/api/v1/gate-meetings/", body | {"reviews": []}, format="json").status_code == 400
