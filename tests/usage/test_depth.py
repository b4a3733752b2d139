"""A feature in depth: adoption, depth, frequency, retention, first use and who stopped, counted by hand, by group."""

from __future__ import annotations

import csv
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from history import clock
from tests.reading import whole
from usage import actions
from usage.depth import count_stale_depths, counted, depth_kept, keep_depth
from usage.models import DailyUse, Feature, FeatureCount, FeatureDepth, ProductUser
from usage.who import Use, doers, strangers

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(datetime(2026, 6, 17, 12, tzinfo=BERLIN)), clock.at_home():
        yield


def day(ago):
    return clock.today() - timedelta(days=ago)


def somebody(product, key, company=None, ago=100):
    seen = datetime.combine(day(ago), time(10), tzinfo=BERLIN)
    return ProductUser.objects.create(product=product, user_key=key, company=company, first_seen_at=seen)


def used(feature, user, **ago):
    DailyUse.objects.bulk_create(
        DailyUse(feature=feature, user=user, day=day(int(name[1:])), uses=many) for name, many in ago.items()
    )


@pytest.fixture
def feature(cast, acting):
    """Released fifty days ago. Acme's two use it, Globex's stopped, one without a company tried it today, one never met it."""
    cast.acme.motion, cast.acme.plan, cast.acme.owner = "sales_assisted", "Team", cast.salesperson
    cast.acme.save()
    made = actions.define_feature(
        product=cast.product, name="Search", event_names=["search"], released_on=day(50), actor=acting(cast.product_manager)
    )
    a1, a2 = somebody(cast.product, "a1", cast.acme), somebody(cast.product, "a2", cast.acme)
    g1, n1 = somebody(cast.product, "g1", cast.globex), somebody(cast.product, "n1")
    somebody(cast.product, "never", ago=20)
    used(made, a1, d60=9, d40=1, d33=2, d20=3, d5=1)
    used(made, a2, d20=4)
    used(made, g1, d45=1, d44=1)
    used(made, n1, d0=7)
    FeatureCount.objects.filter(feature=made).update(knows_past=True)
    return made


def test_everybody_is_counted_from_whole_days_since_the_release(feature):
    users = counted(feature).of("user", "all")[0]
    assert (users.eligible, users.adopters, users.active, users.stopped) == (5, 3, 2, 1)
    assert (users.uses.n, users.uses.mean, users.uses.median) == (2, 4.0, 4.0)
    assert users.uses_spread == [0, 0, 2, 0, 0]
    assert (users.days.mean, users.days_spread) == (1.5, [1, 1, 0, 0, 0])
    # First uses 40, 20 and 45 days ago, of which a1 came again 7 and 20 days after: in its weeks 1 and 2.
    assert users.returned[:3] == [[1, 3], [1, 2], [0, 2]]
    assert (users.wait.n, users.wait.median) == (3, 10.0), "since they could use it: the release, for those known before"


def test_a_company_does_what_all_of_its_people_do(feature):
    companies = counted(feature).of("company", "all")[0]
    assert (companies.eligible, companies.adopters, companies.active, companies.stopped) == (2, 2, 1, 1)
    assert (companies.uses.n, companies.uses.mean) == (1, 8.0)
    assert companies.uses.low is None, "one company has no interval"
    assert companies.days.mean == 2.0, "two who came on a day make one day of the company"


def test_each_group_stands_by_itself(feature):
    deep = counted(feature)
    assert [(one.name, one.eligible) for one in deep.of("user", "motion")] == [
        ("Everybody", 5), ("Sales-assisted", 2), ("Not known", 3),
    ]  # fmt: skip
    assert [one.name for one in deep.of("company", "segment")] == ["Everybody", "Enterprise", "Mid-market"]
    assert [(one.name, one.adopters) for one in deep.of("company", "plan")][1:] == [("Team", 1), ("Not known", 1)]


def test_as_many_uses_as_the_feature_asks_for_take_it_up(feature):
    Feature.objects.filter(pk=feature.pk).update(minimum_uses=4)
    feature.refresh_from_db()
    assert counted(feature).of("user", "all")[0].adopters == 2
    assert [row["unit_id"] for row in doers(feature, "company", Use.TRIED)] == [ProductUser.objects.get(user_key="g1").company_id]


def test_it_is_kept_and_counted_again_only_when_out_of_date(feature):
    deep, _ = keep_depth(feature)
    assert depth_kept(feature)[0] == deep
    FeatureCount.objects.filter(feature=feature).update(facts={"counted": True})
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert count_stale_depths(patience=0) == 0
        FeatureCount.objects.filter(feature=feature).update(counted_at=clock.now() + timedelta(seconds=1))
        assert count_stale_depths(patience=0) == 1
    with clock.at(clock.now() + timedelta(days=1)):
        assert count_stale_depths(patience=0) == 1
    assert FeatureDepth.objects.get(feature=feature).facts["day"] == str(day(-1))


def test_who_stopped_is_told_with_the_owner_of_the_account(cast, feature, browse):
    cast.globex.owner = cast.second_salesperson
    cast.globex.save()
    text = whole(browse(cast.salesperson), f"/usage/features/{feature.pk}/")
    stopped = text.split("Companies that stopped")[1].split("Companies that use it")[0]
    assert "Globex" in stopped
    assert cast.second_salesperson.name in stopped
    assert "did not use it in the last 30 days" in stopped, "the definition stands beside it"
    assert "Acme" not in stopped


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Acme", "Globex"}), ("use=using", {"Acme"}), ("use=stopped", {"Globex"}), ("use=never", set()), ("mine=on", {"Acme"}),
        ("segment=mid_market", {"Globex"}), ("q=glo", {"Globex"}), ("motion=sales_assisted&sort=-arr", {"Acme"}),
        ("use=odd&unit=odd&sort=odd&page=99", {"Acme", "Globex"}),
    ],
)  # fmt: skip
def test_who_uses_it_is_listed_narrowed_and_exported(cast, feature, browse, query, names):
    browser, address = browse(cast.salesperson), f"/usage/features/{feature.pk}/who/"
    page = browser.get(f"{address}?{query}")
    assert {line.company.name for line, _ in page.context["rows"]} == names
    rows = list(csv.DictReader(browser.get(f"{address}export.csv?{query}").getvalue().decode("utf-8-sig").splitlines()))
    assert {row["company"] for row in rows} == names


def test_users_who_never_met_it_are_found_too(cast, feature, browse):
    assert [one["pk"] for one in strangers(feature, "user")] == [ProductUser.objects.get(user_key="never").pk]
    text = browse(cast.viewer).get(f"/usage/features/{feature.pk}/who/?unit=user&use=never").content.decode()
    assert "never" in text
    assert "a1" not in text
    for sort in ("name", "-arr", "-first", "-uses"):
        assert browse(cast.viewer).get(f"/usage/features/{feature.pk}/who/?unit=user&sort={sort}").status_code == 200


def test_the_page_shows_the_chosen_split_with_n_interval_and_how_it_was_made(cast, feature, browse):
    text = whole(browse(cast.viewer), f"/usage/features/{feature.pk}/?unit=user&by=motion")
    for said in ("Sales-assisted", "n 5", "60%", "Retention: how this was made", "Wilson, 95%", "3 / 5 = 60.0%", "median"):
        assert said in text, said


def test_the_api_tells_the_same(cast, feature, call):
    api, base = call(cast.viewer), f"/api/v1/features/{feature.pk}"
    told = api.get(f"{base}/depth/?unit=user&by=motion").json()
    assert [(one["name"], one["adopters"], one["eligible"]) for one in told["groups"]] == [
        ("Everybody", 3, 5), ("Sales-assisted", 2, 2), ("Not known", 1, 3),
    ]  # fmt: skip
    assert told["groups"][0]["uses"]["mean"] == 4.0
    (row,) = api.get(f"{base}/who/?use=stopped").json()
    assert (row["company_name"], row["standing"], row["uses"]) == ("Globex", "stopped", 2)
    assert [row["uses"] for row in api.get(f"{base}/who/?use=never&unit=user").json()] == [0]
    for odd in ("depth/?by=age", "depth/?unit=team", "depth/?colour=red", "who/?use=odd", "who/?page=0", "who/?colour=red"):
        assert api.get(f"{base}/{odd}").status_code == 400, odd


def test_a_hidden_feature_tells_nothing(cast, acting, browse, call):
    secret = actions.define_feature(product=cast.restricted, name="Secret", event_names=["x"], actor=acting(cast.product_manager))
    for part in ("depth/", "first-and-last/", "who/", "who/export.csv"):
        assert browse(cast.outsider).get(f"/usage/features/{secret.pk}/{part}").status_code == 404
    for part in ("depth/", "who/"):
        assert call(cast.outsider).get(f"/api/v1/features/{secret.pk}/{part}").status_code == 404


def test_a_feature_nobody_used_says_so(cast, acting, browse, run_jobs):
    bare = actions.define_feature(product=cast.product, name="Bare", event_names=["x"], actor=acting(cast.product_manager))
    run_jobs()
    text = whole(browse(cast.viewer), f"/usage/features/{bare.pk}/")
    assert "Not enough data" in text
    assert "Nobody used it yet." in text


@pytest.mark.parametrize("part", ["", "depth/?by=segment", "first-and-last/", "who/"])
def test_its_parts_ask_the_database_little(cast, feature, browse, part, django_assert_max_num_queries):
    for number in range(30):
        used(feature, somebody(cast.product, f"more-{number}", cast.acme), d3=1)
    keep_depth(feature)
    browser, address = browse(cast.viewer), f"/usage/features/{feature.pk}/{part}"
    browser.get(address)
    with django_assert_max_num_queries(15):
        assert browser.get(address).status_code == 200


def landmarks(text: str) -> list[str]:
    """The names of a page's regions: of sections that have one, and of whatever says it is a region."""
    heads = dict(re.findall(r'<h\d id="([^"]+)"[^>]*>(.*?)</h\d>', text, re.S))
    tags = re.findall(r"<section[^>]*aria-[^>]*>|<[a-z]+[^>]*role=\"region\"[^>]*>", text)
    names = [re.search(r'aria-(label|labelledby)="([^"]*)"', tag) for tag in tags]
    return [heads.get(one[2], one[2]) if one[1] == "labelledby" else one[2] for one in names if one]


def test_no_two_regions_of_its_parts_have_one_name(cast, feature, browse):
    """Who moves from region to region by ear has nothing but their names to tell them apart."""
    used(feature, somebody(cast.product, "one", cast.acme), d3=2)
    used(feature, somebody(cast.product, "gone", cast.globex), d90=2)
    keep_depth(feature)
    text = whole(browse(cast.viewer), f"/usage/features/{feature.pk}/?by=segment")
    names = landmarks(text[text.index('id="main"') :])
    lists = {f"{what}, as a table" for what in ("In depth", "Those that use it", "Those that stopped", "First use")}
    assert lists <= set(names)
    assert sorted(names) == sorted(set(names))
