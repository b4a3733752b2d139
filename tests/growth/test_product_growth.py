"""A product's growth from its users' days: activation, time to value, active users, retention, virality, cost; and leads."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from customers.actions import save_segment
from customers.models import Company, Deal, DealStatus, Lifecycle
from figures.survival import LOST, REACHED, WAITING
from growth import actions, pipelines
from growth.figures.cohorts import MONTH, WEEK, next_period, period_of
from growth.measuring import Measured
from growth.pipelines import Asked, Pipeline
from history import clock
from tests.growth.stage import JANUARY, pays, the_five
from tests.reading import tells, whole
from usage import actions as usage
from usage.models import DailyActivity, DailyUse, ProductUser

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


def near(value):
    return pytest.approx(value, abs=1e-4)


@pytest.fixture(autouse=True)
def _noon():
    """Noon of a day in the middle of a month, so that no day begins while a test runs."""
    with clock.at(datetime(2026, 6, 17, 12, tzinfo=BERLIN)), clock.at_home():
        yield


def comes(product, key, ago, company=None, also=()):
    """A user who signed up so many days ago, and came then and on the days ``also`` (days ago)."""
    today = clock.today()
    seen = datetime.combine(today - timedelta(days=ago), time(10), tzinfo=BERLIN)
    user = ProductUser.objects.create(product=product, user_key=key, company=company, first_seen_at=seen)
    days = {ago, *also}
    DailyActivity.objects.bulk_create(
        DailyActivity(product=product, user=user, day=today - timedelta(days=day), events=2) for day in days
    )
    return user


def uses(feature, user, **ago):
    """So many uses so many days ago: ``d5=2``."""
    DailyUse.objects.bulk_create(
        DailyUse(feature=feature, user=user, day=clock.today() - timedelta(days=int(day[1:])), uses=many)
        for day, many in ago.items()
    )


@pytest.fixture
def feature(cast, acting):
    actor = acting(cast.product_manager)
    made = usage.define_feature(product=cast.product, name="Board", event_names=["board"], actor=actor)
    actions.agree(cast.product, activation_feature=made, activation_uses=2, activation_days=7, actor=actor)
    return made


def test_activation_leaves_out_who_still_has_time(cast, feature):
    uses(feature, comes(cast.product, "in time", 30), d28=1, d25=1)
    uses(feature, comes(cast.product, "too late", 30), d28=1, d10=1)
    uses(feature, comes(cast.product, "once only", 30), d28=1)
    uses(feature, comes(cast.product, "on the last day", 20), d13=2)
    uses(feature, comes(cast.product, "has time", 7), d6=2)
    comes(cast.product, "long ago", 400)
    rate = Measured(cast.product).activation()
    assert (rate.successes, rate.n) == (2, 4)
    competing, censored = Measured(cast.product).time_to_value()
    assert (competing.n, competing.reached) == (5, 4)
    assert competing.by(1).share == near(0.2)
    assert (competing.median, censored.median) == (7, 7)
    assert Measured(cast.restricted).journeys == {}


def test_who_stopped_coming_has_given_up(cast, feature):
    comes(cast.product, "gone", 100, also=(90,))
    comes(cast.product, "still here", 100, also=(3,))
    competing, _ = Measured(cast.product).time_to_value()
    assert (competing.lost, competing.waiting, competing.median) == (1, 1, None)


def test_without_a_milestone_nothing_is_activated(cast):
    comes(cast.product, "somebody", 30)
    measured = Measured(cast.product)
    assert measured.activation() is None
    assert measured.time_to_value() == (None, None)


def test_active_users_are_those_of_whole_days(cast):
    comes(cast.product, "every day", 60, also=range(1, 31))
    comes(cast.product, "once", 40, also=(20,))
    comes(cast.product, "today only", 0)
    active = Measured(cast.product).active
    assert (active.mau, active.wau, active.dau.mean) == (2, 1, near(31 / 30))
    assert (active.dau.low, active.dau.high) == (near(0.9652), near(1.1015))
    stickiness = Measured(cast.product).stickiness()
    assert stickiness.value == near(31 / 60)
    assert (stickiness.between.low, stickiness.between.high) == (0, 1)
    assert Measured(cast.restricted).active is Measured(cast.restricted).stickiness() is None


def test_users_stand_apart_by_the_motion_and_segment_of_their_company(cast):
    Company.objects.filter(pk=cast.acme.pk).update(motion="self_serve")
    comes(cast.product, "theirs", 5, company=cast.acme, also=(1,))
    comes(cast.product, "others", 5, company=cast.globex, also=(1,))
    comes(cast.product, "nobody's", 5, also=(1,))
    assert Measured(cast.product).active.mau == 3
    assert Measured(cast.product, motion="self_serve").active.mau == 1
    assert Measured(cast.product, segment="mid_market").active.mau == 1


@pytest.mark.parametrize("step", [WEEK, MONTH])
def test_cohorts_come_again_or_not(cast, step):
    here = period_of(clock.today(), step)
    first = next_period(here, step, -2)
    ago = (clock.today() - first).days
    again = (clock.today() - next_period(here, step, -1)).days
    comes(cast.product, "stays", ago, also=(again,))
    comes(cast.product, "leaves", ago)
    comes(cast.product, "new", 0)
    [cohort] = Measured(cast.product).cohorts(step)
    assert (cohort.starts, cohort.size, [rate.share for rate in cohort.came]) == (first, 2, [1.0, 0.5])


def test_virality_is_of_the_features_that_tell_of_it(cast, acting):
    actor = acting(cast.product_manager)
    sent, taken = (
        usage.define_feature(product=cast.product, name=name, event_names=[name], actor=actor) for name in ("sent", "taken")
    )
    assert Measured(cast.product).viral() is None
    actions.agree(cast.product, invite_feature=sent, accept_feature=taken, actor=actor)
    one, other = comes(cast.product, "one", 50, also=(2,)), comes(cast.product, "other", 50, also=(2,))
    uses(sent, one, d10=6, d200=9)
    uses(sent, other, d9=1)
    uses(taken, other, d9=1)
    k = Measured(cast.product).viral()
    assert (k.value, k.n) == (near(7 / 2 * 1 / 7), 2)


def test_what_a_customer_costs_is_blended_and_apart(cast, acting):
    Company.objects.filter(pk=cast.acme.pk).update(motion="self_serve")
    cast.acme.refresh_from_db()
    comes(cast.product, "a", 300, company=cast.acme)
    comes(cast.product, "g", 300, company=cast.globex)
    pays(cast.acme, acting(cast.success), m2026_04=0, m2026_05=1200, m2026_06=1200)
    pays(cast.globex, acting(cast.success), m2026_04=600, m2026_05=600, m2026_06=0)
    month, actor = clock.today().replace(day=1, month=5), acting(cast.leader)
    actions.record_spend(cast.product, month=month, motion="self_serve", amount=Decimal(300), actor=actor)
    actions.record_spend(cast.product, month=month, amount=Decimal(100), actor=actor)
    assert Measured(cast.product).cac().value == near(400)
    assert Measured(cast.product, motion="self_serve").cac().value == near(300)
    assert Measured(cast.product, motion="sales_assisted").cac() is Measured(cast.product, segment="enterprise").cac() is None
    actions.agree(cast.product, gross_margin=Decimal("0.8"), actor=acting(cast.product_manager))
    worth = Measured(cast.product).worth
    assert worth.ltv.value == near(100 * 0.8 / worth.churn.share)
    assert worth.payback.value == near(400 / 80)


def test_free_to_paid_is_of_companies_whose_time_has_passed(cast, acting):
    actor = acting(cast.success)
    paid, waits, never, before = (
        Company.objects.create(name=name, lifecycle=Lifecycle.TRIAL) for name in ("Paid", "Waits", "Never", "Before")
    )
    for key, (company, ago) in enumerate(((paid, 150), (waits, 20), (never, 150), (before, 100))):
        comes(cast.product, str(key), ago, company=company)
    pays(paid, actor, m2026_02=0, m2026_03=900)
    pays(before, actor, m2025_01=900)
    rate = Measured(cast.product).free_to_paid()
    assert (rate.successes, rate.n) == (1, 2)


def test_time_to_paid_is_of_companies_that_came_without_paying(cast, acting, call):
    actor = acting(cast.success)
    for place, (ago, month) in enumerate(((150, "m2026_03"), (100, "m2026_05"), (90, "m2026_04"), (30, None))):
        company = Company.objects.create(name=f"Free {place}", lifecycle=Lifecycle.TRIAL)
        comes(cast.product, f"free {place}", ago, company=company)
        if month:
            pays(company, actor, **{month: 900})
    before = Company.objects.create(name="Before", lifecycle=Lifecycle.CUSTOMER)
    comes(cast.product, "before", 100, company=before)
    pays(before, actor, m2025_01=900)
    took = Measured(cast.product).time_to_paid()
    # Seen on 18 January, 9 March and 19 March; paid from 1 March, 1 May and 1 April: 42, 53 and 13 days.
    assert [step.time for step in took.steps] == [13, 42, 53]
    assert (took.n, took.reached, took.median) == (4, 3, 42)
    assert (took.median_low, took.median_high) == (13, None)
    assert Measured(cast.restricted).time_to_paid() is None
    groups = call(cast.viewer).get(f"/api/v1/growth/{cast.product.pk}/figures/").json()["groups"]
    told = {one["label"]: one for group in groups for one in group["figures"]}["Time to paid"]
    assert (told["value"], told["note"]) == ("42 days", "13 days or more · n 4 companies: 3 pay")
    assert ["Interval", "Where the 95% band of the share crosses a half (Brookmeyer and Crowley)"] in told["inputs"]


def test_a_signup_is_of_the_organisations_day(cast, feature):
    """Half an hour before midnight of one place it is the next day in Berlin; a use on that day took no time."""
    day = clock.today() - timedelta(days=20)
    seen = datetime.combine(day - timedelta(days=1), time(22, 30), tzinfo=ZoneInfo("UTC"))
    user = ProductUser.objects.create(product=cast.product, user_key="late", first_seen_at=seen)
    DailyActivity.objects.create(product=cast.product, user=user, day=day, events=2)
    uses(feature, user, d20=2)
    with timezone.override(BERLIN):
        assert Measured(cast.product).journeys == {(0.0, REACHED): 1}


def test_ways_are_those_that_a_look_at_each_signup_gives(cast, feature):
    """The same, one by one in Python, over signups of every kind."""
    luck = random.Random(4)
    today, expected = clock.today(), Counter()
    for number in range(60):
        ago = luck.randrange(1, 175)
        days = {luck.randrange(0, ago + 1) for _ in range(luck.randrange(3))}
        user = comes(cast.product, f"user {number}", ago, also=days)
        done = sorted((luck.randrange(0, ago + 1) for _ in range(luck.randrange(3))), reverse=True)
        uses(feature, user, **{f"d{day}": 1 for day in done})
        done = sorted(set(done), reverse=True)
        last = min({ago, *days})
        if len(done) > 1:
            expected[float(ago - done[1]), REACHED] += 1
        elif last > 30:
            expected[float(ago - last + 30), LOST] += 1
        else:
            expected[float(ago), WAITING] += 1
    assert Measured(cast.product).journeys == expected
    assert sum(way.n for way in Measured(cast.product).ways if way.has_time) == sum(
        (today - user.first_seen_at.astimezone(BERLIN).date()).days <= 7 for user in ProductUser.objects.all()
    )


def test_leads_are_shown_once_somebody_tells_of_them(cast, browse, monkeypatch):
    browser = browse(cast.viewer)
    address = f"/growth/?product={cast.product.pk}"
    assert "→ opportunity" not in whole(browser, address)
    asked: list[Asked] = []

    def answer(about: Asked) -> Pipeline:
        asked.append(about)
        return Pipeline(60, 18, 6, (40.0, 38.0, 44.0, 46.0, 50.0, 52.0)) if len(asked) == 1 else Pipeline(48, 9, 1)

    monkeypatch.setattr(pipelines, "_answers", {"PQLs": answer, "Silent": lambda about: None})
    page = whole(browser, address)
    assert "PQLs → opportunity" in page
    for figure in ("30.0%", "33.3%", "45 days", "38–52 days", "25.0%"):
        assert tells(page, figure), figure
    assert "Silent" not in page
    assert asked[0].last == clock.today()
    assert asked[1].last == asked[0].first - timedelta(days=1)


def test_the_pages_say_what_is_missing_and_how_figures_were_made(cast, browse, feature):
    uses(feature, comes(cast.product, "one", 30, company=cast.acme, also=(1,)), d28=2)
    browser = browse(cast.viewer)
    page = whole(browser, f"/growth/?product={cast.product.pk}")
    assert "1 of 1 signups" in page
    assert "no revenue is recorded" in page
    assert "How this was made" in page
    curve = browser.get(f"/growth/activation/?product={cast.product.pk}").content.decode()
    assert "Kaplan–Meier" in curve
    cohorts = browser.get(f"/growth/retention/?product={cast.product.pk}&step=week").content.decode()
    assert "1 users in 1 cohorts" in cohorts
    for address in ("/growth/", "/growth/retention/", "/growth/activation/", "/growth/health/"):
        for query in ("", "?product=99999", "?segment=odd", "?motion=odd&step=odd", f"?product={cast.restricted.pk}"):
            assert browser.get(address + query).status_code == 200


def test_a_restricted_product_is_not_measured_for_others(cast, browse, call):
    comes(cast.restricted, "hidden", 5, also=(1,))
    page = browse(cast.outsider).get(f"/growth/?product={cast.restricted.pk}").content.decode()
    assert "Nightjar" not in page
    for path in ("figures", "retention", "health"):
        assert call(cast.outsider).get(f"/api/v1/growth/{cast.restricted.pk}/{path}/").status_code == 404
        assert call(cast.viewer).get(f"/api/v1/growth/{cast.restricted.pk}/{path}/").status_code == 200


def test_the_api_tells_the_same(cast, call, feature):
    uses(feature, comes(cast.product, "one", 30, company=cast.acme, also=(1,)), d28=2)
    api, base = call(cast.viewer), f"/api/v1/growth/{cast.product.pk}"
    groups = {group["title"]: group["figures"] for group in api.get(f"{base}/figures/").json()["groups"]}
    activation = groups["Activation"][0]
    assert (activation["value"], activation["note"]) == ("100.0%", "21–100% · 1 of 1 signups")
    assert groups["Users who bring users"][0]["value"] == ""
    cohorts = api.get(f"{base}/retention/?step=week").json()
    assert cohorts["cohorts"][0]["size"] == 1
    assert cohorts["cohorts"][0]["came"][0]["share"] == 1.0
    assert api.get(f"{base}/retention/?step=year").status_code == 400
    assert api.get(f"{base}/figures/?motion=odd").status_code == 400
    assert api.get(f"{base}/figures/?colour=red").status_code == 400


@pytest.fixture
def everything(cast, acting, feature):
    """A product of which every figure can be told: companies that pay, tried it, were won and left; users who bring users; leads."""
    actor = acting(cast.product_manager)
    sent, taken = (
        usage.define_feature(product=cast.product, name=name, event_names=[name], actor=actor) for name in ("sent", "taken")
    )
    actions.agree(cast.product, invite_feature=sent, accept_feature=taken, gross_margin=Decimal("0.8"), actor=actor)
    for number, company in enumerate(the_five(acting(cast.success))):
        if number < 5:
            pays(company, acting(cast.success), m2025_12=500)
        user = comes(cast.product, f"user {number}", 40, company=company, also=(1, 5))
        uses(feature, user, d38=2)
        uses(sent, user, d30=3)
        uses(taken, user, d20=1)
        decided(company, number)
    actions.record_spend(cast.product, month=JANUARY, amount=Decimal(100), actor=acting(cast.leader))


def decided(company, number):
    """A deal that was won or lost, and a trial in the past."""
    status = DealStatus.WON if number % 2 else DealStatus.LOST
    Deal.objects.create(company=company, name=f"Deal {number}", amount=1000, status=status, close_date=clock.today())
    Company.objects.filter(pk=company.pk).update(lifecycle=Lifecycle.TRIAL if number == 0 else Lifecycle.CUSTOMER)


PAGES = ("", "parts/reach/", "parts/money/", "parts/leads/", "retention/", "activation/", "health/", "revenue/")


@pytest.mark.parametrize("query", ["", "?product={0}", "?product={0}&segment=smb&motion=self_serve", "?segment={1}"])
def test_pages_ask_the_database_little(cast, acting, browse, everything, django_assert_max_num_queries, query):
    actor = acting(cast.success)
    saved = save_segment(name="Small", conditions=[{"field": "segment", "is": "is", "value": "smb"}], actor=actor)
    browser, query = browse(cast.viewer), query.format(cast.product.pk, saved.value)
    for page in PAGES:
        browser.get(f"/growth/{page}{query}")
        with django_assert_max_num_queries(15):
            assert browser.get(f"/growth/{page}{query}").status_code == 200


@pytest.mark.parametrize("query", ["", "?segment=smb&motion=self_serve", "?segment={0}"])
def test_the_api_asks_the_database_little(cast, acting, call, everything, django_assert_max_num_queries, query):
    saved = save_segment(
        name="Small", conditions=[{"field": "segment", "is": "is", "value": "smb"}], actor=acting(cast.success)
    )  # fmt: skip
    api = call(cast.viewer)
    for path, most in (("figures", 20), ("retention", 15), ("health", 15)):
        address = f"/api/v1/growth/{cast.product.pk}/{path}/{query.format(saved.value)}"
        with CaptureQueriesContext(connection) as first:
            assert api.get(address).status_code == 200
        for number in range(3):
            more = Company.objects.create(name=f"More {path} {number}", segment="smb", motion="self_serve")
            comes(cast.product, f"more {path} {number}", 40, company=more, also=(1,))
            pays(more, acting(cast.success), m2025_01=500, m2026_01=700)
        with django_assert_max_num_queries(min(most, len(first))):
            api.get(address)


def test_the_number_of_queries_does_not_grow_with_companies(cast, acting, browse, everything, django_assert_num_queries):
    browser = browse(cast.viewer)
    for page in PAGES:
        browser.get(f"/growth/{page}")
        with CaptureQueriesContext(connection) as before:
            browser.get(f"/growth/{page}")
        for number in range(3):
            more = Company.objects.create(name=f"More {page} {number}", segment="smb", motion="self_serve")
            comes(cast.product, f"more {page} {number}", 40, company=more, also=(1,))
            pays(more, acting(cast.success), m2025_01=500, m2026_01=700)
        with django_assert_num_queries(len(before)):
            browser.get(f"/growth/{page}")


def test_every_figure_says_how_sure_it_is(cast, browse, call, everything):
    groups = call(cast.viewer).get(f"/api/v1/growth/{cast.product.pk}/figures/").json()["groups"]
    figures = {one["label"]: one for group in groups for one in group["figures"]}
    for label in ("DAU", "Stickiness", "NRR", "GRR", "Expansion", "Contraction", "Churn", "ARPA", "LTV", "CAC", "CAC payback",
                  "LTV : CAC", "K-factor"):  # fmt: skip
        one = figures[label]
        assert one["value"], label
        assert one["note"], label
        assert dict(one["inputs"])["Interval"] != "none: too few to tell", (label, one)
    assert figures["NRR"]["note"] == "73–145% · 5 companies of Jan 2025"
    page = whole(browse(cast.viewer), f"/growth/?product={cast.product.pk}")
    assert "73–145%" in page
    assert "Bootstrap over companies, 95%" in page
