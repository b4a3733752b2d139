"""Following: hear what becomes of it."""

import pytest

from feedback import actions
from history.refusals import NotAllowed, NotPossible
from tests.feedback.doors import api_of, browser_of


@pytest.mark.parametrize("door", ["page", "api"])
@pytest.mark.parametrize("who", ["second_salesperson", "success", "leader", "admin", "product_manager"])
def test_one_follows_and_stops(door, who, cast, say):
    feedback, person = say(), getattr(cast, who)
    if door == "page":
        browser = browser_of(person)
        browser.post(f"/feedback/{feedback.pk}/following/")
        assert feedback.follows.filter(person=person).exists()
        browser.post(f"/feedback/{feedback.pk}/following/", {"stop": "1"})
    else:
        api = api_of(person)
        assert api.post(f"/api/v1/feedback/{feedback.pk}/follow/").status_code == 200
        assert feedback.follows.filter(person=person).exists()
        assert api.post(f"/api/v1/feedback/{feedback.pk}/unfollow/").status_code == 200
    assert not feedback.follows.filter(person=person).exists()


def test_once_is_enough(cast, say, acting):
    with pytest.raises(NotPossible, match="follow"):
        actions.follow(say(), actor=acting(cast.salesperson))


def test_a_viewer_does_not(cast, say, acting):
    with pytest.raises(NotAllowed):
        actions.follow(say(), actor=acting(cast.viewer))
