"""Two people on one page: each hears what the other changed, and nothing that they may not see."""

import re
from datetime import timedelta

import pytest

from conversation import actions
from history import clock
from history.models import Event
from roadmap.actions import create_initiative, move_stage, place_initiative
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


def of_list(browser, page, kinds):
    """What a list that was drawn now hears of its kinds."""
    ((found, at),) = re.findall(r'data-watch="([^":]+)" data-at="([^"]+)"', browser.get(page).content.decode())
    assert found == kinds
    return lambda since=0: browser.get("/activity/news/", {"of": found, "at": at, "since": since})


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        ("/roadmap/", "roadmap.initiative"),
        ("/roadmap/completed/", "roadmap.initiative"),
        ("/roadmap/portfolio/", "roadmap.initiative"),
        ("/ideas/", "roadmap.idea"),
        ("/objectives/", "objectives.objective,objectives.keyresult"),
        ("/experiments/", "experiments.experiment"),
    ],
)
def test_a_list_names_the_kinds_of_which_it_hears(cast, browse, page, kinds):
    assert of_list(browse(cast.viewer), page, kinds)().status_code == 204


def test_a_list_hears_of_every_record_of_its_kind_since_it_was_drawn(cast, idea, pm, browse, django_assert_max_num_queries):
    with clock.at(clock.now() - timedelta(minutes=5)):
        create_initiative(product=cast.product, title="Old", actor=pm)
    news = of_list(browse(cast.leader), "/roadmap/", "roadmap.initiative")
    assert news().status_code == 204
    card = create_initiative(product=cast.product, title="Faster", actor=pm)
    place_initiative(card, horizon="now", actor=pm)
    with django_assert_max_num_queries(9):
        told = news().json()
    assert "and 1 more" in told["words"]
    assert news(told["since"]).status_code == 204
    move_stage(idea, stage="discovery", actor=pm)
    assert news(told["since"]).status_code == 204  # an idea is none of its kind
    create_initiative(product=cast.restricted, title="Zugvogel", actor=pm)
    assert of_list(browse(cast.outsider), "/roadmap/", "roadmap.initiative")().json()["words"].count("Zugvogel") == 0


def test_what_another_did_a_moment_before_the_list_was_drawn_counts(cast, pm, browse):
    """It may have been on its way to the database while the page was read."""
    create_initiative(product=cast.product, title="Faster", actor=pm)
    assert of_list(browse(cast.leader), "/roadmap/", "roadmap.initiative")().status_code == 200


@pytest.mark.parametrize("at", ["", "soon", "2026-02-31T00:00:00Z", "2026-11-23T10:00:00"])
def test_a_list_without_a_moment_has_no_news(at, cast, idea, browse):
    assert browse(cast.leader).get("/activity/news/", {"of": "roadmap.idea", "at": at}).status_code == 204


@pytest.mark.parametrize("query", ["", "?of=x", "?of=roadmap.idea:x&since=y", f"?of=roadmap.idea:1&since={'9' * 40}"])
def test_an_odd_question_has_no_news(query, cast, browse):
    assert browse(cast.leader).get(f"/activity/news/{query}").status_code in (200, 204)


def test_the_page_says_what_it_shows(cast, idea, browse):
    last = Event.objects.of(idea).first().pk
    assert f'data-watch="roadmap.idea:{idea.pk}" data-since="{last}"' in whole(browse(cast.viewer), f"/ideas/{idea.pk}/")
