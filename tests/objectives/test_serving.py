"""Which initiatives and ideas serve a key result, and which key result nobody serves."""

from __future__ import annotations

import pytest

from roadmap.actions import archive_initiative, create_initiative
from tests.evidence import an_idea


@pytest.fixture
def served(cast, acting, quarter):
    """Churn is served by an initiative with an idea in it."""
    return create_initiative(
        product=cast.product, title="Offline first", key_results=[quarter.churn], ideas=[an_idea(cast)],
        actor=acting(cast.product_manager),
    )  # fmt: skip


def test_a_key_results_page_names_what_serves_it(cast, browse, quarter, served):
    text = browse(cast.viewer).get(f"/objectives/key-results/{quarter.churn.pk}/").content.decode()
    assert "Offline first" in text
    assert "Approve expenses by phone" in text
    alone = browse(cast.viewer).get(f"/objectives/key-results/{quarter.secret.pk}/").content.decode()
    assert "Nothing on the roadmap serves it yet" in alone


def test_what_nobody_serves_is_listed_and_marked(cast, browse, call, quarter, served):
    text = browse(cast.leader).get("/objectives/unserved/").content.decode()
    assert "Secret flights" in text
    assert "Churn a month" not in text
    assert "1 that nobody serves" in browse(cast.leader).get("/objectives/").content.decode()
    rows = call(cast.leader).get("/api/v1/key-results/?unserved=true").json()["results"]
    assert [(row["title"], row["served_by"]) for row in rows] == [("Secret flights", 0)]
    rows = call(cast.leader).get("/api/v1/key-results/?unserved=false").json()["results"]
    assert [(row["title"], row["served_by"]) for row in rows] == [("Churn a month", 1)]


def test_an_archived_initiative_serves_nothing(cast, acting, call, quarter, served):
    archive_initiative(served, reason="Not now", actor=acting(cast.product_manager))
    rows = call(cast.leader).get("/api/v1/key-results/?unserved=true").json()["results"]
    assert len(rows) == 2


def test_what_one_may_not_see_is_neither_listed_nor_counted(cast, acting, browse, call, quarter):
    create_initiative(product=cast.restricted, title="Zugvogel", key_results=[quarter.churn], actor=acting(cast.product_manager))
    assert call(cast.leader).get(f"/api/v1/key-results/{quarter.churn.pk}/").json()["served_by"] == 1
    assert call(cast.outsider).get(f"/api/v1/key-results/{quarter.churn.pk}/").json()["served_by"] == 0
    text = browse(cast.outsider).get("/objectives/unserved/").content.decode()
    assert "Churn a month" in text
    assert "Secret flights" not in text
    assert "Zugvogel" not in browse(cast.outsider).get(f"/objectives/key-results/{quarter.churn.pk}/").content.decode()


def test_when_each_is_served_or_there_is_no_cycle_the_page_says_so(cast, acting, browse, quarter, served):
    create_initiative(product=cast.restricted, title="Nest", key_results=[quarter.secret], actor=acting(cast.product_manager))
    assert "Every key result is served" in browse(cast.leader).get("/objectives/unserved/").content.decode()


def test_without_a_cycle_nothing_is_unserved(cast, browse):
    assert "No cycle yet" in browse(cast.leader).get("/objectives/unserved/").content.decode()
