"""The pages of objectives."""

from __future__ import annotations

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from history import clock
from objectives import actions
from objectives.models import KeyResult


def test_the_tree_shows_the_company_first_and_the_product_under_it(cast, browse, quarter):
    text = browse(cast.viewer).get("/objectives/").content.decode()
    assert text.index("Customers stay") < text.index("Relay never drops")
    assert "okr-under" in text
    assert "Never checked in" in text, "nobody said anything for thirty days"
    today = clock.now().astimezone(ZoneInfo(cast.organisation.time_zone)).date()
    assert f"Day {(today - quarter.cycle.starts_on).days + 1}" in text


def test_filters_narrow_the_tree_and_are_shown_as_chips(cast, browse, quarter):
    browser = browse(cast.success)
    by_product = browser.get(f"/objectives/?product={cast.product.pk}").content.decode()
    assert "Relay never drops" in by_product
    assert "Customers stay" not in by_product
    assert 'aria-label="Remove the filter product"' in by_product
    mine = browser.get("/objectives/?mine=on").content.decode()
    assert "Customers stay" in mine
    assert "Relay never drops" not in mine


@pytest.mark.parametrize(
    "query", ["?cycle=x", "?cycle=99999999999999999999", "?product=0", "?mine=maybe", "?cycle=&product=%F0%9F%98%80"]
)
def test_an_odd_filter_is_no_fault_of_ours(cast, browse, quarter, query):
    assert browse(cast.viewer).get(f"/objectives/{query}").status_code == 200


def test_an_empty_installation_says_how_to_begin(cast, browse):
    assert "Add the first cycle" in browse(cast.leader).get("/objectives/").content.decode()
    assert "Add the first cycle" not in browse(cast.viewer).get("/objectives/").content.decode()


def test_an_empty_cycle_says_how_to_begin(cast, acting, browse):
    actions.add_cycle(name="Q4", starts_on=clock.today(), ends_on=clock.today().replace(year=2099), actor=acting(cast.leader))
    assert "Add the first objective" in browse(cast.leader).get("/objectives/").content.decode()


def test_the_objective_page_explains_its_progress(cast, acting, browse, quarter):
    actions.add_key_result(quarter.company, title="Renewals", target=10, actor=acting(cast.leader))
    actions.check_in(quarter.churn, value=Decimal(3), confidence=3, comment="Slow week.", actor=acting(cast.leader))
    text = browse(cast.viewer).get(f"/objectives/{quarter.company.pk}/").content.decode()
    assert "(50% + 0%) / 2 = 25%" in text
    assert "Slow week." in text
    assert "Show the data" in text, "the chart has its table"
    assert "Check in</a>" not in text, "a viewer checks in on nothing"


def test_my_key_results_lists_what_waits_first(cast, browse, quarter):
    text = browse(cast.success).get("/objectives/due/").content.decode()
    assert "Churn a month" in text
    assert 'data-key="1"' in text
    assert "No key result is yours" in browse(cast.viewer).get("/objectives/due/").content.decode()
    assert [row.title for row in KeyResult.objects.due()] == ["Churn a month", "Secret flights"]


def test_a_check_in_opens_in_a_dialog(cast, browse, quarter):
    answer = browse(cast.success).get(f"/objectives/key-results/{quarter.churn.pk}/check-in/", headers={"X-Dialog": "1"})
    assert "<html" not in answer.content.decode()
    assert 'value="4"' in answer.content.decode(), "it begins where it stands"


def test_who_may_not_check_in_reads_why(cast, browse, quarter):
    text = browse(cast.viewer).get(f"/objectives/key-results/{quarter.churn.pk}/check-in/").content.decode()
    assert "Its owner checks in" in text


@pytest.mark.parametrize(
    "address", ["/objectives/", "/objectives/{company}/", "/objectives/due/", "/objectives/key-results/{churn}/"]
)
def test_pages_ask_the_database_as_often_for_thirty_as_for_three(
    cast, acting, browse, quarter, django_assert_max_num_queries, django_assert_num_queries, address
):
    address = address.format(company=quarter.company.pk, churn=quarter.churn.pk)
    browser, actor = browse(cast.leader), acting(cast.leader)

    def add(count, label):
        for number in range(count):
            under = actions.add_objective(
                cycle=quarter.cycle, title=f"{label} {number}", product=cast.product, parent=quarter.company, actor=actor
            )
            result = actions.add_key_result(under, title=f"{label} {number}", target=10, actor=actor)
            more = actions.add_key_result(quarter.company, title=f"More {label} {number}", target=10, actor=actor)
            for one in (result, more, quarter.churn):
                actions.check_in(one, value=Decimal(3), confidence=5, actor=actor)

    add(3, "Three")
    browser.get(address)
    with django_assert_max_num_queries(18) as few:  # fifteen, the bell, and the conversation with who follows
        browser.get(address)
    add(27, "Thirty")
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get(address)


def test_in_a_closed_cycle_the_button_says_why_not(cast, acting, browse, quarter):
    actions.grade_cycle(quarter.cycle, actor=acting(cast.leader))
    actions.close_cycle(quarter.cycle, actor=acting(cast.leader))
    text = browse(cast.leader).get(f"/objectives/key-results/{quarter.churn.pk}/check-in/").content.decode()
    assert "one checks in while it runs or is graded" in text
