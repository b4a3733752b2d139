"""Grades: what the numbers give, and a judgement beside it that says why."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from history.models import Event
from history.refusals import NotAllowed, NotPossible
from objectives import actions
from objectives.models import Grade, KeyResult

WHY = "The last churn was a closure of business."


@pytest.fixture
def graded(cast, acting, quarter):
    """The quarter is being graded; churn went half of the way."""
    actions.check_in(quarter.churn, value=Decimal(3), confidence=5, actor=acting(cast.success))
    actions.grade_cycle(quarter.cycle, actor=acting(cast.leader))
    return quarter.churn


def by_call(cast, acting, graded, **_):
    actions.grade_key_result(graded, judged=Decimal("0.7"), reason=WHY, actor=acting(cast.success))


def on_the_web(cast, browse, graded, **_):
    address = f"/objectives/key-results/{graded.pk}/grade/?next=/objectives/due/"
    assert browse(cast.success).post(address, {"judged": "0.7", "reason": WHY}).url == "/objectives/due/"


def by_api(cast, call, graded, **_):
    body = {"judged": "0.7", "reason": WHY}
    answer = call(cast.success).post(f"/api/v1/key-results/{graded.pk}/grade/", body, format="json")
    assert answer.status_code == 201
    assert (answer.json()["computed"], answer.json()["score"]) == ("0.5000", "0.7000")


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_its_owner_grades_it(cast, acting, browse, call, graded, door):
    door(cast=cast, acting=acting, browse=browse, call=call, graded=graded)
    grade = Grade.objects.get()
    assert (grade.computed, grade.judged, grade.reason, grade.by) == (Decimal("0.5"), Decimal("0.7"), WHY, cast.success)
    event = Event.objects.of(graded).get(kind="key_result.graded")
    assert (Decimal(event.facts["computed"]), Decimal(event.facts["judged"])) == (Decimal("0.5"), Decimal("0.7"))
    assert event.words.body["reason"] == WHY
    page = browse(cast.viewer).get(f"/objectives/key-results/{graded.pk}/").content.decode()
    assert WHY in page
    assert "The numbers give" in page


def test_without_a_judgement_the_numbers_stand(cast, acting, graded):
    assert actions.grade_key_result(graded, actor=acting(cast.success)).score == Decimal("0.5")


def test_a_judgement_has_a_reason(cast, acting, browse, call, graded):
    with pytest.raises(ValidationError, match="says why"):
        actions.grade_key_result(graded, judged=Decimal(1), reason=" ", actor=acting(cast.success))
    page = browse(cast.success).post(f"/objectives/key-results/{graded.pk}/grade/", {"judged": "1"})
    assert page.status_code == 422
    answer = call(cast.success).post(f"/api/v1/key-results/{graded.pk}/grade/", {"judged": "1"}, format="json")
    assert "reason" in answer.json()["errors"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Grade.objects.create(key_result=graded, computed=0, judged=1)


@pytest.mark.parametrize("judged", ["1.01", "-0.1", "good", "0.555"])
def test_a_judgement_lies_between_nothing_and_all(cast, browse, call, graded, judged):
    body = {"judged": judged, "reason": WHY}
    assert browse(cast.success).post(f"/objectives/key-results/{graded.pk}/grade/", body).status_code == 422
    answer = call(cast.success).post(f"/api/v1/key-results/{graded.pk}/grade/", body, format="json")
    assert answer.status_code == 400
    assert "judged" in answer.json()["errors"]


@pytest.mark.parametrize("who", ["viewer", "salesperson", "suspended"])
def test_nobody_else_grades(cast, acting, graded, who):
    with pytest.raises(NotAllowed):
        actions.grade_key_result(graded, actor=acting(getattr(cast, who)))


def test_one_grades_at_the_end_and_not_before_or_after(cast, acting, browse, quarter):
    actor = acting(cast.leader)
    with pytest.raises(NotPossible, match="running"):
        actions.grade_key_result(quarter.churn, actor=actor)
    page = browse(cast.leader).get(f"/objectives/key-results/{quarter.churn.pk}/grade/").content.decode()
    assert "one grades while it is open for grading" in page
    actions.close_cycle(actions.grade_cycle(quarter.cycle, actor=actor), actor=actor)
    with pytest.raises(NotPossible, match="closed"):
        actions.grade_key_result(quarter.churn, actor=actor)


def test_a_grade_is_replaced_and_taken_back(cast, acting, browse, call, graded):
    first = actions.grade_key_result(graded, actor=acting(cast.success))
    second = actions.grade_key_result(graded, judged=Decimal(1), reason=WHY, actor=acting(cast.leader))
    assert Grade.objects.standing().get() == second
    assert browse(cast.leader).post(f"/objectives/grades/{second.pk}/undoing/").status_code == 302
    assert Grade.objects.standing().get() == first, "what stood before stands again"
    assert call(cast.success).post(f"/api/v1/grades/{first.pk}/undo/", {}, format="json").status_code == 200
    assert not Grade.objects.standing().exists()
    with pytest.raises(NotPossible, match="stands no more"):
        actions.undo_grade(first, actor=acting(cast.success))
    assert Event.objects.filter(kind="key_result.grade_undone").count() == 2


def test_closing_gives_each_what_its_numbers_give_and_keeps_judgements(cast, acting, quarter, graded):
    actor = acting(cast.leader)
    judged = actions.grade_key_result(graded, judged=Decimal("0.9"), reason=WHY, actor=acting(cast.success))
    actions.check_in(graded, value=Decimal("2.5"), confidence=9, actor=actor)
    actions.close_cycle(quarter.cycle, actor=actor)
    last = Grade.objects.standing().get(key_result=graded)
    assert (last.computed, last.judged, last.by, last.replaces) == (Decimal("0.75"), Decimal("0.9"), cast.success, judged)
    assert Grade.objects.standing().get(key_result=quarter.secret).score == 0
    assert KeyResult.objects.with_grade().get(pk=graded.pk).grade == Decimal("0.9")


def test_an_objectives_grade_waits_until_each_key_result_has_one(cast, acting, browse, call, quarter):
    actor = acting(cast.leader)
    other = actions.add_key_result(quarter.company, title="Renewals", target=Decimal(10), actor=actor)
    actions.grade_cycle(quarter.cycle, actor=actor)
    actions.grade_key_result(quarter.churn, judged=Decimal("0.8"), reason=WHY, actor=actor)
    api = call(cast.viewer)
    assert api.get(f"/api/v1/objectives/{quarter.company.pk}/").json()["grade"] is None
    actions.grade_key_result(other, actor=actor)
    assert api.get(f"/api/v1/objectives/{quarter.company.pk}/").json()["grade"] == "0.4000"
    assert "0.40" in browse(cast.viewer).get(f"/objectives/{quarter.company.pk}/").content.decode()
    assert "Mean grade" in browse(cast.viewer).get("/objectives/").content.decode()


def test_what_a_cycle_aims_at_stays_while_it_is_graded(cast, acting, quarter, graded):
    actor = acting(cast.leader)
    for change in (
        lambda: actions.add_objective(cycle=quarter.cycle, title="Late", actor=actor),
        lambda: actions.add_key_result(quarter.company, title="Late", target=Decimal(3), actor=actor),
        lambda: actions.edit_key_result(graded, target=Decimal("3.5"), actor=actor),
        lambda: actions.archive_key_result(graded, actor=actor),
        lambda: actions.archive_objective(quarter.product, actor=actor),
        lambda: actions.edit_objective(quarter.product, parent=None, actor=actor),
    ):
        with pytest.raises(NotPossible, match="being graded"):
            change()
    assert actions.edit_objective(quarter.product, title="In better words", actor=actor).title == "In better words"
