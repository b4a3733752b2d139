"""Writing down an idea."""

from __future__ import annotations

import pytest

from history.models import Event
from history.refusals import NotAllowed
from roadmap.actions import create_idea
from roadmap.models import Idea, IdeaState, Stage


def test_a_product_manager_writes_down_an_idea(cast, acting):
    idea = create_idea(
        product=cast.product, title="  Export to Excel ", problem="They retype.", actor=acting(cast.product_manager)
    )
    assert (idea.title, idea.state, idea.stage) == ("Export to Excel", IdeaState.UNSORTED, Stage.ASSESSMENT)
    assert Event.objects.of(idea).get().kind == "idea.created"


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader", "suspended"])
def test_nobody_else_does(cast, acting, who):
    with pytest.raises(NotAllowed):
        create_idea(product=cast.product, title="Mine", actor=acting(getattr(cast, who)))
    assert not Idea.objects.exists()


def test_who_is_no_member_of_the_product_does_not(cast, acting):
    with pytest.raises(NotAllowed, match="no member"):
        create_idea(product=cast.restricted, title="Mine", actor=acting(cast.outsider))
