"""Health with every part visible: from usage, milestones, survey answers, open requests and the word of who knows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from feedback import actions as feedback
from growth import actions
from growth.conditions import conditions
from history import clock
from people.models import Product
from surveys import actions as surveys
from tests.growth.test_product_growth import comes, uses
from tests.reading import whole
from usage import actions as usage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(datetime(2026, 6, 17, 12, tzinfo=ZoneInfo("Europe/Berlin"))), clock.at_home():
        yield


def of(cast, acting, company, person=None):
    product = Product.objects.get(pk=cast.product.pk)
    return conditions(product, [company], acting(person or cast.viewer))[0]


@pytest.fixture
def lively(cast, acting):
    """Acme comes as often as before, reached one of two milestones, answered a survey, waits for something, and does well."""
    actor = acting(cast.product_manager)
    feature = usage.define_feature(product=cast.product, name="Board", event_names=["board"], actor=actor)
    user = comes(cast.product, "a", 60, company=cast.acme, also=(3, 5, 30, 35))
    uses(feature, user, d50=3, d40=2)
    actions.define_milestone(product=cast.product, name="Five boards", feature=feature, uses=5, actor=actor)
    actions.define_milestone(product=cast.product, name="The wall is gone", actor=actor)
    survey = surveys.start_survey(surveys.create_survey(product=cast.product, name="NPS", kind="nps", actor=actor), actor=actor)
    surveys.respond(survey, score=9, company=cast.acme, user_key="a", actor=actor)
    feedback.submit_request(
        company=cast.acme, text="Please", need="Planning", opportunity="Renewal", amount=Decimal(5), product=cast.product,
        actor=acting(cast.salesperson),
    )  # fmt: skip
    actions.give_word(company=cast.acme, product=cast.product, word="good", reason="Keen", actor=acting(cast.success))


def test_every_part_is_visible_and_weighed(cast, acting, lively):
    one = of(cast, acting, cast.acme)
    values = {name: part.value for name, part in one.parts.items()}
    assert values == {
        "usage": pytest.approx(2 / 3), "milestones": 0.5, "survey": pytest.approx(0.9), "requests": pytest.approx(0.8), "owner": 1.0,
    }  # fmt: skip
    assert one.health.score == pytest.approx(100 * (3 * 2 / 3 + 2 * 0.5 + 2 * 0.9 + 0.8 + 2) / 10)
    assert (one.health.band, one.days_to_first) == ("good", 20)


def test_the_team_says_what_counts(cast, acting, lively):
    weights = {"usage": 0, "milestones": 1, "survey": 0, "requests": 0, "owner": 0}
    actions.agree(cast.product, weights=weights, actor=acting(cast.product_manager))
    assert of(cast, acting, cast.acme).health.score == pytest.approx(50)


def test_too_little_known_is_not_enough_data(cast, acting, browse):
    comes(cast.product, "g", 200, company=cast.globex)
    one = of(cast, acting, cast.globex)
    assert one.health is None
    assert one.parts["usage"].value is None
    assert "Not enough data" in whole(browse(cast.viewer), f"/customers/{cast.globex.pk}/?tab=value")


def test_an_old_word_counts_no_more(cast, acting, lively):
    with clock.at(clock.now() + timedelta(days=91)):
        assert of(cast, acting, cast.acme).parts["owner"].value is None


def test_companies_are_listed_by_health_filtered_and_exported(cast, browse, call, lively):
    comes(cast.product, "g", 200, company=cast.globex)
    browser = browse(cast.viewer)
    names = [one.company.name for one in browser.get("/growth/health/").context["rows"]]
    assert names == ["Acme", "Globex"]
    assert [one.company.name for one in browser.get("/growth/health/?band=none").context["rows"]] == ["Globex"]
    assert [one.company.name for one in browser.get("/growth/health/?band=good&sort=name&q=ac").context["rows"]] == ["Acme"]
    text = browser.get("/growth/health/export.csv?band=good").getvalue().decode()
    assert "Acme" in text
    assert "Globex" not in text
    told = call(cast.viewer).get(f"/api/v1/growth/{cast.product.pk}/health/").json()["results"]
    assert {row["company"]: row["band"] for row in told} == {cast.acme.pk: "good", cast.globex.pk: ""}
    panel = whole(browser, f"/customers/{cast.acme.pk}/?tab=value")
    assert "1 of 2 reached" in panel
    assert "first milestone after 20 days" in panel


@pytest.mark.parametrize("query", ["", "?segment=mid_market&motion=self_serve&q=a", "?product={}"])
def test_health_asks_the_database_little(cast, browse, lively, django_assert_max_num_queries, query):
    comes(cast.product, "g", 200, company=cast.globex)
    browser, address = browse(cast.viewer), "/growth/health/" + query.format(cast.product.pk)
    browser.get(address)
    with django_assert_max_num_queries(15):
        browser.get(address)
