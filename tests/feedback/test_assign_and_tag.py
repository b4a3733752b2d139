"""Whose it is, and under which words it is kept."""

import pytest
from django.core.exceptions import ValidationError

from feedback import actions
from feedback.models import Tag
from history.models import Event
from tests.feedback.doors import DOORS, through


@pytest.mark.parametrize("door", DOORS)
def test_it_becomes_a_product_managers(door, cast, say):
    feedback, to = say(), cast.second_product_manager
    through(door, "assign", feedback, cast.product_manager, plain={"assignee": to.pk}, json={"assignee": to.pk}, assignee=to)
    feedback.refresh_from_db()
    assert feedback.assignee == to
    assert Event.objects.get(kind="feedback.assigned").words.body["changes"] == {"assignee": [None, "Nora Lindqvist"]}


@pytest.mark.parametrize("door", DOORS)
def test_it_becomes_nobodys(door, cast, say, pm):
    feedback = actions.assign(say(), actor=pm, assignee=cast.product_manager)
    through(door, "assign", feedback, cast.product_manager, plain={"assignee": ""}, json={"assignee": None}, assignee=None)
    feedback.refresh_from_db()
    assert feedback.assignee is None


@pytest.mark.parametrize("who", ["salesperson", "suspended", "viewer"])
def test_only_somebody_who_triages(who, cast, pm, say):
    with pytest.raises(ValidationError, match="does not triage"):
        actions.assign(say(), actor=pm, assignee=getattr(cast, who))


def test_only_a_member_of_its_restricted_product(cast, pm, say):
    with pytest.raises(ValidationError, match="no member"):
        actions.assign(say(product=cast.restricted, by=cast.product_manager), actor=pm, assignee=cast.outsider)


def test_the_same_again_is_no_event(cast, pm, say):
    feedback = actions.assign(say(), actor=pm, assignee=cast.product_manager)
    actions.assign(feedback, actor=pm, assignee=cast.product_manager)
    assert Event.objects.filter(kind="feedback.assigned").count() == 1


@pytest.mark.parametrize("door", DOORS)
def test_tags_are_put_on_and_taken_off_whatever_their_case(door, cast, say, pm):
    feedback = actions.tag(say(), actor=pm, add=["old"])
    plain, json = {"add": "Export, SPEED", "remove": "OLD"}, {"add": ["Export", "SPEED"], "remove": ["OLD"]}
    through(door, "tag", feedback, cast.product_manager, plain=plain, json=json, **json)
    assert [tag.name for tag in feedback.tags.all()] == ["export", "speed"]


def test_taking_off_a_tag_that_nobody_knows_makes_none(pm, say):
    actions.tag(say(), actor=pm, remove=["nobody knows"])
    assert not Tag.objects.exists()


def test_too_many_or_too_long_are_refused(pm, say):
    with pytest.raises(ValidationError, match="At most"):
        actions.tag(say(), actor=pm, add=[f"t{n}" for n in range(30)])
    with pytest.raises(ValidationError, match="40 characters"):
        actions.tag(say(), actor=pm, add=["x" * 41])
