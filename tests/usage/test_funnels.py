"""Funnels: made through every door, counted in order and in time, shown with n, interval and the days between."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from history import clock
from history.actor import system
from history.models import Event
from history.refusals import NotAllowed, NotPossible
from usage import actions
from usage.funnels import Group, count_stale_funnels, counted, keep_count, median_ends, passage_of, quartiles
from usage.items import Item
from usage.models import DailyUse, Feature, Funnel, FunnelCount, ProductUser
from usage.rollups import roll_up

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _noon():
    with clock.at(datetime(2026, 6, 17, 12, tzinfo=BERLIN)), clock.at_home():
        yield


def day(ago):
    return clock.today() - timedelta(days=ago)


@pytest.fixture
def three(cast, acting):
    """Three features of the open product."""
    actor = acting(cast.product_manager)
    names = ("Open", "Search", "Share")
    return [actions.define_feature(product=cast.product, name=one, event_names=[one], actor=actor) for one in names]


@pytest.fixture
def funnel(cast, acting, three):
    steps = [{"feature": one} for one in three]
    return actions.make_funnel(
        product=cast.product, name="To the first share", steps=steps, window_days=10, actor=acting(cast.product_manager)
    )


def goes(cast, three, key, company, *ways):
    """A user who did each step on the days ``ways`` says, so many days ago."""
    seen = datetime.combine(day(300), time(10), tzinfo=BERLIN)
    user = ProductUser.objects.create(product=cast.product, user_key=key, company=company, first_seen_at=seen)
    DailyUse.objects.bulk_create(
        DailyUse(feature=feature, user=user, day=day(ago), uses=1)
        for feature, days in zip(three, ways, strict=True)
        for ago in days
    )
    return user


@pytest.fixture
def people(cast, three):
    """One goes all the way, one stops half way, one is too late, one in the wrong order, one still has time."""
    goes(cast, three, "all", cast.acme, [40], [38], [33])
    goes(cast, three, "half", cast.acme, [40], [40], [])
    goes(cast, three, "late", cast.globex, [40], [29], [])
    goes(cast, three, "backwards", cast.globex, [40], [45], [39])
    goes(cast, three, "in-time-yet", None, [4], [3], [2])


def of(funnel, by="all", length=90):
    return counted(funnel).periods[length].of(by)


# made and edited


GOOD = {"name": "To the first share", "window_days": 10}


def by_call(cast, acting, three, **_):
    steps = [{"feature": three[0]}, {"event": "Share"}]
    actions.make_funnel(product=cast.product, steps=steps, actor=acting(cast.product_manager), **GOOD)


def on_the_web(cast, browse, three, **_):
    form = GOOD | {"unit": "user", "step_1": f"feature:{three[0].pk}", "step_4": "event:Share", "step_2": ""}
    refused = browse(cast.product_manager).post(f"/usage/funnels/new/?product={cast.product.pk}", form)
    assert refused.status_code == 422, "the second step is missing"
    form |= {"step_2": "event:Share", "step_4": ""}
    answer = browse(cast.product_manager).post(f"/usage/funnels/new/?product={cast.product.pk}", form)
    assert answer.status_code == 302, answer.content.decode()


def by_api(cast, call, three, **_):
    body = GOOD | {"product": cast.product.pk, "steps": [{"feature": three[0].pk}, {"event": "Share"}]}
    answer = call(cast.product_manager).post("/api/v1/funnels/", body, format="json")
    assert answer.status_code == 201, answer.content
    assert answer.json()["steps"] == body["steps"]


@pytest.mark.parametrize("door", [by_call, on_the_web, by_api])
def test_a_product_manager_makes_a_funnel(cast, acting, browse, call, three, door):
    door(cast=cast, acting=acting, browse=browse, call=call, three=three)
    funnel = Funnel.objects.get()
    assert funnel.steps == [{"feature": three[0].pk}, {"event": "Share"}]
    assert (funnel.name, funnel.window_days, funnel.unit) == ("To the first share", 10, "user")
    assert Event.objects.of(funnel).get().kind == "funnel.made"


@pytest.mark.parametrize("who", ["viewer", "salesperson", "success", "leader", "suspended"])
def test_nobody_else_does(cast, acting, browse, funnel, who):
    person = getattr(cast, who)
    with pytest.raises(NotAllowed):
        actions.edit_funnel(funnel, name="Mine", actor=acting(person))
    assert browse(person).get("/usage/funnels/new/").status_code in (302, 403)
    assert browse(person).post(f"/usage/funnels/{funnel.pk}/archival/").status_code in (302, 403)


def test_what_cannot_be_a_step_is_said_at_the_step(cast, acting, browse, call, three):
    actor = acting(cast.product_manager)
    elsewhere = actions.define_feature(product=cast.restricted, name="Other", event_names=["x"], actor=actor)
    actions.archive_feature(three[1], actor=actor)
    first = {"feature": three[0].pk}
    for steps, said in (
        ([first], "at least 2"), ([first] * 9, "at most 8"), ([first, {"event": "x"}, first], "Step 3: This is a step already"),
        ([first, {"feature": three[1].pk}], "“Search” is archived"), ([first, {"feature": elsewhere.pk}], "of this product"),
        ([first, {}], "either a feature or an event"), ([first, {"feature": three[2].pk, "event": "x"}], "either a feature"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=said):
            actions.make_funnel(product=cast.product, name="A", steps=steps, actor=actor)
    body = {"product": cast.product.pk, "name": "A", "steps": [first, first]}
    answer = call(cast.product_manager).post("/api/v1/funnels/", body, format="json")
    assert answer.status_code == 400
    assert "already" in str(answer.json()["errors"]["steps"])
    form = {
        "name": "A",
        "unit": "user",
        "window_days": "5",
        "step_1": f"feature:{three[0].pk}",
        "step_2": f"feature:{three[1].pk}",
    }
    form["step_3"] = form["step_1"]
    page = browse(cast.product_manager).post(f"/usage/funnels/new/?product={cast.product.pk}", form)
    assert page.status_code == 422
    assert {name: bool(page.context["form"].errors.get(name)) for name in ("step_1", "step_2", "step_3")} == {
        "step_1": False, "step_2": True, "step_3": True,
    }  # fmt: skip


@pytest.mark.parametrize("days", [0, 366])
def test_its_days_are_bounded(cast, acting, three, days):
    with pytest.raises(ValidationError):
        actions.make_funnel(
            product=cast.product, name="A", steps=[{"feature": three[0]}, {"event": "x"}], window_days=days,
            actor=acting(cast.product_manager),
        )  # fmt: skip


def test_an_edit_is_in_history_counted_anew_and_never_overwrites(cast, acting, browse, call, funnel, three):
    keep_count(funnel)
    steps = [f"feature:{three[2].pk}", f"feature:{three[0].pk}"]
    form = {"name": "Back", "unit": "company", "window_days": "7", "version": "1", "step_1": steps[0], "step_2": steps[1]}
    assert browse(cast.product_manager).post(f"/usage/funnels/{funnel.pk}/edit/", form).status_code == 302
    edited = Funnel.objects.get()
    assert (edited.name, edited.unit, len(edited.steps), passage_of(edited)) == ("Back", "company", 2, None)
    assert Event.objects.of(edited).filter(kind="funnel.edited").count() == 1
    answer = call(cast.product_manager).patch(f"/api/v1/funnels/{funnel.pk}/", {"name": "X"}, format="json", HTTP_IF_MATCH='"1"')
    assert answer.status_code == 409
    assert browse(cast.product_manager).post(f"/usage/funnels/{funnel.pk}/edit/", form).status_code == 422


def test_a_step_that_was_archived_since_may_stay(cast, acting, browse, funnel, three):
    actor = acting(cast.product_manager)
    actions.archive_feature(three[1], actor=actor)
    actions.edit_funnel(funnel, name="Still", steps=funnel.steps, actor=actor)
    assert "Search" in browse(cast.product_manager).get(f"/usage/funnels/{funnel.pk}/edit/").content.decode()


def test_it_is_archived_and_brought_back(cast, acting, browse, call, funnel):
    browser, address = browse(cast.product_manager), f"/usage/funnels/{funnel.pk}/archival/"
    assert browser.post(address).status_code == 302
    assert [one.pk for one in browser.get("/usage/funnels/").context["funnels"]] == []
    assert [one.pk for one in browser.get("/usage/funnels/?archived=on").context["funnels"]] == [funnel.pk]
    with pytest.raises(NotPossible):
        actions.archive_funnel(funnel, actor=acting(cast.product_manager))
    assert call(cast.product_manager).post(f"/api/v1/funnels/{funnel.pk}/restore/", {}, format="json").status_code == 200
    assert call(cast.product_manager).post(f"/api/v1/funnels/{funnel.pk}/restore/", {}, format="json").status_code == 409


def test_a_hidden_funnel_tells_nothing(cast, acting, browse, call):
    steps = [{"event": "a"}, {"event": "b"}]
    secret = actions.make_funnel(product=cast.restricted, name="Secret", steps=steps, actor=acting(cast.product_manager))
    for part in ("", "edit/", "export.csv"):
        assert browse(cast.outsider).get(f"/usage/funnels/{secret.pk}/{part}").status_code == 404
    for part in ("", "results/"):
        assert call(cast.outsider).get(f"/api/v1/funnels/{secret.pk}/{part}").status_code == 404


# counted


def test_steps_count_in_order_and_in_time(funnel, people):
    everybody = of(funnel)[0]
    assert everybody.reached == [4, 2, 1], "late came on day 11 of 10; backwards searched before; one still has time"
    assert everybody.took == [None, [0.5, 1.0, 1.5], [5.0, 5.0, 5.0]]
    rate = everybody.of_entered(2)
    assert (rate.successes, rate.n) == (1, 4)
    assert everybody.of_before(2).share == 0.5


def test_a_company_goes_through_by_all_of_its_people(cast, acting, funnel, people):
    funnel = actions.edit_funnel(funnel, unit="company", actor=acting(cast.product_manager))
    assert of(funnel)[0].reached == [2, 1, 1], "of Globex nobody searched in time after opening"


def test_each_group_and_period_stands_by_itself(cast, acting, funnel, people):
    assert {one.name: one.reached[0] for one in of(funnel, "segment")} == {
        "Everybody": 4, "Enterprise": 2, "Mid-market": 2, "Not known": 0,
    }  # fmt: skip
    short = actions.edit_funnel(funnel, window_days=9, actor=acting(cast.product_manager))
    assert of(short, length=30)[0].reached == [0, 0, 0], "they entered a day before that period"


def test_mere_events_are_counted_by_their_days(cast, acting):
    items = [
        Item("track", user, clock.now() - timedelta(days=ago), f"{user}-{name}", name)
        for user, name, ago in (("one", "Came", 40), ("one", "Went", 38), ("two", "Came", 40))
    ]
    actions.take_events(cast.product, items, actor=system("a usage source"))
    roll_up(cast.product)
    steps = [{"event": "Came"}, {"event": "Went"}]
    funnel = actions.make_funnel(product=cast.product, name="F", steps=steps, actor=acting(cast.product_manager), window_days=5)
    assert of(funnel)[0].reached == [2, 1]


def test_days_between_are_told_by_quartiles():
    assert quartiles([]) is None
    assert quartiles([3]) == [3.0, 3.0, 3.0]
    assert quartiles([0, 1, 2, 3, 4]) == [1.0, 2.0, 3.0]


def test_the_median_of_days_lies_between_two_of_them_from_six_on():
    assert median_ends([0, 1, 2, 3, 4]) is None
    assert median_ends([0, 1, 2, 3, 4, 9]) == [0, 9]
    assert median_ends(range(10)) == [1, 8]
    assert Group("Everybody", [3, 2], [None, [1.0, 1.0, 1.0]]).median_between(1) is None, "counted before there were any"


def test_it_is_counted_in_the_background_and_again_when_something_came_in(cast, browse, call, funnel, people, run_jobs):
    address = f"/usage/funnels/{funnel.pk}/"
    assert "It is being counted" in browse(cast.viewer).get(address).content.decode()
    assert "Being counted" in browse(cast.viewer).get("/usage/funnels/").content.decode()
    assert call(cast.viewer).get(f"/api/v1/funnels/{funnel.pk}/results/").status_code == 409
    run_jobs()
    FunnelCount.objects.update(facts={})
    count_stale_funnels(patience=0)
    assert count_stale_funnels(patience=0) == 0
    item = Item("track", "all", clock.now() - timedelta(days=1), "new", "Open")
    actions.take_events(cast.product, [item], actor=system("a usage source"))
    roll_up(cast.product)
    assert count_stale_funnels(patience=0) == 1
    with clock.at(clock.now() + timedelta(days=1)):
        assert count_stale_funnels(patience=0) == 1, "a new day began"


# shown


def test_the_page_shows_steps_with_n_interval_and_how_it_was_made(cast, browse, funnel, people):
    keep_count(funnel)
    text = browse(cast.viewer).get(f"/usage/funnels/{funnel.pk}/?by=segment&period=180").content.decode()
    for said in ("Most are lost before", "1. Open", "n 4", "By segment", "Enterprise", "1 / 4 = 25.0%", "count as done in order"):
        assert said in text, said
    feature = Feature.objects.get(name="Open")
    feature.count.knows_past = True
    feature.count.save()
    assert funnel.name in browse(cast.viewer).get(f"/usage/features/{feature.pk}/").content.decode()


def test_the_file_and_the_api_tell_the_same(cast, browse, call, funnel, people):
    keep_count(funnel)
    lines = browse(cast.viewer).get(f"/usage/funnels/{funnel.pk}/export.csv").getvalue().decode().splitlines()
    assert len(lines) == 4
    assert "Share" in lines[3]
    told = call(cast.viewer).get(f"/api/v1/funnels/{funnel.pk}/results/?by=segment").json()
    assert [step["reached"] for step in told["groups"][0]["steps"]] == [4, 2, 1]
    assert told["groups"][0]["steps"][1]["of_before"]["n"] == 4
    for odd in ("period=7", "by=age", "colour=red"):
        assert call(cast.viewer).get(f"/api/v1/funnels/{funnel.pk}/results/?{odd}").status_code == 400
        assert browse(cast.viewer).get(f"/usage/funnels/{funnel.pk}/?{odd}").status_code == 200


def test_empty_pages_say_what_is_missing(cast, browse, funnel, run_jobs):
    keep_count(funnel)
    assert "Not enough data" in browse(cast.viewer).get(f"/usage/funnels/{funnel.pk}/").content.decode()
    Funnel.objects.all().delete()
    assert "Make the first funnel" in browse(cast.product_manager).get("/usage/funnels/").content.decode()
    assert "Make the first funnel" not in browse(cast.viewer).get("/usage/funnels/").content.decode()
    Feature.objects.all().delete()
    assert "define a feature first" in browse(cast.product_manager).get("/usage/funnels/").content.decode()


def test_the_pages_ask_the_database_little(cast, acting, browse, funnel, people, three, django_assert_max_num_queries):
    actor = acting(cast.product_manager)
    for number in range(12):
        steps = [{"feature": three[0]}, {"event": f"e{number}"}]
        keep_count(actions.make_funnel(product=cast.product, name=f"F {number}", steps=steps, actor=actor))
    keep_count(funnel)
    browser = browse(cast.viewer)
    for address in ("/usage/funnels/", f"/usage/funnels/{funnel.pk}/?by=plan"):
        browser.get(address)
        with django_assert_max_num_queries(15):
            assert browser.get(address).status_code == 200
