"""What was answered by mail, its reader finds on the portal too: theirs alone."""

import pytest

from answers.actions import draft_by_hand, edit_answer, send_answer
from portal import actions as portal_actions
from tests.portal.conftest import ann, bob, petra, portal, visit  # noqa: F401 (fixtures)
from tests.portal.doing import at

pytestmark = pytest.mark.django_db


def test_an_answer_is_read_where_the_words_were_written(portal, ann, petra, visit):  # noqa: F811
    said = portal_actions.submit(portal, contact=ann, text="Numbers by hand, still?", title="Numbers")
    draft = edit_answer(draft_by_hand(said.feedback, actor=petra), text="Not for much longer.", actor=petra)
    page = at(portal, "own", said.code)
    assert "Not for much longer." not in visit(ann).get(page).content.decode()
    send_answer(draft, actor=petra)
    shown = visit(ann).get(page).content.decode()
    assert "Not for much longer." in shown
    assert "Tomasz" not in shown.split("Our answer")[0]


def test_nobody_reads_another_s_answer(portal, ann, bob, petra, visit):  # noqa: F811
    said = portal_actions.submit(portal, contact=ann, text="Numbers by hand, still?", title="Numbers")
    send_answer(draft_by_hand(said.feedback, actor=petra), actor=petra)
    assert visit(bob).get(at(portal, "own", said.code)).status_code == 404
