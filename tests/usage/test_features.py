"""Features: defined by their events, counted from all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.actor import system
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from tests.evidence import count_usage
from tests.reading import whole
from tests.usage.items import track
from usage import actions
from usage.items import Item
from usage.models import Feature
from usage.overview import preview
from usage.standing import standing_of, standings

GOOD = {"name": "Templates", "event_names": ["Template Used"], "minimum_uses": 2}


def by_call(cast, acting, **_):
    actions.define_feature(product=cast.product, actor=acting(cast.product_manager), properties={"plan": "pro"}, **GOOD)


def on_the_web(cast, browse, **_):
    form = {"name": "Templates", "other_events": "Template Used", "minimum_uses": "2", "properties": "plan = pro"}
    answer = browse(cast.product_manager).post(f"/usage/features/new/?product={cast.product.pk}", form)
    assert answer.status_code == 302, answer.content.decode()


def by_api(cast, call, **_):
    body = GOOD | {"product": cast.product.pk, "properties": {"plan": "pro"}}
    answer = call(cast.product_manager).post("/api/v1/features/", body, format="json")
    assert answer.status_code == 201, answer.content


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_product_manager_defines_a_feature(cast, acting, browse, call, door):
    door(cast=cast, acting=acting, browse=browse, call=call)
    feature = Feature.objects.get()
    assert (feature.product, feature.event_names, feature.properties, feature.minimum_uses) == (
        cast.product,
        ["Template Used"],
        {"plan": "pro"},
        2,
    )
    assert Event.objects.of(feature).get().kind == "feature.defined"


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader", "suspended"])
def test_nobody_else_does(cast, acting, browse, who):
    with pytest.raises(NotAllowed):
        actions.define_feature(product=cast.product, actor=acting(getattr(cast, who)), **GOOD)
    assert browse(getattr(cast, who)).get("/usage/features/new/").status_code in (302, 403)


def test_who_is_no_member_of_the_product_neither_defines_nor_sees(cast, acting, browse, call):
    secret = actions.define_feature(product=cast.restricted, actor=acting(cast.product_manager), **GOOD)
    with pytest.raises(NotAllowed, match="no member"):
        actions.edit_feature(secret, name="Mine", actor=acting(cast.outsider))
    browser, api = browse(cast.outsider), call(cast.outsider)
    assert "Templates" not in browser.get("/usage/").content.decode()
    for address in (
        f"/usage/features/{secret.pk}/",
        f"/usage/features/{secret.pk}/edit/",
        f"/usage/features/new/?product={cast.restricted.pk}",
        f"/usage/products/{cast.restricted.pk}/preview/?other_events=Opened",
    ):
        assert browser.get(address).status_code == 404, address
    for address in (f"/api/v1/features/{secret.pk}/", f"/api/v1/features/{secret.pk}/usage/"):
        assert api.get(address).status_code == 404
    assert api.get("/api/v1/features/").json()["results"] == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"), ({"event_names": []}, "event_names"), ({"event_names": ["x" * 121]}, "event_names"),
        ({"event_names": "Opened"}, "event_names"), ({"minimum_uses": 0}, "minimum_uses"), ({"minimum_uses": "often"}, "minimum_uses"),
        ({"properties": {"a": {"b": 1}}}, "properties"), ({"properties": {"": 1}}, "properties"), ({"properties": [1]}, "properties"),
        ({"released_on": "soon"}, "released_on"), ({"product": 999999}, "product"), ({"colour": 1}, "colour"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(cast, call, values, field):
    answer = call(cast.product_manager).post("/api/v1/features/", GOOD | {"product": cast.product.pk} | values, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_a_name_is_taken_once_a_product(cast, acting, browse):
    actions.define_feature(product=cast.product, actor=acting(cast.product_manager), **GOOD)
    actions.define_feature(product=cast.restricted, actor=acting(cast.product_manager), **GOOD)
    form = {"name": "Templates", "other_events": "Opened", "minimum_uses": "1", "properties": "no sign"}
    answer = browse(cast.product_manager).post(f"/usage/features/new/?product={cast.product.pk}", form)
    assert answer.status_code == 422
    assert "name = value" in answer.content.decode()
    answer = browse(cast.product_manager).post(f"/usage/features/new/?product={cast.product.pk}", form | {"properties": ""})
    assert "has a feature of this name already" in answer.content.decode()
    with pytest.raises(ValidationError):
        actions.define_feature(product=cast.product, actor=acting(cast.product_manager), **GOOD)


def test_two_who_edit_at_once_never_overwrite_each_other(cast, acting, call, browse):
    feature = actions.define_feature(product=cast.product, actor=acting(cast.product_manager), **GOOD)
    actions.edit_feature(feature, event_names=["Other"], actor=acting(cast.product_manager))
    answer = call(cast.product_manager).patch(
        f"/api/v1/features/{feature.pk}/", {"name": "X"}, format="json", HTTP_IF_MATCH='"1"'
    )
    assert answer.status_code == 409
    form = {"name": "Mine", "event_names": ["Template Used"], "minimum_uses": "2", "version": "1"}
    page = browse(cast.product_manager).post(f"/usage/features/{feature.pk}/edit/", form)
    assert page.status_code == 422
    assert "Mine" in page.content.decode()


def test_an_archived_feature_leaves_the_list_and_comes_back_by_undo(cast, acting, browse, call):
    feature = actions.define_feature(product=cast.product, actor=acting(cast.product_manager), **GOOD)
    browser, address = browse(cast.product_manager), f"/usage/features/{feature.pk}/archival/"
    assert browser.post(address).status_code == 302
    browser.get("/usage/")
    assert f"/usage/features/{feature.pk}/" not in browser.get("/usage/").content.decode()
    assert f"/usage/features/{feature.pk}/" in browser.get("/usage/?archived=on").content.decode()
    with pytest.raises(NotPossible):
        actions.archive_feature(feature, actor=acting(cast.product_manager))
    assert browser.post(address + "?undo=1").status_code == 302
    assert call(cast.product_manager).post(f"/api/v1/features/{feature.pk}/restore/", {}, format="json").status_code == 409


@pytest.fixture
def used(cast, acting):
    """A feature released forty days ago: Acme's two users use it still, Globex stopped, a third user has no company."""
    now = clock.now()
    actor = system("a usage source")
    who = {"a1": "Acme", "a2": "Acme", "g1": "Globex", "n1": ""}
    items = [
        Item("track", user, now - timedelta(days=60), f"first-{user}", "Opened", groups=(company,))
        for user, company in who.items()
    ]
    for number, (user, days) in enumerate(
        [("a1", 39), ("a1", 20), ("a1", 2), ("a2", 3), ("g1", 38), ("g1", 37), ("n1", 5), ("a1", 50)]
    ):
        items.append(
            Item(
                "track",
                user,
                now - timedelta(days=days),
                f"use-{number}",
                "Template Used",
                {"plan": "pro" if number % 2 == 0 else "free"},
            )
        )
    actions.take_events(cast.product, items, actor=actor)
    made = actions.define_feature(
        product=cast.product, name="Templates", event_names=["Template Used"], released_on=(now - timedelta(days=40)).date(),
        actor=acting(cast.product_manager),
    )  # fmt: skip
    count_usage(cast.product)
    return made


def test_a_feature_stands_as_its_events_tell(used):
    standing, _ = standing_of(used)
    assert (standing.company.adopters, standing.company.eligible, standing.company.share) == (2, 2, 1.0)
    assert (standing.company.recent, standing.user.recent) == (1, 3)
    assert sum(standing.weeks) == 5
    assert standings([used])[used.pk][0] == standing


def test_a_feature_may_ask_for_more_than_one_use(cast, acting, used):
    often = actions.edit_feature(used, minimum_uses=3, actor=acting(cast.product_manager))
    once = actions.define_feature(product=cast.product, name="Opened", event_names=["Opened"], actor=acting(cast.product_manager))
    count_usage(cast.product)
    assert [standing_of(one)[0].company.adopters for one in (often, once)] == [1, 2]


def test_its_past_is_counted_in_the_background_and_its_page_waits(cast, acting, browse, call, used, run_jobs):
    fresh = actions.define_feature(
        product=cast.product, name="Opened", event_names=["Opened"], actor=acting(cast.product_manager)
    )
    address = f"/usage/features/{fresh.pk}/"
    assert "being counted" in browse(cast.viewer).get(address).content.decode()
    assert "Being counted" in browse(cast.viewer).get("/usage/").content.decode()
    assert call(cast.viewer).get(f"/api/v1{address.replace('/usage', '')}usage/").status_code == 409
    run_jobs()
    assert standing_of(fresh)[0].company.adopters == 2
    assert "Companies that use it" in whole(browse(cast.viewer), address)
    actions.edit_feature(fresh, event_names=["Template Used"], actor=acting(cast.product_manager))
    assert "being counted" in browse(cast.viewer).get(address).content.decode()
    run_jobs()
    assert standing_of(fresh)[0].user.recent == 3


def test_only_events_with_its_properties_count(cast, used):
    assert preview(cast.product, ["Template Used"], {})["uses"] == 8
    assert preview(cast.product, ["Template Used"], {"plan": "pro"})["uses"] == 4
    assert preview(cast.product, ["Template Used"], {"plan": 7})["uses"] == 0


def test_the_page_shows_who_uses_it_and_who_stopped(cast, browse, used):
    text = whole(browse(cast.viewer), f"/usage/features/{used.pk}/")
    stopped, using = text.split("Companies that stopped")[1].split("Companies that use it")
    assert "Acme" in using
    assert "Globex" in stopped
    assert "2 / 2 = 100.0%" in text, "the share says how it was made"
    assert "Show the data" in text, "the chart has its table"


def test_the_api_gives_the_same_counts(cast, call, used):
    usage = call(cast.viewer).get(f"/api/v1/features/{used.pk}/usage/").json()
    assert (usage["eligible_companies"], usage["adopting_companies"], usage["eligible_users"], usage["adopting_users"]) == (
        2,
        2,
        4,
        4,
    )
    assert [week["companies"] for week in usage["weeks"]] == [2, 2, 2, 2, 2]


def test_a_preview_says_what_matches_while_one_chooses(cast, browse, used):
    browser, address = browse(cast.product_manager), f"/usage/products/{cast.product.pk}/preview/"
    assert "8 uses" in browser.get(f"{address}?event_names=Template+Used").content.decode()
    assert "4 uses" in browser.get(f"{address}?other_events=Template+Used&properties=plan+%3D+pro").content.decode()
    assert "Nothing so far" in browser.get(f"{address}?other_events=Never").content.decode()
    for odd in ("", "?properties=x", "?event_names=", "?event_names=" + "a" * 300):
        assert browser.get(address + odd).status_code == 200


@pytest.mark.parametrize("query", ["?product=x", "?q=%25", "?page=-1", "?archived=maybe", "?product=99999999999999999999"])
def test_an_odd_filter_is_no_fault_of_ours(cast, browse, used, query):
    assert browse(cast.viewer).get(f"/usage/{query}").status_code == 200


def test_empty_pages_say_how_to_begin(cast, browse, send, source):
    assert "Import a file" in browse(cast.product_manager).get("/usage/").content.decode()
    send("/v1/batch", {"batch": [track("u1", "Opened")]}, source.key)
    count_usage(cast.product)
    assert "Define the first feature" in browse(cast.product_manager).get("/usage/").content.decode()
    assert "Define the first feature" not in browse(cast.viewer).get("/usage/").content.decode()


def test_the_list_asks_the_database_as_often_for_thirty_as_for_three(
    cast, acting, browse, used, django_assert_max_num_queries, django_assert_num_queries
):
    browser, actor = browse(cast.viewer), acting(cast.product_manager)

    def add(count, label):
        for number in range(count):
            actions.define_feature(
                product=cast.product, name=f"{label} {number}", event_names=["Template Used"], minimum_uses=1 + number % 3,
                released_on=used.released_on, actor=actor,
            )  # fmt: skip

        count_usage(cast.product)

    add(3, "Three")
    browser.get("/usage/")
    with django_assert_max_num_queries(15) as few:
        browser.get("/usage/")
    add(20, "Twenty")
    with django_assert_num_queries(len(few.captured_queries)):
        browser.get("/usage/")
    with django_assert_max_num_queries(15):
        browser.get(f"/usage/features/{used.pk}/")
