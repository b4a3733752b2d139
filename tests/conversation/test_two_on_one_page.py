"""Two people on one page: each hears what the other changed, and nothing that they may not see."""

import pytest

from conversation import actions
from history.models import Event
from roadmap.actions import move_stage
from tests.reading import whole


def news(browser, record, since):
    return browser.get("/activity/news/", {"of": f"{record._meta.label_lower}:{record.pk}", "since": since})


def test_what_another_did_is_told_with_where_to_go_on_from(cast, idea, pm, acting, browse, django_assert_max_num_queries):
    browser, since = browse(cast.leader), Event.objects.first().pk
    assert news(browser, idea, since).status_code == 204
    move_stage(idea, stage="discovery", actor=pm)
    with django_assert_max_num_queries(8):
        told = news(browser, idea, since).json()
    assert told == {"since": Event.objects.first().pk, "words": "Tomasz Wieczorek moved Export to another stage, just now."}
    assert news(browser, idea, told["since"]).status_code == 204
    actions.write_comment(idea, text="Hm", actor=acting(cast.salesperson))
    assert "and 1 more" in news(browser, idea, since).json()["words"]


def test_ones_own_doing_is_no_news(cast, idea, pm, browse):
    since = Event.objects.first().pk
    move_stage(idea, stage="discovery", actor=pm)
    assert news(browse(cast.product_manager), idea, since).status_code == 204


def test_what_one_may_not_see_makes_no_news(cast, secret, browse):
    assert news(browse(cast.outsider), secret, 0).status_code == 204
    assert news(browse(cast.leader), secret, 0).status_code == 200


@pytest.mark.parametrize("query", ["", "?of=x", "?of=roadmap.idea:x&since=y", f"?of=roadmap.idea:1&since={'9' * 40}"])
def test_an_odd_question_has_no_news(query, cast, browse):
    assert browse(cast.leader).get(f"/activity/news/{query}").status_code in (200, 204)


def test_the_page_says_what_it_shows(cast, idea, browse):
    last = Event.objects.of(idea).first().pk
    assert f'data-watch="roadmap.idea:{idea.pk}" data-since="{last}"' in whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
