"""What became of revenue: the closed cohort of a year, by motion and segment, on the page and in its file."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Q

from customers.models import Company, Lifecycle
from growth.figures.worths import worths
from growth.ledger import ledger_of
from growth.models import RevenueSnapshot
from growth.showing import revenue_tiles, standing
from tests.growth.stage import JANUARY, YEAR_AGO, pays, the_five
from tests.reading import tells

pytestmark = pytest.mark.django_db


def near(value):
    return pytest.approx(value, abs=1e-4)


def test_the_worked_example_from_snapshots(cast, acting):
    the_five(acting(cast.success))
    kept = ledger_of().kept(JANUARY)
    assert (kept.nrr, kept.grr, kept.companies) == (near(1.05), near(0.8667), 5)
    assert (kept.expansion, kept.contraction, kept.churn) == (near(0.1833), near(0.05), near(0.0833))
    assert kept.logo_churn.share == near(0.2)
    moved = ledger_of().moved(YEAR_AGO, JANUARY)
    assert (moved.new, moved.end) == (900, 7200)


def test_motions_and_segments_stand_apart(cast, acting):
    the_five(acting(cast.success))
    assert ledger_of().kept(JANUARY, "self_serve").nrr == near(3300 / 3000)
    assert ledger_of().kept(JANUARY, "sales_assisted").nrr == near(3000 / 3000)
    assert ledger_of(fitting=Q(segment="smb")).kept(JANUARY).companies == 2


def test_an_unknown_month_is_neither_churn_nor_revenue(cast, acting):
    companies = the_five(acting(cast.success))
    RevenueSnapshot.objects.get(company=companies[0], month=JANUARY).delete()
    ledger = ledger_of()
    assert (ledger.kept(JANUARY).companies, ledger.unknown(YEAR_AGO, JANUARY)) == (4, 1)
    Company.objects.filter(pk=companies[0].pk).update(lifecycle=Lifecycle.CHURNED)
    ledger = ledger_of()
    assert (ledger.kept(JANUARY).companies, ledger.unknown(YEAR_AGO, JANUARY)) == (5, 0)
    assert ledger.kept(JANUARY).nrr == near(5000 / 6000)


def test_without_a_year_behind_it_there_is_no_retention(cast, acting):
    pays(cast.acme, acting(cast.success), m2025_12=100, m2026_01=120)
    assert ledger_of().kept(JANUARY) is None
    tiles = {tile.label: tile for tile in revenue_tiles(ledger_of(), JANUARY)}
    assert (tiles["NRR"].value, tiles["ARR"].value[1:]) == ("", "120")
    assert "a year apart" in tiles["NRR"].why


def test_monthly_churn_is_over_company_months(cast, acting):
    pays(cast.acme, acting(cast.success), m2025_11=100, m2025_12=100, m2026_01=100)
    pays(cast.globex, acting(cast.success), m2025_11=100, m2025_12=0)
    rate = worths(ledger_of().units(JANUARY), None, None).churn
    assert (rate.successes, rate.n) == (1, 3)


def test_who_is_won_and_who_comes_back(cast, acting):
    pays(cast.acme, acting(cast.success), m2025_11=100, m2025_12=0, m2026_01=100)
    pays(cast.globex, acting(cast.success), m2025_11=0, m2025_12=0, m2026_01=50)
    ledger = ledger_of()
    assert ledger.won(JANUARY) == [cast.globex.pk]
    arpa = worths(ledger.units(JANUARY), None, None).arpa
    assert (arpa.value, arpa.n) == (near(150 / 24), 2)
    assert worths(ledger.units(date(2024, 1, 1)), None, None).arpa is None


@pytest.mark.parametrize(
    ("pair", "word"),
    [
        ((None, 5.0), "Not known"),
        ((5.0, None), "Not known"),
        ((0.0, 5.0), "New"),
        ((5.0, 0.0), "Churned"),
        ((5.0, 6.0), "Expanded"),
        ((5.0, 4.0), "Contracted"),
        ((5.0, 5.0), "Unchanged"),
        ((0.0, 0.0), "Never paid"),
    ],
)
def test_each_company_has_its_word(pair, word):
    assert standing(*pair)[0] == word


def test_the_page_shows_figures_with_n_interval_and_how_they_were_made(cast, acting, browse):
    the_five(acting(cast.success))
    page = browse(cast.viewer).get("/growth/revenue/").content.decode()
    for figure in ("105.0%", "86.7%", "18.3%", "8.3%", "20.0%"):
        assert tells(page, figure), figure
    assert "1 of 5 companies" in page
    assert "How this was made" in page
    assert "Σ end / Σ start" in page
    assert "New customers are left out" in page
    narrowed = browse(cast.viewer).get("/growth/revenue/?motion=self_serve").content.decode()
    assert tells(narrowed, "110.0%")
    assert "Firm 3" not in narrowed


def test_the_table_is_found_sorted_and_exported(cast, acting, browse):
    the_five(acting(cast.success))
    browser = browse(cast.viewer)
    names = [line.company.name for line in browser.get("/growth/revenue/?sort=-arr").context["rows"]]
    assert names[:3] == ["Firm 1", "Firm 4", "Firm 0"]
    assert [line.company.name for line in browser.get("/growth/revenue/?q=late").context["rows"]] == ["Late"]
    text = browser.get("/growth/revenue/export.csv?motion=sales_assisted").getvalue().decode()
    assert "Firm 2" in text
    assert "Churned" in text
    assert "Firm 1" not in text


@pytest.mark.parametrize(
    "query", ["?month=nonsense", "?segment=nothing", "?motion=pigeon", "?product=999", "?sort=odd", "?month=1999-01", "?page=99"]
)
def test_odd_filters_are_passed_over(cast, acting, browse, query):
    the_five(acting(cast.success))
    assert browse(cast.viewer).get(f"/growth/revenue/{query}").status_code == 200


def test_an_empty_house_says_what_to_do(cast, browse):
    assert "Import a file" in browse(cast.success).get("/growth/revenue/").content.decode()
    assert "Import a file" not in browse(cast.viewer).get("/growth/revenue/").content.decode()


def test_the_page_asks_the_database_little(cast, acting, browse, django_assert_max_num_queries):
    the_five(acting(cast.success))
    browser = browse(cast.viewer)
    browser.get("/growth/revenue/")
    with django_assert_max_num_queries(15):
        browser.get("/growth/revenue/?segment=smb")
